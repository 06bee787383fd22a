using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Node.Queries;

/// <summary>A tipset that shall be run and not stay.</summary>
/// <param name="Messages">Its messages; each gets its sender's nonce.</param>
/// <param name="Options">Its epoch, time and base fee, and what is different in the state before it.</param>
internal sealed record SimulationPlan(IReadOnlyList<Message> Messages, CallOptions Options);

/// <summary>A tipset that was run and did not stay.</summary>
/// <param name="Height">Its epoch.</param>
/// <param name="Timestamp">Its time, in seconds since 1970.</param>
/// <param name="BaseFee">attoFIL a gas.</param>
/// <param name="StateRoot">The state after it, which nobody has.</param>
/// <param name="Calls">What its messages came to.</param>
internal sealed record SimulatedTipset(long Height, ulong Timestamp, TokenAmount BaseFee, Cid StateRoot, IReadOnlyList<CallResult> Calls);

/// <summary>Messages that ran one after the other and did not stay.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Results">What they came to.</param>
/// <param name="StateRoot">The state after them, which nobody has.</param>
internal sealed record ComputedState(IReadOnlyList<Message> Messages, IReadOnlyList<ApplyResult> Results, Cid StateRoot);
