using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>RFC 9380, suite BLS12381G2_XMD:SHA-256_SSWU_RO_ (section 8.8.2): a message becomes a point of G2.</summary>
internal static class HashToG2
{
    private const int ElementLength = 64;

    /// <summary>Section 3, <c>hash_to_curve</c>; the tag is at most 255 bytes.</summary>
    public static AffinePoint<Fp2> Hash(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        (Fp2 u0, Fp2 u1) = HashToField(message, tag);
        (AffinePoint<Fp2> q0, AffinePoint<Fp2> q1) = SimplifiedSwu.Map(u0, u1);
        return G2.ClearCofactor(Isogeny.Map(q0) + Isogeny.Map(q1)).ToAffine();
    }

    /// <summary>Sections 6 and 7 for one element: <c>map_to_curve</c>, then <c>clear_cofactor</c>.</summary>
    public static AffinePoint<Fp2> Map(in Fp2 u) => G2.ClearCofactor(Isogeny.Map(SimplifiedSwu.Map(u))).ToAffine();

    /// <summary>Section 5.2, <c>hash_to_field</c> with count = 2, m = 2 and L = 64.</summary>
    public static (Fp2 U0, Fp2 U1) HashToField(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        Span<byte> uniform = stackalloc byte[4 * ElementLength];
        ExpandMessage.Xmd(message, tag, uniform);
        return (
            new Fp2(Fp.FromWide(uniform), Fp.FromWide(uniform[ElementLength..])),
            new Fp2(Fp.FromWide(uniform[(2 * ElementLength)..]), Fp.FromWide(uniform[(3 * ElementLength)..])));
    }
}
