namespace Fvm.Crypto.Bls12381;

/// <summary>The byte forms of elements of the target group as the reference's proofs use them (blstrs, <c>gt.rs</c>): little-endian coefficients.</summary>
internal static class GtEncoding
{
    /// <summary>
    /// Torus form (Rubin and Silverberg, CRYPTO 2003): for unitary c0 + c1 w, b = (c0 + 1)/c1 determines the element as (b + w)/(b - w).
    /// Refuses what is not in the group of order r.
    /// </summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> bytes, out Fp12 value)
    {
        value = default;
        if (bytes.Length != Gt.CompressedLength || !TryRead(bytes, out Fp6 b))
            return false;
        value = new Fp12(b, Fp6.One) * new Fp12(b, -Fp6.One).Invert();
        return IsInGroup(value);
    }

    public static bool TryWriteCompressed(in Fp12 value, Span<byte> bytes)
    {
        if (value.C1 == default)
            return false;
        Write((value.C0 + Fp6.One) * value.C1.Invert(), bytes);
        return true;
    }

    public static void Write(in Fp12 value, Span<byte> bytes576)
    {
        Write(value.C0, bytes576);
        Write(value.C1, bytes576[Gt.CompressedLength..]);
    }

    /// <summary>
    /// Whether an element has order r: in the cyclotomic subgroup (f^(p^4) f = f^(p^2)) and f^p = f^x, as p = x modulo r (Scott, eprint 2021/1130,
    /// section 5: the converse holds for this curve).
    /// </summary>
    public static bool IsInGroup(in Fp12 value)
    {
        Fp12 square = value.Frobenius().Frobenius();
        return value != default
            && square.Frobenius().Frobenius() * value == square
            && FinalExponentiation.PowerOfX(value) == value.Frobenius();
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out Fp6 value)
    {
        value = default;
        Span<Fp> coefficients = stackalloc Fp[6];
        Span<byte> reversed = stackalloc byte[Fp.EncodedLength];
        for (int i = 0; i < coefficients.Length; i++)
        {
            bytes.Slice(i * Fp.EncodedLength, Fp.EncodedLength).CopyTo(reversed);
            reversed.Reverse();
            if (!Fp.TryRead(reversed, out coefficients[i]))
                return false;
        }

        value = new Fp6(
            new Fp2(coefficients[0], coefficients[1]),
            new Fp2(coefficients[2], coefficients[3]),
            new Fp2(coefficients[4], coefficients[5]));
        return true;
    }

    private static void Write(in Fp6 value, Span<byte> bytes)
    {
        ReadOnlySpan<Fp> coefficients = [value.C0.C0, value.C0.C1, value.C1.C0, value.C1.C1, value.C2.C0, value.C2.C1];
        for (int i = 0; i < coefficients.Length; i++)
        {
            Span<byte> slot = bytes.Slice(i * Fp.EncodedLength, Fp.EncodedLength);
            coefficients[i].Write(slot);
            slot.Reverse();
        }
    }
}
