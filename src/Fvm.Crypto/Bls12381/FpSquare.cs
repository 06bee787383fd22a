using System.Runtime.CompilerServices;
using static Fvm.Crypto.Fields.WordProduct;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The Montgomery squaring of <see cref="Fp"/>, written out like <see cref="FpProduct"/>: 28 products where the multiplication takes 49; the
/// reduction costs the same.
/// </summary>
internal static class FpSquare
{
    private const int Width = Fp.Width;
    private const int Gap = 64 - Width;
    private const ulong Mask = (1UL << Width) - 1;
    private const ulong P0 = Fp.P0, P1 = Fp.P1, P2 = Fp.P2, P3 = Fp.P3, P4 = Fp.P4, P5 = Fp.P5, P6 = Fp.P6;

    /// <summary>-1/p modulo 2^56, the factor of Montgomery reduction.</summary>
    private const ulong NegativeInverse = 0xf3fffcfffcfffd;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Fp Square(in Fp value)
    {
        // SAFETY: Fp is seven consecutive ulongs, each scratch array has as many, and all indices below are constants under seven.
        Unsafe.SkipInit(out Scratch shifted);
        Unsafe.SkipInit(out Scratch doubled);
        Unsafe.SkipInit(out Scratch factors);
        ref ulong a = ref Unsafe.AsRef(in value.L0), s = ref shifted[0], d = ref doubled[0], m = ref factors[0];
        for (int i = 0; i < Fp.LimbCount; i++)
        {
            Unsafe.Add(ref s, i) = Unsafe.Add(ref a, i) << Gap;
            Unsafe.Add(ref d, i) = Unsafe.Add(ref a, i) << 1;
        }

        // Column 0.
        ulong q = Read(ref a, 0);
        ulong high = High(q, Read(ref s, 0));
        ulong low = q * Read(ref a, 0);
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 0) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        ulong carry = high + (low >> Width);

        // Column 1.
        q = Read(ref d, 1);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref m, 0);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 1) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 2.
        q = Read(ref d, 2);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref a, 1);
        high += High(q, Read(ref s, 1));
        low += q * Read(ref a, 1);
        q = Read(ref m, 0);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 1);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 2) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 3.
        q = Read(ref d, 3);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref d, 2);
        high += High(q, Read(ref s, 1));
        low += q * Read(ref a, 1);
        q = Read(ref m, 0);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 1);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 2);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 3) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 4.
        q = Read(ref d, 4);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref d, 3);
        high += High(q, Read(ref s, 1));
        low += q * Read(ref a, 1);
        q = Read(ref a, 2);
        high += High(q, Read(ref s, 2));
        low += q * Read(ref a, 2);
        q = Read(ref m, 0);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 1);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 2);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 3);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 4) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 5.
        q = Read(ref d, 5);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref d, 4);
        high += High(q, Read(ref s, 1));
        low += q * Read(ref a, 1);
        q = Read(ref d, 3);
        high += High(q, Read(ref s, 2));
        low += q * Read(ref a, 2);
        q = Read(ref m, 0);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 1);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 2);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 3);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 4);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 5) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 6.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 0));
        low = q * Read(ref a, 0);
        q = Read(ref d, 5);
        high += High(q, Read(ref s, 1));
        low += q * Read(ref a, 1);
        q = Read(ref d, 4);
        high += High(q, Read(ref s, 2));
        low += q * Read(ref a, 2);
        q = Read(ref a, 3);
        high += High(q, Read(ref s, 3));
        low += q * Read(ref a, 3);
        q = Read(ref m, 0);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 1);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 2);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 3);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 4);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 5);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        q = (low * NegativeInverse) & Mask;
        Unsafe.Add(ref m, 6) = q;
        high += High(q, P0 << Gap);
        low += q * P0;
        low -= high << Width;
        carry = high + (low >> Width);

        // Column 7.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 1));
        low = q * Read(ref a, 1);
        q = Read(ref d, 5);
        high += High(q, Read(ref s, 2));
        low += q * Read(ref a, 2);
        q = Read(ref d, 4);
        high += High(q, Read(ref s, 3));
        low += q * Read(ref a, 3);
        q = Read(ref m, 1);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 2);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 3);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 4);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 5);
        high += High(q, P2 << Gap);
        low += q * P2;
        q = Read(ref m, 6);
        high += High(q, P1 << Gap);
        low += q * P1;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r0 = low & Mask;

        // Column 8.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 2));
        low = q * Read(ref a, 2);
        q = Read(ref d, 5);
        high += High(q, Read(ref s, 3));
        low += q * Read(ref a, 3);
        q = Read(ref a, 4);
        high += High(q, Read(ref s, 4));
        low += q * Read(ref a, 4);
        q = Read(ref m, 2);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 3);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 4);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 5);
        high += High(q, P3 << Gap);
        low += q * P3;
        q = Read(ref m, 6);
        high += High(q, P2 << Gap);
        low += q * P2;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r1 = low & Mask;

        // Column 9.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 3));
        low = q * Read(ref a, 3);
        q = Read(ref d, 5);
        high += High(q, Read(ref s, 4));
        low += q * Read(ref a, 4);
        q = Read(ref m, 3);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 4);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 5);
        high += High(q, P4 << Gap);
        low += q * P4;
        q = Read(ref m, 6);
        high += High(q, P3 << Gap);
        low += q * P3;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r2 = low & Mask;

        // Column 10.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 4));
        low = q * Read(ref a, 4);
        q = Read(ref a, 5);
        high += High(q, Read(ref s, 5));
        low += q * Read(ref a, 5);
        q = Read(ref m, 4);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 5);
        high += High(q, P5 << Gap);
        low += q * P5;
        q = Read(ref m, 6);
        high += High(q, P4 << Gap);
        low += q * P4;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r3 = low & Mask;

        // Column 11.
        q = Read(ref d, 6);
        high = High(q, Read(ref s, 5));
        low = q * Read(ref a, 5);
        q = Read(ref m, 5);
        high += High(q, P6 << Gap);
        low += q * P6;
        q = Read(ref m, 6);
        high += High(q, P5 << Gap);
        low += q * P5;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r4 = low & Mask;

        // Column 12.
        q = Read(ref a, 6);
        high = High(q, Read(ref s, 6));
        low = q * Read(ref a, 6);
        q = Read(ref m, 6);
        high += High(q, P6 << Gap);
        low += q * P6;
        low += carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r5 = low & Mask;
        return new Fp(r0, r1, r2, r3, r4, r5, carry);
    }

    [InlineArray(Fp.LimbCount)]
    private struct Scratch
    {
        private ulong limb;
    }
}
