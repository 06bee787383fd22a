using Fvm.Crypto.Curves;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>One factor of a product of pairings.</summary>
internal readonly record struct PairingTerm(AffinePoint<Fp> Left, AffinePoint<Fp2> Right);

/// <summary>The optimal ate pairing of BN254 (Vercauteren, "Optimal pairings", 2010), up to a power that changes no equation.</summary>
internal static class Pairing
{
    /// <summary>The product of the pairings of all terms, one final exponentiation for all. Points must lie in their subgroups.</summary>
    public static Fp12 Product(ReadOnlySpan<PairingTerm> terms) => FinalExponentiation.Apply(MillerLoop.Run(terms));

    /// <summary>Whether the product of the pairings of all terms is one; it is for no terms.</summary>
    public static bool IsProductOne(ReadOnlySpan<PairingTerm> terms) => Product(terms) == Fp12.One;
}
