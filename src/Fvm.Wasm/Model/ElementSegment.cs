using System.Collections.Immutable;

namespace Fvm.Wasm.Model;

/// <summary>An element segment: references for a table. Its items are either function indices or expressions.</summary>
public sealed record ElementSegment
{
    /// <summary>When it is applied.</summary>
    public required SegmentMode Mode { get; init; }

    /// <summary>The table, of an active segment.</summary>
    public int TableIndex { get; init; }

    /// <summary>Where it goes in the table, of an active segment: i32, unsigned.</summary>
    public ConstantExpression Offset { get; init; }

    /// <summary>The type of its items.</summary>
    public required ValueType ElementType { get; init; }

    /// <summary>Whether the items are <see cref="Expressions"/> and not <see cref="FunctionIndices"/>.</summary>
    public required bool UsesExpressions { get; init; }

    /// <summary>The items as function indices; empty where <see cref="UsesExpressions"/>.</summary>
    public ImmutableArray<int> FunctionIndices { get; init; } = [];

    /// <summary>The items as expressions (<c>ref.func</c>, <c>ref.null</c>, <c>global.get</c>); empty unless <see cref="UsesExpressions"/>.</summary>
    public ImmutableArray<ConstantExpression> Expressions { get; init; } = [];

    /// <summary>The number of items.</summary>
    public int Count => UsesExpressions ? Expressions.Length : FunctionIndices.Length;
}
