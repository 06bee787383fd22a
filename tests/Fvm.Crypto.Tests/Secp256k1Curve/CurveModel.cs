using System.Globalization;
using System.Numerics;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

/// <summary>The curve and ECDSA by the textbook (SEC 1), over BigInteger, slow and plain: what the fast code is compared with.</summary>
internal static class CurveModel
{
    internal static readonly BigInteger P = Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
    internal static readonly BigInteger N = Hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    internal static readonly (BigInteger X, BigInteger Y) G = (
        Hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
        Hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"));

    internal static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static BigInteger Read(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    internal static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        byte[] magnitude = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        magnitude.CopyTo(bytes, bytes.Length - magnitude.Length);
        return bytes;
    }

    internal static BigInteger Mod(BigInteger value, BigInteger modulus)
    {
        BigInteger rest = value % modulus;
        return rest.Sign < 0 ? rest + modulus : rest;
    }

    internal static BigInteger Invert(BigInteger value, BigInteger primeModulus) =>
        BigInteger.ModPow(Mod(value, primeModulus), primeModulus - 2, primeModulus);

    internal static BigInteger Below(Random random, BigInteger bound)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return Read(bytes) % bound;
    }

    /// <summary>Null is the point at infinity.</summary>
    internal static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
    {
        if (left is not { } a) return right;
        if (right is not { } b) return left;
        if (a.X == b.X && Mod(a.Y + b.Y, P).IsZero) return null;
        BigInteger slope = a == b ? 3 * a.X * a.X * Invert(2 * a.Y, P) : (b.Y - a.Y) * Invert(b.X - a.X, P);
        BigInteger x = Mod((slope * slope) - a.X - b.X, P);
        return (x, Mod((slope * (a.X - x)) - a.Y, P));
    }

    /// <summary>Double and add from the top, over Jacobian coordinates (x = X/Z², y = Y/Z³) because an inversion per step takes seconds in all.</summary>
    internal static (BigInteger X, BigInteger Y)? Multiply(BigInteger k, (BigInteger X, BigInteger Y)? point)
    {
        if (point is not { } p) return null;
        (BigInteger X, BigInteger Y, BigInteger Z) sum = (1, 1, 0);
        for (int bit = (int)k.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Double(sum);
            if (!(k >> bit).IsEven) sum = AddAffine(sum, p);
        }

        if (sum.Z.IsZero) return null;
        BigInteger inverse = Invert(sum.Z, P);
        return (sum.X * inverse * inverse % P, sum.Y * inverse * inverse * inverse % P);
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Double((BigInteger X, BigInteger Y, BigInteger Z) a)
    {
        BigInteger yy = a.Y * a.Y % P, s = 4 * a.X * yy, m = 3 * a.X * a.X;
        BigInteger x = Mod((m * m) - (2 * s), P);
        return (x, Mod((m * (s - x)) - (8 * yy * yy), P), 2 * a.Y * a.Z % P);
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) AddAffine((BigInteger X, BigInteger Y, BigInteger Z) a, (BigInteger X, BigInteger Y) b)
    {
        if (a.Z.IsZero) return (b.X, b.Y, 1);
        BigInteger zz = a.Z * a.Z % P, h = Mod((b.X * zz) - a.X, P), r = Mod((b.Y * a.Z * zz) - a.Y, P);
        if (h.IsZero) return r.IsZero ? Double(a) : (1, 1, 0);
        BigInteger hh = h * h % P, hhh = h * hh % P, v = a.X * hh;
        BigInteger x = Mod((r * r) - hhh - (2 * v), P);
        return (x, Mod((r * (v - x)) - (a.Y * hhh), P), a.Z * h % P);
    }

    internal static (BigInteger X, BigInteger Y)? Lift(BigInteger x, bool yIsOdd)
    {
        if (x >= P) return null;
        BigInteger square = ((x * x * x) + 7) % P;
        BigInteger y = BigInteger.ModPow(square, (P + 1) / 4, P);
        if (y * y % P != square) return null;
        return (x, y.IsEven == yIsOdd ? P - y : y);
    }

    internal static bool Verify((BigInteger X, BigInteger Y) key, BigInteger hash, BigInteger r, BigInteger s)
    {
        if (r.IsZero || s.IsZero || r >= N || s >= N) return false;
        BigInteger w = Invert(s, N);
        (BigInteger X, BigInteger Y)? point = Add(Multiply(Mod(hash * w, N), G), Multiply(Mod(r * w, N), key));
        return point is { } found && found.X % N == r;
    }

    /// <summary>The steps of the reference in their order: normalise s, then recover.</summary>
    internal static (BigInteger X, BigInteger Y)? Recover(BigInteger hash, BigInteger r, BigInteger s, int v)
    {
        if (r.IsZero || s.IsZero || r >= N || s >= N) return null;
        if (s > N / 2)
        {
            s = N - s;
            v ^= 1;
        }

        if (v is < 0 or > 3) return null;
        if (Lift((v & 2) == 0 ? r : r + N, (v & 1) != 0) is not { } nonce) return null;
        BigInteger inverse = Invert(r, N);
        return Add(Multiply(Mod(-hash * inverse, N), G), Multiply(Mod(s * inverse, N), nonce));
    }

    internal static byte[] Encode((BigInteger X, BigInteger Y) point) => [0x04, .. Bytes(point.X), .. Bytes(point.Y)];
}
