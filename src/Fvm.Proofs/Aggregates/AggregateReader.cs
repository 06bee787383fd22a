using System.Buffers.Binary;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>Reads an aggregate element by element; keeps the first fault and reads nothing after it.</summary>
internal ref struct AggregateReader(ReadOnlyMemory<byte> bytes)
{
    private const int CoordinateLength = 48;

    private ReadOnlyMemory<byte> rest = bytes;

    /// <summary>What went wrong; none so far.</summary>
    public ProofFault Fault { get; private set; }

    /// <summary>The modulus of the base field, little-endian.</summary>
    private static ReadOnlySpan<byte> BaseModulus =>
    [
        0xab, 0xaa, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xb9, 0xff, 0xff, 0x53, 0xb1, 0xfe, 0xff, 0xab, 0x1e,
        0x24, 0xf6, 0xb0, 0xf6, 0xa0, 0xd2, 0x30, 0x67, 0xbf, 0x12, 0x85, 0xf3, 0x84, 0x4b, 0x77, 0x64,
        0xd7, 0xac, 0x4b, 0x43, 0xb6, 0xa7, 0x1b, 0x4b, 0x9a, 0xe6, 0x7f, 0x39, 0xea, 0x11, 0x01, 0x1a,
    ];

    public uint ReadCount()
    {
        ReadOnlyMemory<byte> bytes = Take(sizeof(uint));
        return Fault == ProofFault.None ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) : 0;
    }

    /// <summary>Reads an element of the target group: six coordinates one after another, then the group is checked.</summary>
    public Gt ReadTarget()
    {
        ReadOnlyMemory<byte> start = rest;
        for (int i = 0; i < Gt.CompressedLength / CoordinateLength; i++)
        {
            ReadOnlySpan<byte> coordinate = Take(CoordinateLength).Span;
            if (Fault != ProofFault.None) return Gt.One;
            if (!IsCanonical(coordinate)) return Refuse(ProofFault.TargetCoordinate);
        }

        return Gt.TryReadCompressed(start.Span[..Gt.CompressedLength], out Gt value) ? value : Refuse(ProofFault.TargetElement);
    }

    public Commitment ReadCommitment()
    {
        Gt first = ReadTarget();
        return new Commitment(first, ReadTarget());
    }

    /// <summary>Reads a point of G1; infinity is one.</summary>
    public Encoded<G1Point> ReadG1()
    {
        ReadOnlyMemory<byte> bytes = Take(G1Point.CompressedLength);
        G1Point point = default;
        if (Fault == ProofFault.None && !G1Point.TryReadCompressed(bytes.Span, out point)) Fault = ProofFault.InvalidPoint;
        return new Encoded<G1Point>(point, bytes);
    }

    /// <summary>Reads a point of G2; infinity is one.</summary>
    public Encoded<G2Point> ReadG2()
    {
        ReadOnlyMemory<byte> bytes = Take(G2Point.CompressedLength);
        G2Point point = default;
        if (Fault == ProofFault.None && !G2Point.TryReadCompressed(bytes.Span, out point)) Fault = ProofFault.InvalidPoint;
        return new Encoded<G2Point>(point, bytes);
    }

    public void Fail(ProofFault fault)
    {
        if (Fault == ProofFault.None) Fault = fault;
    }

    private static bool IsCanonical(ReadOnlySpan<byte> littleEndian)
    {
        for (int i = CoordinateLength - 1; i >= 0; i--)
        {
            if (littleEndian[i] != BaseModulus[i]) return littleEndian[i] < BaseModulus[i];
        }

        return false;
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (Fault == ProofFault.None && rest.Length < length) Fault = ProofFault.Truncated;
        if (Fault != ProofFault.None) return default;
        ReadOnlyMemory<byte> bytes = rest[..length];
        rest = rest[length..];
        return bytes;
    }

    private Gt Refuse(ProofFault fault)
    {
        Fault = fault;
        return Gt.One;
    }
}
