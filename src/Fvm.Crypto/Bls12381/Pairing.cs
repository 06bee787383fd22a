using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>One factor of a product of pairings.</summary>
internal readonly record struct PairingTerm(AffinePoint<Fp> Left, AffinePoint<Fp2> Right);

/// <summary>The optimal ate pairing G1 x G2 -> F(p^12), raised to the power 3 that a fast final exponentiation brings along.</summary>
internal static class Pairing
{
    /// <summary>
    /// The product of the pairings of all terms, one final exponentiation for all. It is the cube of the product of reduced pairings as
    /// draft-irtf-cfrg-pairing-friendly-curves-11 defines them; 3 does not divide r, so equalities are the same. Points must lie in their subgroups.
    /// </summary>
    public static Fp12 Product(ReadOnlySpan<PairingTerm> terms) => FinalExponentiation.Apply(MillerLoop.Run(terms));

    /// <summary>Whether the product of the pairings of all terms is one; it is for no terms.</summary>
    public static bool IsProductOne(ReadOnlySpan<PairingTerm> terms) => Product(terms) == Fp12.One;
}
