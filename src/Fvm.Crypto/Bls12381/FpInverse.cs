using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>Inverses in the base field by <see cref="BinaryInverse"/>; time depends on the value.</summary>
internal static class FpInverse
{
    // -1/p modulo 2^56, of which 30 bits are needed.
    private const uint NegativeInverse = unchecked((uint)0xf3_fffc_fffc_fffd) & BinaryInverse.Mask;

    private static readonly ulong[] Modulus = Narrow(new Fp(Fp.P0, Fp.P1, Fp.P2, Fp.P3, Fp.P4, Fp.P5, Fp.P6));

    /// <summary>The inverse; zero for zero.</summary>
    internal static Fp Invert(in Fp value)
    {
        // The limbs of a number 2^392 x give 1/(2^392 x); two factors 2^392 are to be made good for.
        Span<ulong> narrow = stackalloc ulong[BinaryInverse.MaxLimbs], limbs = stackalloc ulong[Fp.LimbCount];
        Narrow(value.Canonical(), narrow);
        BinaryInverse.Invert(narrow, Modulus, NegativeInverse);
        LimbWidth.Change(narrow, BinaryInverse.Width, limbs, Fp.Width);
        return FpEncoding.ToMontgomery(FpEncoding.ToMontgomery(new Fp(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4], limbs[5], limbs[6])));
    }

    private static ulong[] Narrow(in Fp value)
    {
        ulong[] narrow = new ulong[BinaryInverse.MaxLimbs];
        Narrow(value, narrow);
        return narrow;
    }

    private static void Narrow(in Fp value, Span<ulong> narrow) => LimbWidth.Change(
        [value.L0, value.L1, value.L2, value.L3, value.L4, value.L5, value.L6], Fp.Width, narrow, BinaryInverse.Width);
}
