using System.Security.Cryptography;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>The rules of ECDSA (SEC 1, section 4.1) over numbers and points that are already read.</summary>
internal static class Ecdsa
{
    // p - n: only an x below it can be r + n.
    private const ulong OrderGap0 = 0x402da1722fc9baee, OrderGap1 = 0x4551231950b75fc4, OrderGap2 = 1;

    /// <summary>Whether (r, s) signs the hash under the key; r and s lie within 1..n-1, either half of s will do.</summary>
    internal static bool Verify(in AffinePoint publicKey, in Scalar hash, in Scalar r, in Scalar s)
    {
        Scalar inverse = PublicInverse.Of(s);
        JacobianPoint<FieldElement> point = PublicMultiplication.Sum(hash * inverse, publicKey, r * inverse);
        if (point.IsInfinity) return false;

        // x mod n = r without a division: X = r * Z^2, or X = (r + n) * Z^2 where r + n is still below p.
        FieldElement square = point.Z.Square();
        if (point.X.IsCongruentTo(AsFieldElement(r) * square)) return true;
        return TryAddOrder(r, out FieldElement shifted) && point.X.IsCongruentTo(shifted * square);
    }

    /// <summary>
    /// The key under which (r, s) signs the hash, if R, the point of the nonce, has the given parity of y and has x = r
    /// or x = r + n (SEC 1, section 4.1.6). Negating s and the parity together changes nothing, as (-s)(-R) = sR.
    /// </summary>
    internal static bool TryRecover(
        in Scalar hash, in Scalar r, in Scalar s, bool yIsOdd, bool xIsReduced, out AffinePoint publicKey)
    {
        publicKey = default;
        FieldElement x = AsFieldElement(r);
        if (xIsReduced && !TryAddOrder(r, out x)) return false;
        if (!AffinePoint.TryLift(x, yIsOdd, out AffinePoint nonce)) return false;

        Scalar inverse = PublicInverse.Of(r);
        JacobianPoint<FieldElement> point = PublicMultiplication.Sum(-(hash * inverse), nonce, s * inverse);
        if (point.IsInfinity) return false;
        AffinePoint<FieldElement> affine = point.ToAffine();
        publicKey = new AffinePoint(affine.X, affine.Y);
        return true;
    }

    /// <summary>Signs with the nonce of RFC 6979 and gives the low of both values of s.</summary>
    internal static void Sign(
        in Scalar privateKey, in Scalar hash, out Scalar r, out Scalar s, out bool yIsOdd, out bool xIsReduced)
    {
        Span<byte> work = stackalloc byte[DeterministicNonce.WorkLength];
        Span<byte> xBytes = stackalloc byte[FieldElement.ByteLength];
        DeterministicNonce nonces = new(work, privateKey, hash);
        do
        {
            Scalar nonce = nonces.Next();
            AffinePoint point = GeneratorMultiples.MultiplySecret(nonce).ToAffine();
            point.X.Write(xBytes);
            r = Scalar.ReadReduced(xBytes);
            s = (hash + (r * privateKey)) * nonce.Invert();
            yIsOdd = point.Y.IsOdd;
            xIsReduced = !Scalar.TryRead(xBytes, out _);
        }
        while (r.IsZero || s.IsZero);

        CryptographicOperations.ZeroMemory(work);
        if (!s.IsHigh) return;
        s = -s;
        yIsOdd = !yIsOdd;
    }

    /// <summary>n is below p, so a scalar is also a field element.</summary>
    private static FieldElement AsFieldElement(in Scalar scalar)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        scalar.WriteWords(words);
        return new FieldElement(words[0], words[1], words[2], words[3]);
    }

    /// <summary>r + n if that is below p, as it is for one r in 2^127.</summary>
    private static bool TryAddOrder(in Scalar r, out FieldElement sum)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        r.WriteWords(words);
        ulong borrow = 0;
        _ = WordArithmetic.Subtract(words[0], OrderGap0, ref borrow);
        _ = WordArithmetic.Subtract(words[1], OrderGap1, ref borrow);
        _ = WordArithmetic.Subtract(words[2], OrderGap2, ref borrow);
        _ = WordArithmetic.Subtract(words[3], 0, ref borrow);

        // n = p - (p - n), and -(p - n) modulo p is n itself.
        sum = AsFieldElement(r) - new FieldElement(OrderGap0, OrderGap1, OrderGap2, 0);
        return borrow != 0;
    }
}
