using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_ (section 8.8.1): a message becomes a point of G1.</summary>
internal static class HashToG1
{
    private const int ElementLength = 64;

    /// <summary>h_eff = 1 - x of section 8.8.1: the multiple that clears the cofactor.</summary>
    private const ulong EffectiveCofactor = CurveParameters.AbsoluteX + 1;

    /// <summary>Section 3, <c>hash_to_curve</c>; the tag is at most 255 bytes.</summary>
    public static AffinePoint<Fp> Hash(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        Span<byte> uniform = stackalloc byte[2 * ElementLength];
        ExpandMessage.Xmd(message, tag, uniform);
        JacobianPoint<Fp> sum = IsogenyG1.Map(SimplifiedSwuG1.Map(Fp.FromWide(uniform)))
            + IsogenyG1.Map(SimplifiedSwuG1.Map(Fp.FromWide(uniform[ElementLength..])));
        return sum.Multiply(EffectiveCofactor).ToAffine();
    }

    /// <summary>Sections 6 and 7 for one element: <c>map_to_curve</c>, then <c>clear_cofactor</c>.</summary>
    public static AffinePoint<Fp> Map(in Fp u) => IsogenyG1.Map(SimplifiedSwuG1.Map(u)).Multiply(EffectiveCofactor).ToAffine();
}
