using Fvm.Crypto.Bls12381.Wide;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>One factor of a product of pairings.</summary>
internal readonly record struct PairingTerm(AffinePoint<Fp> Left, AffinePoint<Fp2> Right)
{
    public bool IsFinite => !Left.IsInfinity && !Right.IsInfinity;
}

/// <summary>One factor whose right side is prepared; no lines stand for infinity.</summary>
internal readonly record struct PreparedTerm(AffinePoint<Fp> Left, LineCoefficients[] Lines)
{
    public bool IsFinite => !Left.IsInfinity && Lines.Length != 0;
}

/// <summary>The optimal ate pairing G1 x G2 -> F(p^12), raised to the power 3 that a fast final exponentiation brings along.</summary>
internal static class Pairing
{
    /// <summary>
    /// The product of the pairings of all terms, one final exponentiation for all. It is the cube of the product of reduced pairings as
    /// draft-irtf-cfrg-pairing-friendly-curves-11 defines them; 3 does not divide r, so equalities are the same. Points must lie in their subgroups;
    /// a term with infinity on either side contributes one.
    /// </summary>
    public static Fp12 Product(ReadOnlySpan<PairingTerm> terms, ReadOnlySpan<PreparedTerm> prepared = default)
    {
        ReadOnlySpan<PairingTerm> finite = Finite(terms);
        ReadOnlySpan<PreparedTerm> finitePrepared = Finite(prepared);
        if (finite.IsEmpty && finitePrepared.IsEmpty)
            return Fp12.One;
        return Fp2x4.IsSupported
            ? WideFinalExponentiation.Apply(WideMillerLoop.Run(finite, finitePrepared))
            : FinalExponentiation.Apply(MillerLoop.Run(finite, finitePrepared));
    }

    /// <summary>Whether the product of the pairings of all terms is one; it is for no terms.</summary>
    public static bool IsProductOne(ReadOnlySpan<PairingTerm> terms, ReadOnlySpan<PreparedTerm> prepared = default) =>
        Product(terms, prepared) == Fp12.One;

    private static ReadOnlySpan<PairingTerm> Finite(ReadOnlySpan<PairingTerm> terms)
    {
        foreach (ref readonly PairingTerm term in terms)
        {
            if (!term.IsFinite)
                return terms.ToArray().Where(t => t.IsFinite).ToArray();
        }

        return terms;
    }

    private static ReadOnlySpan<PreparedTerm> Finite(ReadOnlySpan<PreparedTerm> terms)
    {
        foreach (ref readonly PreparedTerm term in terms)
        {
            if (!term.IsFinite)
                return terms.ToArray().Where(t => t.IsFinite).ToArray();
        }

        return terms;
    }
}
