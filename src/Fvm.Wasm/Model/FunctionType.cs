using System.Collections.Immutable;

namespace Fvm.Wasm.Model;

/// <summary>A function type; equality is structural, which is what <c>call_indirect</c> compares (WebAssembly 2.0, 2.3.6).</summary>
/// <param name="parameters">Parameter types, first to last.</param>
/// <param name="results">Result types, first to last.</param>
public sealed class FunctionType(ImmutableArray<ValueType> parameters, ImmutableArray<ValueType> results)
    : IEquatable<FunctionType>
{
    /// <summary>Parameter types, first to last.</summary>
    public ImmutableArray<ValueType> Parameters { get; } = parameters;

    /// <summary>Result types, first to last; at most one in the profile Filecoin.</summary>
    public ImmutableArray<ValueType> Results { get; } = results;

    /// <inheritdoc/>
    public bool Equals(FunctionType? other) =>
        other is not null
        && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan())
        && Results.AsSpan().SequenceEqual(other.Results.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Not HashCode: that one is seeded per process, and nothing here may differ between two runs.
        uint hash = 2166136261;
        foreach (var type in Parameters) hash = (hash ^ (byte)type) * 16777619;
        hash *= 31;
        foreach (var type in Results) hash = (hash ^ (byte)type) * 16777619;
        return (int)hash;
    }

    /// <summary>The type in the suite's notation, for instance <c>[I32 I64] -> [I32]</c>.</summary>
    public override string ToString() => $"[{string.Join(' ', Parameters)}] -> [{string.Join(' ', Results)}]";
}
