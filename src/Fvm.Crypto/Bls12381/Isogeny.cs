using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>RFC 9380 appendix E.3: the isogeny of degree 3 from E'' of <see cref="SimplifiedSwu"/> to the twist of <see cref="G2"/>.</summary>
internal static class Isogeny
{
    // Coefficients k_(i,j) of the appendix, the constant term first. Both denominators are monic.
    private static readonly Fp2[] XNumerator =
    [
        Fp2.FromHex(
            "05c759507e8e333ebb5b7a9a47d7ed8532c52d39fd3a042a88b58423c50ae15d5c2638e343d9c71c6238aaaaaaaa97d6",
            "05c759507e8e333ebb5b7a9a47d7ed8532c52d39fd3a042a88b58423c50ae15d5c2638e343d9c71c6238aaaaaaaa97d6"),
        Fp2.FromHex(
            "0",
            "11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71a"),
        Fp2.FromHex(
            "11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71e",
            "08ab05f8bdd54cde190937e76bc3e447cc27c3d6fbd7063fcd104635a790520c0a395554e5c6aaaa9354ffffffffe38d"),
        Fp2.FromHex(
            "171d6541fa38ccfaed6dea691f5fb614cb14b4e7f4e810aa22d6108f142b85757098e38d0f671c7188e2aaaaaaaa5ed1",
            "0"),
    ];

    private static readonly Fp2[] XDenominator =
    [
        Fp2.FromHex(
            "0",
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaa63"),
        Fp2.FromHex(
            "c",
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaa9f"),
        Fp2.One,
    ];

    private static readonly Fp2[] YNumerator =
    [
        Fp2.FromHex(
            "1530477c7ab4113b59a4c18b076d11930f7da5d4a07f649bf54439d87d27e500fc8c25ebf8c92f6812cfc71c71c6d706",
            "1530477c7ab4113b59a4c18b076d11930f7da5d4a07f649bf54439d87d27e500fc8c25ebf8c92f6812cfc71c71c6d706"),
        Fp2.FromHex(
            "0",
            "05c759507e8e333ebb5b7a9a47d7ed8532c52d39fd3a042a88b58423c50ae15d5c2638e343d9c71c6238aaaaaaaa97be"),
        Fp2.FromHex(
            "11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71c",
            "08ab05f8bdd54cde190937e76bc3e447cc27c3d6fbd7063fcd104635a790520c0a395554e5c6aaaa9354ffffffffe38f"),
        Fp2.FromHex(
            "124c9ad43b6cf79bfbf7043de3811ad0761b0f37a1e26286b0e977c69aa274524e79097a56dc4bd9e1b371c71c718b10",
            "0"),
    ];

    private static readonly Fp2[] YDenominator =
    [
        Fp2.FromHex(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffa8fb",
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffa8fb"),
        Fp2.FromHex(
            "0",
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffa9d3"),
        Fp2.FromHex(
            "12",
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaa99"),
        Fp2.One,
    ];

    /// <summary>
    /// The image of a finite point; infinity where a denominator vanishes (section 6.6.3), without a division: with Z = xd * yd,
    /// X = xn/xd * Z^2 and Y = y * yn/yd * Z^3.
    /// </summary>
    public static JacobianPoint<Fp2> Map(in AffinePoint<Fp2> point)
    {
        Fp2 xn = Evaluate(XNumerator, point.X);
        Fp2 xd = Evaluate(XDenominator, point.X);
        Fp2 yn = Evaluate(YNumerator, point.X);
        Fp2 yd = Evaluate(YDenominator, point.X);
        Fp2 z = xd * yd;
        Fp2 zyd = z * yd;
        return new JacobianPoint<Fp2>(xn * zyd, point.Y * yn * zyd * xd.Square(), z);
    }

    /// <summary>A polynomial's value, by Horner's rule.</summary>
    private static Fp2 Evaluate(ReadOnlySpan<Fp2> coefficients, in Fp2 x)
    {
        Fp2 sum = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
            sum = (sum * x) + coefficients[i];
        return sum;
    }
}
