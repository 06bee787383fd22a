using System.Collections.Immutable;

namespace Fvm.Wasm.Model;

/// <summary>A run of locals of one type, as the code entry declares them; a count of 0 is allowed and is a group all the same.</summary>
/// <param name="Count">How many locals.</param>
/// <param name="Type">Their type.</param>
public readonly record struct LocalGroup(uint Count, ValueType Type);

/// <summary>The code of a defined function.</summary>
/// <param name="LocalGroups">The declared locals in groups, parameters not among them. The stack limiter counts the groups.</param>
/// <param name="LocalCount">The sum of the groups: declared locals without parameters.</param>
/// <param name="Code">The instructions up to and with the closing <c>end</c>: a slice of the module's bytes.</param>
/// <param name="Offset">Where <paramref name="Code"/> begins in the module.</param>
public readonly record struct FunctionBody(
    ImmutableArray<LocalGroup> LocalGroups, int LocalCount, ReadOnlyMemory<byte> Code, int Offset);
