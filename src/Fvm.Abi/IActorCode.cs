using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi;

/// <summary>How an invocation of actor code ended.</summary>
public enum ActorExitKind : byte
{
    /// <summary>The code returned normally; <see cref="ActorExit.Block"/> is what it returned.</summary>
    Returned,

    /// <summary>The code exited (<c>vm.exit</c>) or trapped; <see cref="ActorExit.Code"/> says how.</summary>
    Exited,

    /// <summary>The gas ran out.</summary>
    OutOfGas,
}

/// <summary>The end of an invocation of actor code.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Code">The exit code; 0 when it returned.</param>
/// <param name="Block">The handle of the returned block in the frame's registry, 0 for none.</param>
/// <param name="Message">What the actor said, for the backtrace; never consensus.</param>
/// <param name="Cause">The last refused syscall, if no other syscall followed it; for the backtrace.</param>
public readonly record struct ActorExit(ActorExitKind Kind, ExitCode Code, uint Block, string? Message, SyscallFailure? Cause);

/// <summary>A refused syscall, for backtraces.</summary>
/// <param name="Module">The syscall's module, such as <c>ipld</c>.</param>
/// <param name="Name">The syscall's name, such as <c>block_open</c>.</param>
/// <param name="Status">The error number and its detail.</param>
public sealed record SyscallFailure(string Module, string Name, SyscallStatus Status);

/// <summary>Code that an actor runs: a wasm module or native C#. Shared by threads and by invocations; it keeps no state of an invocation.</summary>
public interface IActorCode
{
    /// <summary>Runs the actor's entry point on a frame.</summary>
    /// <param name="kernel">The frame's kernel.</param>
    /// <param name="parameters">The handle of the parameters in the frame's registry, 0 for none.</param>
    /// <returns>How it ended. Fatal errors are thrown as <see cref="FatalException"/>.</returns>
    ActorExit Invoke(IActorKernel kernel, uint parameters);

    /// <summary>
    /// Runs the entry point that an actor's new code has for the upgrade to it (<see cref="Node.UserCode.Upgrade"/>). Code that has none ends
    /// with 5 (invalid receiver), which undoes the upgrade.
    /// </summary>
    /// <param name="kernel">The frame's kernel.</param>
    /// <param name="parameters">The handle of the parameters in the frame's registry, 0 for none.</param>
    /// <param name="upgrade">The handle of a block of CBOR: an array of the old code's CID.</param>
    /// <returns>How it ended. Fatal errors are thrown as <see cref="FatalException"/>.</returns>
    ActorExit Upgrade(IActorKernel kernel, uint parameters, uint upgrade) =>
        new(ActorExitKind.Exited, ExitCode.SysInvalidReceiver, 0, "actor has no function upgrade", null);
}

/// <summary>Where actor code comes from.</summary>
public interface IActorCodeSource
{
    /// <summary>The code behind a code CID.</summary>
    /// <param name="code">The actor's code CID.</param>
    /// <param name="blocks">The machine's blockstore, where wasm may lie.</param>
    /// <returns>The code, or null if there is none, which is fatal to the message.</returns>
    IActorCode? Find(Cid code, IBlockstore blocks);
}
