using System.Buffers.Binary;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Tests;

/// <summary>
/// A verifying key whose trapdoor is known, so that proofs about anything can be made: A and B are random multiples of the generators, and C is solved for
/// (the simulator of eprint 2016/260, section 3.2).
/// </summary>
internal sealed class SimulatedKey
{
    private readonly Random random;
    private readonly Fr alpha;
    private readonly Fr beta;
    private readonly Fr gamma;
    private readonly Fr delta;
    private readonly Fr[] inputs;

    public SimulatedKey(int inputCount, int seed = 1)
    {
        random = new Random(seed);
        (alpha, beta, gamma, delta) = (Draw(), Draw(), Draw(), Draw());
        inputs = [.. Enumerable.Range(0, inputCount + 1).Select(_ => Draw())];
        Bytes = Encode();
        Assert.True(VerifyingKey.TryRead(Bytes, isTrusted: false, out VerifyingKey? key, out _));
        Key = key!;
    }

    /// <summary>The generators as a proof: well-formed, and right under no key.</summary>
    public static byte[] Generators { get; } = Encode(G1Point.Generator, G2Point.Generator, G1Point.Generator);

    public byte[] Bytes { get; }

    public VerifyingKey Key { get; }

    /// <summary>A random scalar.</summary>
    public Fr Draw()
    {
        Span<byte> bytes = stackalloc byte[Fr.EncodedLength];
        random.NextBytes(bytes);
        return Fr.ReadReduced(bytes);
    }

    /// <summary>As many random public inputs as the key has.</summary>
    public Fr[] DrawInputs() => [.. inputs.Skip(1).Select(_ => Draw())];

    /// <summary>A proof about some public inputs.</summary>
    public byte[] Prove(Fr[] statement)
    {
        (Fr a, Fr b) = (Draw(), Draw());
        Fr sum = inputs[0];
        for (int i = 0; i < statement.Length; i++) sum += inputs[i + 1] * statement[i];
        Fr c = ((a * b) - (alpha * beta) - (gamma * sum)) * delta.Invert();
        return Encode(G1Point.Generator * a, G2Point.Generator * b, G1Point.Generator * c);
    }

    public static byte[] Encode(G1Point a, G2Point b, G1Point c)
    {
        byte[] bytes = new byte[Groth16Proof.Length];
        a.WriteCompressed(bytes.AsSpan(0, G1Point.CompressedLength));
        b.WriteCompressed(bytes.AsSpan(G1Point.CompressedLength, G2Point.CompressedLength));
        c.WriteCompressed(bytes.AsSpan(G1Point.CompressedLength + G2Point.CompressedLength));
        return bytes;
    }

    private byte[] Encode()
    {
        List<byte> bytes = [];
        void AddG1(Fr factor)
        {
            byte[] point = new byte[G1Point.EncodedLength];
            (G1Point.Generator * factor).Write(point);
            bytes.AddRange(point);
        }

        void AddG2(Fr factor)
        {
            byte[] point = new byte[G2Point.EncodedLength];
            (G2Point.Generator * factor).Write(point);
            bytes.AddRange(point);
        }

        AddG1(alpha);
        AddG1(beta);
        AddG2(beta);
        AddG2(gamma);
        AddG1(delta);
        AddG2(delta);
        byte[] count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, (uint)inputs.Length);
        bytes.AddRange(count);
        foreach (Fr input in inputs) AddG1(input);
        return [.. bytes];
    }
}
