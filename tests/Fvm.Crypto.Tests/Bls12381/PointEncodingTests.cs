using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>Which bytes are points. Every refusal in a row is one rule of the format (see <see cref="PointEncoding"/>).</summary>
public sealed class PointEncodingTests
{
    private const string P = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    private const string G1X = "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
    private const string G1Y = "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1";
    private const string G2X1 = "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e";
    private const string G2X0 = "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";
    private const string G2Y1 = "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be";
    private const string G2Y0 = "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801";

    private static readonly string Zero = new('0', 96);

    /// <summary>Compressed G1: bytes and whether they are a point. Points of small order were made with a plain-integer script.</summary>
    public static readonly TheoryData<string, string, bool> CompressedG1 = new()
    {
        { "generator", Flag(0x80, G1X), true },
        { "negated generator", Flag(0xa0, G1X), true },
        { "infinity", Flag(0xc0, Zero), true },
        { "infinity, larger flag", Flag(0xe0, Zero), false },
        { "infinity, other bits in the first byte", Flag(0xc1, Zero), false },
        { "infinity, last bit", Flag(0xc0, Zero[..^1] + "1"), false },
        { "infinity flag on a finite point", Flag(0xc0, G1X), false },
        { "infinity without the compressed flag", Flag(0x40, Zero), false },
        { "no compressed flag", G1X, false },
        { "larger flag without the compressed flag", Flag(0x20, G1X), false },
        { "x = p", Flag(0x80, P), false },
        { "x = p + 1", Flag(0x80, P[..^1] + "c"), false },
        { "x = 2^381 - 1", Flag(0x80, "1f" + new string('f', 94)), false },
        { "all ones", new string('f', 96), false },
        { "x = 1: not on the curve", Flag(0x80, Zero[..^1] + "1"), false },
        { "x = 5: order h1 * r or so", Flag(0xa0, Zero[..^1] + "5"), false },
        { "x = 0: order 3", Flag(0x80, Zero), false },
        { "x = 0: order 3, the other", Flag(0xa0, Zero), false },
        { "order 11", "800b9529a7b23788075a6c33c7b77b3dcf4da4f58af5310f32e739a6c653a5a8f7cf7f19a297bd6a8f3f19ea82cf9419", false },
        { "order 10177", "84c9b399d905c137a249ab983a21bdce9dfa9215dc9c2337adf46d9cd27cbc0c61675a02f6122776f5583546943553e2", false },
        { "order 859267", "aa35ebcd072ac4c05a1f82425b4a5d58fa2e5aa35f72ffec2d5caa13f28b1e538c5324197e1aab2d099a12483c163c31", false },
        { "generator + order 3", "ae9277968cb92c78d15a2a2ed855d55061c3929db43d1e53d6d13bee755ff9a91b3f577bbb2f15c6ba8206a6a81c4afd", false },
        { "empty", "", false },
        { "one byte short", Flag(0x80, G1X)[..^2], false },
        { "one byte long", Flag(0x80, G1X) + "00", false },
        { "an uncompressed point", G1X + G1Y, false },
    };

    public static readonly TheoryData<string, string, bool> UncompressedG1 = new()
    {
        { "generator", G1X + G1Y, true },
        { "infinity", Flag(0x40, Zero) + Zero, true },
        { "all zero", Zero + Zero, false },
        { "infinity, last bit", Flag(0x40, Zero) + Zero[..^1] + "1", false },
        { "infinity flag on a finite point", Flag(0x40, G1X) + G1Y, false },
        { "infinity, larger flag", Flag(0x60, Zero) + Zero, false },
        { "compressed flag", Flag(0x80, G1X) + G1Y, false },
        { "larger flag", Flag(0x20, G1X) + G1Y, false },
        { "flag on y", G1X + Flag(0x80, G1Y), false },
        { "x = p", P + G1Y, false },
        { "y = p", G1X + P, false },
        { "not on the curve", G1X + G1X, false },
        { "order 3", Zero + Zero[..^1] + "2", false },
        { "one byte short", (G1X + G1Y)[..^2], false },
        { "compressed generator", Flag(0x80, G1X), false },
    };

    public static readonly TheoryData<string, string, bool> CompressedG2 = new()
    {
        { "generator", Flag(0x80, G2X1) + G2X0, true },
        { "negated generator", Flag(0xa0, G2X1) + G2X0, true },
        { "infinity", Flag(0xc0, Zero) + Zero, true },
        { "infinity, larger flag", Flag(0xe0, Zero) + Zero, false },
        { "infinity, last bit", Flag(0xc0, Zero) + Zero[..^1] + "1", false },
        { "infinity flag on a finite point", Flag(0xc0, G2X1) + G2X0, false },
        { "no compressed flag", G2X1 + G2X0, false },
        { "c1 = p", Flag(0x80, P) + G2X0, false },
        { "c0 = p", Flag(0x80, G2X1) + P, false },
        { "flag on c0", Flag(0x80, G2X1) + Flag(0x80, G2X0), false },
        { "all ones", new string('f', 192), false },
        { "x = 1: not on the curve", Flag(0x80, Zero) + Zero[..^1] + "1", false },
        { "x = 5 + u: order h2 * r or so", Flag(0xa0, Zero[..^1] + "1") + Zero[..^1] + "5", false },
        { "order 13", "80a3faa5930a2d3532eff5f8014d935c0f0144fedbe864906314ce154a76cbb2eb49852b9b58090c06db44b84301daef12495cb1d0edd684373c68feea4cbfd890de88b5c24707af95f987975a5d00b5c45cc993880a674350a86f464b58ed6b", false },
        { "order 23", "a58f4801db64eee545a7edfaebd1dfc864fe6f184016409829712c0663a2caedd65a49bebc64fe7b95c5a4ff12a99fd4138988c6dd82a5b72bf532f69757fbf27ffcf6c29cfd8c82e5369b4dd31aa3e814f68a9915ed00650102df1beeda9cfe", false },
        { "order 2713", "8501b0d43813ffa53a19f68f5e111b5cdd16af5c30bd1eab53a1718eda0ee7c13aed5b78a301e3deb6dc2760040342c70ba18feb33ae73362e62f8bccdc4c582cea32d2dd46b4d2d1337d1d3dee5a36ca47f9cfcfc1ba940dc2cea43d35bfc36", false },
        { "order 11953", "a459b0ede0bce7f0cb18f306631208f5e5693d8a9fb7bff6a5a94790fbd0f754eae4e5ea14474b3794c0abdfd6e0131d03dddd542fce2a70b2626994abf7bbbd6a18433ce4bdf259ec14c64ce00a2750248396bfe9076e31d2958194589ce716", false },
        { "generator + order 13", "98cb5dfeb5a992a1e9842629f40401e94391a089e42f79b86c0f6a4bbbe363d0acdb9aed675f24e3b380e90d95100a6004fd7b85be0ce99905e34751d5727b48b523670ab4adbf1db20e335854d4fadf1ff4ab6216a2a833a88a2f06dfcfef36", false },
        { "c0 before c1", Flag(0x80, G2X0) + G2X1, false },
        { "empty", "", false },
        { "one byte short", (Flag(0x80, G2X1) + G2X0)[..^2], false },
        { "one byte long", Flag(0x80, G2X1) + G2X0 + "00", false },
    };

    public static readonly TheoryData<string, string, bool> UncompressedG2 = new()
    {
        { "generator", G2X1 + G2X0 + G2Y1 + G2Y0, true },
        { "infinity", Flag(0x40, Zero) + Zero + Zero + Zero, true },
        { "all zero", Zero + Zero + Zero + Zero, false },
        { "infinity, larger flag", Flag(0x60, Zero) + Zero + Zero + Zero, false },
        { "compressed flag", Flag(0x80, G2X1) + G2X0 + G2Y1 + G2Y0, false },
        { "larger flag", Flag(0x20, G2X1) + G2X0 + G2Y1 + G2Y0, false },
        { "x.c1 = p", P + G2X0 + G2Y1 + G2Y0, false },
        { "x.c0 = p", G2X1 + P + G2Y1 + G2Y0, false },
        { "y.c1 = p", G2X1 + G2X0 + P + G2Y0, false },
        { "y.c0 = p", G2X1 + G2X0 + G2Y1 + P, false },
        { "y's halves exchanged", G2X1 + G2X0 + G2Y0 + G2Y1, false },
        { "one byte short", (G2X1 + G2X0 + G2Y1 + G2Y0)[..^2], false },
    };

    [Theory]
    [MemberData(nameof(CompressedG1))]
    public void ReadsCompressedG1(string what, string hex, bool isPoint)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(isPoint == PointEncoding.TryReadG1Compressed(bytes, out AffinePoint<Fp> point), what);
        if (!isPoint)
            return;
        byte[] written = new byte[bytes.Length];
        PointEncoding.WriteCompressed(point, written);
        Assert.Equal(bytes, written);
    }

    [Theory]
    [MemberData(nameof(UncompressedG1))]
    public void ReadsUncompressedG1(string what, string hex, bool isPoint)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(isPoint == PointEncoding.TryReadG1(bytes, out AffinePoint<Fp> point), what);
        if (!isPoint)
            return;
        byte[] written = new byte[bytes.Length];
        PointEncoding.Write(point, written);
        Assert.Equal(bytes, written);
    }

    [Theory]
    [MemberData(nameof(CompressedG2))]
    public void ReadsCompressedG2(string what, string hex, bool isPoint)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(isPoint == PointEncoding.TryReadG2Compressed(bytes, out AffinePoint<Fp2> point), what);
        if (!isPoint)
            return;
        byte[] written = new byte[bytes.Length];
        PointEncoding.WriteCompressed(point, written);
        Assert.Equal(bytes, written);
    }

    [Theory]
    [MemberData(nameof(UncompressedG2))]
    public void ReadsUncompressedG2(string what, string hex, bool isPoint)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(isPoint == PointEncoding.TryReadG2(bytes, out AffinePoint<Fp2> point), what);
        if (!isPoint)
            return;
        byte[] written = new byte[bytes.Length];
        PointEncoding.Write(point, written);
        Assert.Equal(bytes, written);
    }

    [Fact]
    public void SmallOrdersAreWhatTheRowsSay()
    {
        // The rows above are only worth something if their points are on the curve: x decides, and the subgroup check refuses.
        foreach (string order in new[] { "11", "10177", "859267" })
        {
            AffinePoint<Fp> point = OnCurve(Row(CompressedG1, "order " + order));
            Assert.True(new JacobianPoint<Fp>(point).Multiply(ulong.Parse(order, null)).IsInfinity);
            Assert.False(G1.IsInSubgroup(point));
        }

        foreach (string order in new[] { "13", "23", "2713", "11953" })
        {
            byte[] bytes = Row(CompressedG2, "order " + order);
            bytes[0] &= 0x1f;
            Assert.True(Fp.TryRead(bytes.AsSpan(0, 48), out Fp c1));
            Assert.True(Fp.TryRead(bytes.AsSpan(48), out Fp c0));
            AffinePoint<Fp2> point = OnTwist(new Fp2(c0, c1));
            Assert.True(new JacobianPoint<Fp2>(point).Multiply(ulong.Parse(order, null)).IsInfinity);
            Assert.False(G2.IsInSubgroup(point));
        }
    }

    [Fact]
    public void RandomPointsComeBackInBothForms()
    {
        var random = new Random(31);
        byte[] bytes = new byte[192];
        for (int i = 0; i < 5; i++)
        {
            AffinePoint<Fp> p = new JacobianPoint<Fp>(G1.Generator).Multiply(random.NextScalar()).ToAffine();
            PointEncoding.WriteCompressed(p, bytes);
            Assert.True(PointEncoding.TryReadG1Compressed(bytes.AsSpan(0, 48), out AffinePoint<Fp> p2));
            Assert.Equal(p, p2);
            PointEncoding.Write(p, bytes);
            Assert.True(PointEncoding.TryReadG1(bytes.AsSpan(0, 96), out p2));
            Assert.Equal(p, p2);

            AffinePoint<Fp2> q = new JacobianPoint<Fp2>(G2.Generator).Multiply(random.NextScalar()).ToAffine();
            PointEncoding.WriteCompressed(q, bytes);
            Assert.True(PointEncoding.TryReadG2Compressed(bytes.AsSpan(0, 96), out AffinePoint<Fp2> q2));
            Assert.Equal(q, q2);
            PointEncoding.Write(q, bytes);
            Assert.True(PointEncoding.TryReadG2(bytes, out q2));
            Assert.Equal(q, q2);
        }
    }

    /// <summary>A point of the twist with this x, of either y.</summary>
    internal static AffinePoint<Fp2> OnTwist(Fp2 x)
    {
        Assert.True(Fp2.TrySquareRoot(G2.RightSide(x), out Fp2 y));
        return new AffinePoint<Fp2>(x, y);
    }

    private static AffinePoint<Fp> OnCurve(byte[] compressed)
    {
        compressed[0] &= 0x1f;
        Assert.True(Fp.TryRead(compressed, out Fp x));
        Assert.True(FpPowers.TrySquareRoot(G1.RightSide(x), out Fp y));
        return new AffinePoint<Fp>(x, y);
    }

    private static byte[] Row(TheoryData<string, string, bool> rows, string name) =>
        Convert.FromHexString(rows.Single(row => row.Data.Item1 == name).Data.Item2);

    private static string Flag(int flags, string hex) =>
        (Convert.ToInt32(hex[..2], 16) | flags).ToString("x2", null) + hex[2..];
}
