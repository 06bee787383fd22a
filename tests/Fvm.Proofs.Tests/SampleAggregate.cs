using System.Buffers.Binary;
using System.Numerics;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Tests;

/// <summary>Aggregates that are well-formed and prove nothing: every element is a generator, or the pairing of them.</summary>
internal static class SampleAggregate
{
    public const int CountOffset = (5 * Gt.CompressedLength) + G1Point.CompressedLength;

    public static byte[] Bytes(uint count)
    {
        byte[] target = new byte[Gt.CompressedLength];
        Assert.True(Gt.Pair([G1Point.Generator], [G2Point.Generator]).TryWriteCompressed(target));
        byte[] g1 = new byte[G1Point.CompressedLength];
        G1Point.Generator.WriteCompressed(g1);
        byte[] g2 = new byte[G2Point.CompressedLength];
        G2Point.Generator.WriteCompressed(g2);
        byte[] number = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, count);

        List<byte> bytes = [];
        void Add(int times, byte[] element)
        {
            for (int i = 0; i < times; i++) bytes.AddRange(element);
        }

        int rounds = count < 2 ? 0 : BitOperations.Log2(count - 1) + 1;
        Add(5, target);
        Add(1, g1);
        Add(1, number);
        Add(10 * rounds, target);
        Add(2 * rounds, g1);
        Add(1, g1);
        Add(1, g2);
        Add(1, g1);
        Add(2, g2);
        Add(2, g1);
        Add(2, g2);
        Add(2, g1);
        return [.. bytes];
    }
}
