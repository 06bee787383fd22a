using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi.Tracing;

/// <summary>One thing that happened while a message ran. A trace is their list in order of time.</summary>
public abstract record ExecutionEvent;

/// <summary>Gas was charged (the charge that ran out of gas included).</summary>
/// <param name="Name">The charge's name, as in ref-fvm <c>gas/price_list.rs</c>.</param>
/// <param name="Amount">How much.</param>
public sealed record GasCharged(string Name, GasAmount Amount) : ExecutionEvent;

/// <summary>A block that went with a call or came back.</summary>
/// <param name="Codec">Its multicodec.</param>
/// <param name="Data">Its bytes.</param>
public sealed record TracedBlock(ulong Codec, ReadOnlyMemory<byte> Data);

/// <summary>An actor (or the chain) calls another.</summary>
/// <param name="From">Who calls.</param>
/// <param name="To">Whom, as addressed.</param>
/// <param name="Method">The method number.</param>
/// <param name="Parameters">The parameters, or null.</param>
/// <param name="Value">The value transferred.</param>
/// <param name="GasLimit">Whole gas: the limit asked for, or what is left, whichever is smaller.</param>
/// <param name="ReadOnly">Whether the callee may change nothing.</param>
public sealed record CallStarted(
    ActorId From, Address To, ulong Method, TracedBlock? Parameters, TokenAmount Value, ulong GasLimit, bool ReadOnly) : ExecutionEvent;

/// <summary>The callee was found; its code runs next, if the method is not 0.</summary>
/// <param name="Id">The callee.</param>
/// <param name="Code">Its code.</param>
public sealed record ActorInvoked(ActorId Id, Cid Code) : ExecutionEvent;

/// <summary>The call came back.</summary>
/// <param name="ExitCode">How.</param>
/// <param name="Data">What it returned, or null.</param>
public sealed record CallReturned(ExitCode ExitCode, TracedBlock? Data) : ExecutionEvent;

/// <summary>The call could not be made.</summary>
/// <param name="Error">The error number (Forbidden for a fatal error).</param>
/// <param name="Detail">What was wrong.</param>
public sealed record CallRefused(ErrorNumber Error, string Detail) : ExecutionEvent;

/// <summary>An actor logged a line (<c>debug.log</c>, when debugging is on).</summary>
/// <param name="Actor">Which actor.</param>
/// <param name="Message">The line.</param>
public sealed record ActorLogged(ActorId Actor, string Message) : ExecutionEvent;

/// <summary>An actor kept an artifact (<c>debug.store_artifact</c>, when debugging is on).</summary>
/// <param name="Actor">Which actor.</param>
/// <param name="Name">The artifact's name.</param>
/// <param name="Data">The artifact.</param>
public sealed record ArtifactStored(ActorId Actor, string Name, ReadOnlyMemory<byte> Data) : ExecutionEvent;
