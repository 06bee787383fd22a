namespace Fvm.Crypto.Fields;

/// <summary>Inverses of residues by <see cref="BinaryInverse"/>; time depends on the value.</summary>
internal static class ResidueInverse
{
    private const int Limbs = 9;

    /// <summary>The inverse; zero for zero.</summary>
    internal static Residue<T> Invert<T>(in Residue<T> value)
        where T : unmanaged, IModulus<T>
    {
        // The limbs of a number 2^260 x give 1/(2^260 x); two factors 2^260 are to be made good for.
        Residue<T> bare = value.Canonical();
        Span<ulong> limbs = [bare.L0, bare.L1, bare.L2, bare.L3, bare.L4];
        Span<ulong> narrow = stackalloc ulong[Limbs];
        LimbWidth.Change(limbs, Residue<T>.Width, narrow, BinaryInverse.Width);
        BinaryInverse.Invert(narrow, Modulus<T>.Limbs, (uint)T.NegativeInverse & BinaryInverse.Mask);
        LimbWidth.Change(narrow, BinaryInverse.Width, limbs, Residue<T>.Width);
        return new Residue<T>(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]) * T.RSquared * T.RSquared;
    }

    private static class Modulus<T>
        where T : unmanaged, IModulus<T>
    {
        internal static readonly ulong[] Limbs = LimbWidth.Of(T.Prime, ResidueInverse.Limbs, BinaryInverse.Width);
    }
}
