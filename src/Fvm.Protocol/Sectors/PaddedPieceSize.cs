using System.Numerics;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>The bytes of a piece with two bits of padding in every 256: a power of two, at least 128. Source: fvm_shared <c>piece/mod.rs</c>.</summary>
/// <param name="Value">The number; any value can be held, <see cref="IsValid"/> judges it.</param>
public readonly record struct PaddedPieceSize(ulong Value) : IChainValue<PaddedPieceSize>
{
    /// <summary>The smallest valid size.</summary>
    public const ulong Min = 128;

    /// <summary>Whether this is a power of two and at least 128.</summary>
    public bool IsValid => Value >= Min && BitOperations.IsPow2(Value);

    /// <summary>The size without padding: 127/128 of it.</summary>
    public UnpaddedPieceSize Unpadded() => new(Value - (Value / 128));

    /// <inheritdoc/>
    public void Write(CborWriter writer) => writer.WriteUInt64(Value);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static PaddedPieceSize Read(ref CborReader reader) => new(reader.ReadUInt64());
}
