using System.Buffers.Binary;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>
/// What a verifier needs of the aggregation's reference string (bellperson <c>groth16/aggregate/srs.rs</c>): two generators, and each of them times the two
/// secrets alpha and beta. They serve aggregates of every size.
/// </summary>
internal sealed record AggregationPoints(G1Point G, G2Point H, G1Point GAlpha, G1Point GBeta, G2Point HAlpha, G2Point HBeta)
{
    /// <summary>The greatest aggregate: twice that of FIP-0013 (filecoin-proofs <c>caches.rs</c>, <c>PROOFS_TESTS_MAX_SNARKS</c>).</summary>
    public const int MaxProofs = 16384;

    /// <summary>Vectors of the file: powers of alpha and of beta in G1, then in G2.</summary>
    private static readonly int[] PointLengths = [G1Point.CompressedLength, G1Point.CompressedLength, G2Point.CompressedLength, G2Point.CompressedLength];

    /// <summary>
    /// Reads the points from a reference string: four vectors, each a count (32 bits, big-endian) and compressed points, of which the first two are read. The
    /// network's file has a million of each; a file with two of each serves as well.
    /// </summary>
    public static bool TryRead(Stream file, out AggregationPoints? points)
    {
        ArgumentNullException.ThrowIfNull(file);
        points = null;
        byte[][] pairs = new byte[PointLengths.Length][];
        byte[] count = new byte[sizeof(uint)];
        for (int i = 0; i < pairs.Length; i++)
        {
            if (file.ReadAtLeast(count, count.Length, throwOnEndOfStream: false) < count.Length) return false;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(count);
            pairs[i] = new byte[2 * PointLengths[i]];
            if (length < 2 || file.ReadAtLeast(pairs[i], pairs[i].Length, throwOnEndOfStream: false) < pairs[i].Length) return false;
            file.Seek((long)(length - 2) * PointLengths[i], SeekOrigin.Current);
        }

        return TryRead(pairs, out points);
    }

    private static bool TryRead(byte[][] pairs, out AggregationPoints? points)
    {
        points = null;
        if (!TryReadG1(pairs[0], out G1Point g, out G1Point gAlpha)
            || !TryReadG1(pairs[1], out G1Point otherG, out G1Point gBeta)
            || !TryReadG2(pairs[2], out G2Point h, out G2Point hAlpha)
            || !TryReadG2(pairs[3], out G2Point otherH, out G2Point hBeta)
            || g != otherG || h != otherH)
            return false;
        points = new AggregationPoints(g, h, gAlpha, gBeta, hAlpha, hBeta);
        return true;
    }

    private static bool TryReadG1(ReadOnlySpan<byte> pair, out G1Point first, out G1Point second)
    {
        second = default;
        return G1Point.TryReadCompressed(pair[..G1Point.CompressedLength], out first) && !first.IsInfinity
            && G1Point.TryReadCompressed(pair[G1Point.CompressedLength..], out second) && !second.IsInfinity;
    }

    private static bool TryReadG2(ReadOnlySpan<byte> pair, out G2Point first, out G2Point second)
    {
        second = default;
        return G2Point.TryReadCompressed(pair[..G2Point.CompressedLength], out first) && !first.IsInfinity
            && G2Point.TryReadCompressed(pair[G2Point.CompressedLength..], out second) && !second.IsInfinity;
    }
}
