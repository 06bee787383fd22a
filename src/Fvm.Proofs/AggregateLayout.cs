using System.Buffers.Binary;
using System.Numerics;

namespace Fvm.Proofs;

/// <summary>
/// Where the parts of a SnarkPack proof lie (bellperson <c>groth16/aggregate/proof.rs</c>): a head, the number of proofs, four lists of one
/// element a round, and an end. A round halves the number of proofs.
/// </summary>
internal static class AggregateLayout
{
    private const int G1 = 48;
    private const int G2 = 96;

    /// <summary>A compressed element of the pairing's target group.</summary>
    private const int Gt = 288;

    /// <summary>com_ab, com_c: two Gt each; ip_ab: Gt; agg_c: G1.</summary>
    private const int HeadLength = (5 * Gt) + G1;

    /// <summary>comms_ab, comms_c: four Gt each; z_ab: two Gt; z_c: two G1.</summary>
    private const int RoundLength = (10 * Gt) + (2 * G1);

    /// <summary>final a, b, c; two vkeys and v openings in G2; two wkeys and w openings in G1.</summary>
    private const int EndLength = G1 + G2 + G1 + (4 * G2) + (4 * G1);

    /// <summary>Whether a proof is long enough for what it says of itself. Bytes behind it are ignored, as in the reference.</summary>
    public static bool Fits(ReadOnlySpan<byte> proof)
    {
        if (proof.Length < HeadLength + sizeof(uint)) return false;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(proof[HeadLength..]);
        if (count < 2 || !BitOperations.IsPow2(count)) return false;
        int rounds = BitOperations.Log2(count);
        return proof.Length >= HeadLength + sizeof(uint) + (rounds * RoundLength) + EndLength;
    }
}
