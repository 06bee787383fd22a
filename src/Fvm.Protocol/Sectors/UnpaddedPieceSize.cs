using System.Numerics;

namespace Fvm.Protocol.Sectors;

/// <summary>The bytes of a piece without padding: 127 times a power of two. Source: fvm_shared <c>piece/mod.rs</c>.</summary>
/// <param name="Value">The number; any value can be held, <see cref="IsValid"/> judges it.</param>
public readonly record struct UnpaddedPieceSize(ulong Value)
{
    /// <summary>The smallest valid size.</summary>
    public const ulong Min = 127;

    /// <summary>Whether this is 127 times a power of two.</summary>
    public bool IsValid => Value >= Min && Value >> BitOperations.TrailingZeroCount(Value) == Min;

    /// <summary>The size with padding: 128/127 of it.</summary>
    public PaddedPieceSize Padded() => new(unchecked(Value + (Value / 127)));
}
