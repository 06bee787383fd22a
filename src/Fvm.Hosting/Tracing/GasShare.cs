using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.Tracing;

/// <summary>The gas of an actor's own work, in all calls of it.</summary>
/// <param name="Actor">The actor; null for what no actor did: inclusion, and calls that found nobody.</param>
/// <param name="Code">Its code.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Self">The gas, without that of the actors it called.</param>
public sealed record ActorGas(ActorId? Actor, Cid? Code, int Calls, GasAmount Self);

/// <summary>The gas of an actor's method.</summary>
/// <param name="Code">The code.</param>
/// <param name="Method">The method number.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Self">The gas, without that of the actors it called.</param>
/// <param name="Total">The gas with that of the actors it called; a method that calls itself counts the inner call twice.</param>
public sealed record MethodGas(Cid Code, ulong Method, int Calls, GasAmount Self, GasAmount Total);

/// <summary>The execution gas of a wasm function.</summary>
/// <param name="Code">The module.</param>
/// <param name="Function">The function's name; <see cref="GasReport.ChargedTwice"/> for what was charged without being executed.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Self">The gas of its own instructions.</param>
public sealed record FunctionGas(Cid Code, string Function, ulong Calls, GasAmount Self);
