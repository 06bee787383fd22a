namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>A point (x, y) of y² = x³ + 7 other than infinity, and its bytes (SEC 1, section 2.3).</summary>
internal readonly struct AffinePoint(in FieldElement x, in FieldElement y)
{
    internal const int CompressedLength = 33;
    internal const int UncompressedLength = 65;

    private const byte CompressedEven = 0x02, CompressedOdd = 0x03, Uncompressed = 0x04;

    internal readonly FieldElement X = x, Y = y;

    /// <summary>G (SEC 2, section 2.4.1).</summary>
    internal static AffinePoint Generator => new(
        new FieldElement(0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac),
        new FieldElement(0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465));

    /// <summary>
    /// Reads 33 bytes beginning with 02 or 03, or 65 beginning with 04. The hybrid forms 06 and 07 are refused, as the
    /// reference's k256 does; infinity has no encoding here.
    /// </summary>
    internal static bool TryDecode(ReadOnlySpan<byte> encoded, out AffinePoint point)
    {
        point = default;
        if (encoded.Length == CompressedLength && encoded[0] is CompressedEven or CompressedOdd)
            return FieldElement.TryRead(encoded[1..], out FieldElement onlyX) && TryLift(onlyX, encoded[0] == CompressedOdd, out point);

        if (encoded.Length != UncompressedLength || encoded[0] != Uncompressed) return false;
        if (!FieldElement.TryRead(encoded[1..], out FieldElement x) || !FieldElement.TryRead(encoded[33..], out FieldElement y)) return false;
        if (!y.Square().IsCongruentTo(RightSide(x))) return false;
        point = new AffinePoint(x, y);
        return true;
    }

    /// <summary>The point with the given x and parity of y; false if x³ + 7 is no square.</summary>
    internal static bool TryLift(in FieldElement x, bool yIsOdd, out AffinePoint point)
    {
        bool exists = FieldPowers.TrySquareRoot(RightSide(x), out FieldElement y);
        point = new AffinePoint(x, y.IsOdd == yIsOdd ? y : -y);
        return exists;
    }

    /// <summary>Writes 04, x, y: 65 bytes.</summary>
    internal void EncodeUncompressed(Span<byte> encoded)
    {
        encoded[0] = Uncompressed;
        X.Write(encoded[1..]);
        Y.Write(encoded[33..]);
    }

    internal ProjectivePoint ToProjective() => new(X, Y, FieldElement.One);

    private static FieldElement RightSide(in FieldElement x) => (x.Square() * x) + new FieldElement(7, 0, 0, 0);
}
