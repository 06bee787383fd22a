using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Groth16;

/// <summary>A Groth16 proof: three points, none at infinity.</summary>
internal readonly record struct Groth16Proof(G1Point A, G2Point B, G1Point C)
{
    /// <summary>Bytes of a proof: A, B, C, compressed.</summary>
    public const int Length = (2 * G1Point.CompressedLength) + G2Point.CompressedLength;

    /// <summary>
    /// Reads the proofs of some partitions, one after another (bellperson <c>groth16/proof.rs</c>, <c>read_many</c>): the length must be exact, every point
    /// canonical, on its curve, in the subgroup, and not at infinity.
    /// </summary>
    public static bool TryReadAll(ReadOnlySpan<byte> bytes, int count, out Groth16Proof[] proofs, out ProofFault fault)
    {
        proofs = [];
        fault = ProofFault.WrongLength;
        if (bytes.Length != (long)count * Length) return false;

        proofs = new Groth16Proof[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(bytes.Slice(i * Length, Length), out proofs[i], out fault)) return false;
        }

        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out Groth16Proof proof, out ProofFault fault)
    {
        proof = default;
        fault = ProofFault.NotOnCurve;
        int end = G1Point.CompressedLength + G2Point.CompressedLength;
        if (!G1Point.TryReadCompressed(bytes[..G1Point.CompressedLength], out G1Point a)
            || !G2Point.TryReadCompressed(bytes[G1Point.CompressedLength..end], out G2Point b)
            || !G1Point.TryReadCompressed(bytes[end..], out G1Point c))
            return false;

        proof = new Groth16Proof(a, b, c);
        fault = a.IsInfinity || b.IsInfinity || c.IsInfinity ? ProofFault.Infinity : ProofFault.None;
        return fault == ProofFault.None;
    }
}
