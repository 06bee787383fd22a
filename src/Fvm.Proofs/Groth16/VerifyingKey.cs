using System.Buffers.Binary;
using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Groth16;

/// <summary>
/// A Groth16 verifying key (eprint 2016/260, section 3.2), as the reference writes it to a file (bellperson <c>groth16/verifying_key.rs</c>): alpha in G1,
/// beta in G1 and in G2, gamma in G2, delta in G1 and in G2, a count (32 bits, big-endian) and as many points of G1, one more than there are public inputs. All
/// uncompressed; what follows is not looked at. Immutable.
/// </summary>
internal sealed class VerifyingKey
{
    private const int FixedPoints = (3 * G1Point.EncodedLength) + (3 * G2Point.EncodedLength);
    private const int HeadLength = FixedPoints + sizeof(uint);
    private const int CompressedFlag = 0x80;

    private readonly G1Point[] inputs;

    private VerifyingKey(G1Point alpha, G2Point beta, G2Point gamma, G2Point delta, G1Point[] inputs, byte[] digest)
    {
        Alpha = alpha;
        Beta = beta;
        Gamma = gamma;
        Delta = delta;
        this.inputs = inputs;
        Digest = digest;
    }

    /// <summary>How many public inputs a proof has.</summary>
    public int InputCount => inputs.Length - 1;

    /// <summary>SHA-256 of the key's bytes.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    public G1Point Alpha { get; }

    public G2Point Beta { get; }

    public G2Point Gamma { get; }

    public G2Point Delta { get; }

    /// <summary>The constant point, then one for each public input.</summary>
    public ReadOnlySpan<G1Point> Inputs => inputs;

    /// <summary>Reads a key.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="isTrusted">
    /// Whether the bytes are known by a digest: then the inputs' points, of which there may be 25,000, are not checked to lie in the subgroup.
    /// </param>
    /// <param name="key">The key.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool isTrusted, out VerifyingKey? key, out ProofFault fault)
    {
        key = null;
        fault = ProofFault.Truncated;
        if (bytes.Length < HeadLength) return false;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes[FixedPoints..]);
        long length = HeadLength + ((long)count * G1Point.EncodedLength);
        if (count == 0 || bytes.Length < length) return false;

        ReadOnlySpan<byte> rest = bytes;
        fault = ProofFault.NotOnCurve;
        if (!TryReadG1(ref rest, isTrusted: false, out G1Point alpha)
            || !TryReadG1(ref rest, isTrusted: false, out _)
            || !TryReadG2(ref rest, out G2Point beta)
            || !TryReadG2(ref rest, out G2Point gamma)
            || !TryReadG1(ref rest, isTrusted: false, out _)
            || !TryReadG2(ref rest, out G2Point delta))
            return false;

        rest = rest[sizeof(uint)..];
        var inputs = new G1Point[count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!TryReadG1(ref rest, isTrusted, out inputs[i])) return false;
            if (!inputs[i].IsInfinity) continue;
            fault = ProofFault.Infinity;
            return false;
        }

        fault = ProofFault.None;
        key = new VerifyingKey(alpha, beta, gamma, delta, inputs, SHA256.HashData(bytes[..(int)length]));
        return true;
    }

    /// <summary>Reads a point. Where the compression flag stands, only the first half of the slot is read, as blst does.</summary>
    private static bool TryReadG1(ref ReadOnlySpan<byte> bytes, bool isTrusted, out G1Point point)
    {
        ReadOnlySpan<byte> slot = bytes[..G1Point.EncodedLength];
        bytes = bytes[G1Point.EncodedLength..];
        return (slot[0] & CompressedFlag) != 0
            ? G1Point.TryReadCompressed(slot[..G1Point.CompressedLength], out point, !isTrusted)
            : G1Point.TryRead(slot, out point, !isTrusted);
    }

    private static bool TryReadG2(ref ReadOnlySpan<byte> bytes, out G2Point point)
    {
        ReadOnlySpan<byte> slot = bytes[..G2Point.EncodedLength];
        bytes = bytes[G2Point.EncodedLength..];
        return (slot[0] & CompressedFlag) != 0
            ? G2Point.TryReadCompressed(slot[..G2Point.CompressedLength], out point)
            : G2Point.TryRead(slot, out point);
    }
}
