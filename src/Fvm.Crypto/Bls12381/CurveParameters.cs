namespace Fvm.Crypto.Bls12381;

/// <summary>The numbers that the family of curves is built from (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1).</summary>
internal static class CurveParameters
{
    /// <summary>|x|; the curve's parameter x is its negative.</summary>
    public const ulong AbsoluteX = 0xd201_0000_0001_0000;

    /// <summary>r, the order of G1, G2 and the target group: 32 bytes, big-endian.</summary>
    public static ReadOnlySpan<byte> Order =>
    [
        0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05,
        0x53, 0xbd, 0xa4, 0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
    ];

    /// <summary>The number of the highest bit of the parameter's absolute value.</summary>
    public const int TopBitOfX = 63;
}
