using static Fvm.Crypto.Secp256k1Curve.WordArithmetic;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// A scalar k as two numbers of at most 128 bits with k = ±First ± Second * lambda (mod n). As lambda * (x, y) =
/// (beta * x, y), a multiplication by k becomes two by half as many bits that share their doublings (Gallant, Lambert,
/// Vanstone, "Faster point multiplication on elliptic curves with efficient endomorphisms", 2001; the lattice basis is
/// that of Hankerson, Menezes, Vanstone, "Guide to elliptic curve cryptography", example 3.77 computed for this curve).
/// </summary>
internal readonly struct ScalarHalves
{
    /// <summary>A cube root of 1 modulo n.</summary>
    internal static readonly Scalar Lambda = new(0xdf02967c1b23bd72, 0x122e22ea20816678, 0xa5261c028812645a, 0x5363ad4cc05c30e0);

    /// <summary>The cube root of 1 modulo p that belongs to <see cref="Lambda"/>.</summary>
    internal static readonly FieldElement Beta = new(0xc1396c28719501ee, 0x9cf0497512f58995, 0x6e64479eac3434e9, 0x7ae96a2b657c0710);

    // The basis (a1, b1), (a2, b2) of the lattice {(x, y) : x + y * lambda = 0 mod n}: -b1 and -b2 modulo n ...
    private static readonly Scalar MinusB1 = new(0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0, 0);
    private static readonly Scalar MinusB2 = new(0xd765cda83db1562c, 0x8a280ac50774346d, 0xfffffffffffffffe, 0xffffffffffffffff);

    // ... and b2 / n and -b1 / n, times 2^384, rounded.
    private static readonly Scalar Quotient1 = new(0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd);
    private static readonly Scalar Quotient2 = new(0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828);

    internal ScalarHalves(in Scalar k)
    {
        Scalar second = (ScaledDown(k, Quotient1) * MinusB1) + (ScaledDown(k, Quotient2) * MinusB2);
        Scalar first = k - (second * Lambda);
        FirstIsNegative = first.IsHigh;
        SecondIsNegative = second.IsHigh;
        First = FirstIsNegative ? -first : first;
        Second = SecondIsNegative ? -second : second;
    }

    /// <summary>At most 128 bits.</summary>
    internal Scalar First { get; }

    /// <summary>At most 128 bits.</summary>
    internal Scalar Second { get; }

    internal bool FirstIsNegative { get; }

    internal bool SecondIsNegative { get; }

    /// <summary>k * quotient / 2^384, rounded to the nearest.</summary>
    private static Scalar ScaledDown(in Scalar k, in Scalar quotient)
    {
        Span<ulong> a = stackalloc ulong[Scalar.WordCount], b = stackalloc ulong[Scalar.WordCount];
        k.WriteWords(a);
        quotient.WriteWords(b);
        Multiply(a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3], out _, out _, out _, out _, out _, out ulong t5, out ulong t6, out ulong t7);
        ulong carry = t5 >> 63;
        t6 = Add(t6, 0, ref carry);
        return new Scalar(t6, t7 + carry, 0, 0);
    }
}
