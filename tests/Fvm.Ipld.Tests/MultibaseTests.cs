using System.Text;

namespace Fvm.Ipld.Tests;

public sealed class MultibaseTests
{
    // multiformats/multibase, tests/basic.csv: "yes mani !" in every base.
    public static TheoryData<MultibaseEncoding, string> Basic => new()
    {
        { MultibaseEncoding.Base2, "001111001011001010111001100100000011011010110000101101110011010010010000000100001" },
        { MultibaseEncoding.Base8, "7362625631006654133464440102" },
        { MultibaseEncoding.Base10, "9573277761329450583662625" },
        { MultibaseEncoding.Base16Lower, "f796573206d616e692021" },
        { MultibaseEncoding.Base16Upper, "F796573206D616E692021" },
        { MultibaseEncoding.Base32Lower, "bpfsxgidnmfxgsibb" },
        { MultibaseEncoding.Base32Upper, "BPFSXGIDNMFXGSIBB" },
        { MultibaseEncoding.Base32HexLower, "vf5in683dc5n6i811" },
        { MultibaseEncoding.Base32HexUpper, "VF5IN683DC5N6I811" },
        { MultibaseEncoding.Base32PadLower, "cpfsxgidnmfxgsibb" },
        { MultibaseEncoding.Base32PadUpper, "CPFSXGIDNMFXGSIBB" },
        { MultibaseEncoding.Base32HexPadLower, "tf5in683dc5n6i811" },
        { MultibaseEncoding.Base32HexPadUpper, "TF5IN683DC5N6I811" },
        { MultibaseEncoding.Base32Z, "hxf1zgedpcfzg1ebb" },
        { MultibaseEncoding.Base36Lower, "k2lcpzo5yikidynfl" },
        { MultibaseEncoding.Base36Upper, "K2LCPZO5YIKIDYNFL" },
        { MultibaseEncoding.Base58Flickr, "Z7Pznk19XTTzBtx" },
        { MultibaseEncoding.Base58Btc, "z7paNL19xttacUY" },
        { MultibaseEncoding.Base64, "meWVzIG1hbmkgIQ" },
        { MultibaseEncoding.Base64Pad, "MeWVzIG1hbmkgIQ==" },
        { MultibaseEncoding.Base64Url, "ueWVzIG1hbmkgIQ" },
        { MultibaseEncoding.Base64UrlPad, "UeWVzIG1hbmkgIQ==" },
    };

    [Theory]
    [MemberData(nameof(Basic))]
    public void PublishedVectors(MultibaseEncoding encoding, string text) => AssertBothWays(encoding, "yes mani !"u8, text);

    // multiformats/multibase, tests/two_leading_zeros.csv.
    [Theory]
    [InlineData(MultibaseEncoding.Base10, "900573277761329450583662625")]
    [InlineData(MultibaseEncoding.Base36Lower, "k002lcpzo5yikidynfl")]
    [InlineData(MultibaseEncoding.Base58Btc, "z117paNL19xttacUY")]
    [InlineData(MultibaseEncoding.Base58Flickr, "Z117Pznk19XTTzBtx")]
    [InlineData(MultibaseEncoding.Base32Lower, "baaahszltebwwc3tjeaqq")]
    public void LeadingZerosStay(MultibaseEncoding encoding, string text) => AssertBothWays(encoding, "\0\0yes mani !"u8, text);

    // RFC 4648, section 10, padded forms.
    [Theory]
    [InlineData("", "", "")]
    [InlineData("f", "MY======", "Zg==")]
    [InlineData("fo", "MZXQ====", "Zm8=")]
    [InlineData("foo", "MZXW6===", "Zm9v")]
    [InlineData("foob", "MZXW6YQ=", "Zm9vYg==")]
    [InlineData("fooba", "MZXW6YTB", "Zm9vYmE=")]
    [InlineData("foobar", "MZXW6YTBOI======", "Zm9vYmFy")]
    public void Padding(string data, string base32, string base64)
    {
        AssertBothWays(MultibaseEncoding.Base32PadUpper, Encoding.ASCII.GetBytes(data), "C" + base32);
        AssertBothWays(MultibaseEncoding.Base64Pad, Encoding.ASCII.GetBytes(data), "M" + base64);
    }

    [Theory]
    [InlineData("", "no prefix")]
    [InlineData("?aa", "unknown prefix")]
    [InlineData("bAA", "upper case in a lower-case base")]
    [InlineData("b1", "no digit of base32")]
    [InlineData("ba", "five bits are no byte")]
    [InlineData("baaa", "fifteen bits are two bytes short of one")]
    [InlineData("bab", "the unused bits are not zero")]
    [InlineData("CMY=====", "padding one short")]
    [InlineData("CMY", "padding missing")]
    [InlineData("BMY======", "padding where there is none")]
    [InlineData("MZg=", "padding one short")]
    [InlineData("z0", "zero is no digit of base58")]
    [InlineData("zé", "no ASCII")]
    public void Refuses(string text, string why) => Assert.False(Multibase.TryDecode(text, out _, out _), why);

    [Fact]
    public void RandomBytesRoundTripInEveryBase()
    {
        Random random = new(7);
        foreach (MultibaseEncoding encoding in Enum.GetValues<MultibaseEncoding>())
        {
            for (int length = 0; length < 40 && encoding != MultibaseEncoding.None; length++)
            {
                byte[] data = new byte[length];
                random.NextBytes(data);
                AssertBothWays(encoding, data, Multibase.Encode(encoding, data));
            }
        }
    }

    private static void AssertBothWays(MultibaseEncoding encoding, ReadOnlySpan<byte> data, string text)
    {
        Assert.Equal(text, Multibase.Encode(encoding, data));
        Assert.True(Multibase.TryDecode(text, out MultibaseEncoding found, out byte[]? decoded));
        Assert.Equal(encoding, found);
        Assert.Equal(data, decoded);
    }
}
