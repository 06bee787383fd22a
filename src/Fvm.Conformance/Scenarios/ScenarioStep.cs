using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>One message of a scenario, and what became of it.</summary>
/// <param name="What">The message in words.</param>
/// <param name="Method">Actor and method, such as <c>multisig.Propose</c>.</param>
/// <param name="Message">The message.</param>
/// <param name="Implicit">Whether it was an implicit one: no nonce, no fee.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Before">The state root before it.</param>
/// <param name="After">The state root after it.</param>
/// <param name="Result">What became of it, with its trace.</param>
public sealed record ScenarioStep(string What, string Method, Message Message, bool Implicit, long Epoch, Cid Before, Cid After, ApplyResult Result);
