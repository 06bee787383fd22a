using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>Inverses by <see cref="BinaryInverse"/>, for verification and recovery: time depends on the value, so secrets must not come here.</summary>
internal static class PublicInverse
{
    private const int Limbs = 9;

    private static readonly ulong[] Field = LimbWidth.Of(
        Convert.FromHexString("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"), Limbs, BinaryInverse.Width);

    private static readonly ulong[] Order = LimbWidth.Of(
        Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), Limbs, BinaryInverse.Width);

    private static readonly uint FieldInverse = NegativeInverse(Field[0]), OrderInverse = NegativeInverse(Order[0]);

    /// <summary>1/x modulo p; zero for zero.</summary>
    internal static FieldElement Of(in FieldElement value)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        value.WriteWords(words);
        Invert(words, Field, FieldInverse);
        return new FieldElement(words[0], words[1], words[2], words[3]);
    }

    /// <summary>1/x modulo n; zero for zero.</summary>
    internal static Scalar Of(in Scalar value)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        value.WriteWords(words);
        Invert(words, Order, OrderInverse);
        return new Scalar(words[0], words[1], words[2], words[3]);
    }

    private static void Invert(Span<ulong> words, ReadOnlySpan<ulong> modulus, uint negativeInverse)
    {
        Span<ulong> narrow = stackalloc ulong[Limbs];
        LimbWidth.Change(words, 64, narrow, BinaryInverse.Width);
        BinaryInverse.Invert(narrow, modulus, negativeInverse);
        LimbWidth.Change(narrow, BinaryInverse.Width, words, 64);
    }

    /// <summary>Newton: each step doubles the bits of the inverse; an odd number is its own inverse modulo 8.</summary>
    private static uint NegativeInverse(ulong odd)
    {
        uint inverse = (uint)odd;
        for (int bits = 3; bits < BinaryInverse.Width; bits *= 2)
            inverse *= 2 - ((uint)odd * inverse);
        return (0 - inverse) & BinaryInverse.Mask;
    }
}
