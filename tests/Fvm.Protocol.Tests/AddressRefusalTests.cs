namespace Fvm.Protocol.Tests;

/// <summary>Every rule by which bytes and text are refused, and the liberties that the reference takes; one row each.</summary>
public class AddressRefusalTests
{
    [Theory]
    // Re-typed from ref-fvm shared/tests/address_test.rs, invalid_string_addresses and invalid_strings_tests.
    [InlineData("Q2gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr23y", AddressError.UnknownNetwork)]
    [InlineData("f5gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr23y", AddressError.UnknownProtocol)]
    [InlineData("f2gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr24y", AddressError.InvalidChecksum)]
    [InlineData("f0banananananannnnnnnnn", AddressError.InvalidLength)]
    [InlineData("f0banananananannnnnnnn", AddressError.InvalidPayload)]
    [InlineData("f2gfvuyh7v2sx3patm1k23wdzmhyhtmqctasbr24y", AddressError.Base32Decoding)]
    [InlineData("f2gfvuyh7v2sx3paTm1k23wdzmhyhtmqctasbr24y", AddressError.Base32Decoding)]
    [InlineData("f2", AddressError.InvalidLength)]
    [InlineData("f1mzxqu", AddressError.InvalidLength)]
    [InlineData("fömk3zcefvlgpay4f32c5vmruk5gqig6dumc7pz6q", AddressError.UnknownProtocol)]
    [InlineData("ö", AddressError.InvalidLength)]
    // Lengths.
    [InlineData(null, AddressError.InvalidLength)]
    [InlineData("", AddressError.InvalidLength)]
    [InlineData("f0", AddressError.InvalidLength)]
    // Numbers: digits, with one plus sign if you like, at most 20 characters, at most 2^64 - 1.
    [InlineData("f0 1", AddressError.InvalidPayload)]
    [InlineData("f0-1", AddressError.InvalidPayload)]
    [InlineData("f0+", AddressError.InvalidPayload)]
    [InlineData("f0++1", AddressError.InvalidPayload)]
    [InlineData("f01,000", AddressError.InvalidPayload)]
    [InlineData("f00x10", AddressError.InvalidPayload)]
    [InlineData("f018446744073709551616", AddressError.InvalidPayload)]
    [InlineData("f0000000000000000000001", AddressError.InvalidLength)]
    [InlineData("f0١", AddressError.InvalidPayload)]
    // Base32: lower case only, no padding, no impossible length, no stray bits at the end.
    [InlineData("f24VG6UT43YW2H2JQYDGBG2XQ7X6F4KUB3BG6AS6I", AddressError.Base32Decoding)]
    [InlineData("f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i=", AddressError.Base32Decoding)]
    [InlineData("f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6", AddressError.Base32Decoding)]
    [InlineData("f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6j", AddressError.Base32Decoding)]
    [InlineData("f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as8i", AddressError.Base32Decoding)]
    // A good checksum does not mend a wrong length; an f1 text is no f2 address.
    [InlineData("f14vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i", AddressError.InvalidChecksum)]
    // f4: the first 'f' parts namespace and subaddress; the checksum covers the namespace.
    [InlineData("f432", AddressError.InvalidPayload)]
    [InlineData("f4f77777777x32lpna", AddressError.InvalidPayload)]
    [InlineData("f4xf77777777x32lpna", AddressError.InvalidPayload)]
    [InlineData("f4118446744073709551615ftnkyfaq", AddressError.InvalidLength)]
    [InlineData("f418446744073709551616ftnkyfaq", AddressError.InvalidPayload)]
    [InlineData("f433f77777777x32lpna", AddressError.InvalidChecksum)]
    [InlineData("f432f", AddressError.InvalidLength)]
    [InlineData("f432t77777777x32lpna", AddressError.InvalidPayload)]
    public void Text_is_refused(string? text, AddressError expected)
    {
        Assert.Equal(expected, AddressText.TryParse(text, out Address? address, out _));
        Assert.Null(address);
        Assert.False(Address.TryParse(text, out _));
        if (text is not null)
            Assert.Throws<FormatException>(() => Address.Parse(text));
    }

    [Fact]
    public void Text_over_138_characters_is_refused_before_it_is_looked_at()
        => Assert.Equal(AddressError.InvalidLength, AddressText.TryParse("f1" + new string('a', 137), out _, out _));

    [Fact]
    public void A_subaddress_of_55_bytes_is_refused_with_a_good_checksum()
    {
        byte[] binary = [4, 10, .. new byte[55]];
        byte[] checksum = new byte[4];
        Fvm.Crypto.Blake2b.Hash(binary, checksum);
        string text = "f410f" + Base32Lower.Encode([.. new byte[55], .. checksum]);
        Assert.Equal(AddressError.InvalidPayloadLength, AddressText.TryParse(text, out _, out _));
    }

    [Theory]
    // Rust's integer parser takes leading zeros and a plus sign.
    [InlineData("f007", "f07")]
    [InlineData("f000000000000000000001", "f01")]
    [InlineData("f0+7", "f07")]
    [InlineData("f4032f77777777x32lpna", "f432f77777777x32lpna")]
    [InlineData("f4+32f77777777x32lpna", "f432f77777777x32lpna")]
    public void Text_is_accepted_in_another_form_than_its_own(string text, string canonical)
        => Assert.Equal(canonical, Address.Parse(text).ToString());

    [Theory]
    // Re-typed from ref-fvm shared/tests/address_test.rs, invalid_byte_addresses.
    [InlineData("050404", AddressError.UnknownProtocol)]
    [InlineData("00", AddressError.InvalidLength)]
    [InlineData("01000000000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("0100000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("02000000000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("0200000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("0300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("030000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", AddressError.InvalidPayloadLength)]
    [InlineData("0400ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", AddressError.InvalidPayloadLength)]
    [InlineData("04ff", AddressError.InvalidPayload)]
    // From the unit tests at the end of address/mod.rs: bytes after the id.
    [InlineData("0043000102", AddressError.InvalidPayload)]
    [InlineData("0043008200", AddressError.InvalidPayload)]
    // Varints: cut short, not minimal, eleven bytes.
    [InlineData("0080", AddressError.InvalidPayload)]
    [InlineData("008000", AddressError.InvalidPayload)]
    [InlineData("00ff8000", AddressError.InvalidPayload)]
    [InlineData("0080808080808080808000", AddressError.InvalidPayload)]
    [InlineData("008080808080808080808001", AddressError.InvalidPayload)]
    [InlineData("048000ff", AddressError.InvalidPayload)]
    [InlineData("", AddressError.InvalidLength)]
    [InlineData("04", AddressError.InvalidLength)]
    public void Bytes_are_refused(string hex, AddressError expected)
    {
        Assert.False(Address.TryFromBytes(Convert.FromHexString(hex), out Address? address, out AddressError error));
        Assert.Equal(expected, error);
        Assert.Null(address);
    }

    [Theory]
    // unsigned-varint 0.8.0 shifts the tenth byte's surplus bits away; the address keeps the value and writes it minimally.
    [InlineData("0080808080808080808002", "f00", "0000")]
    [InlineData("00ffffffffffffffffff7f", "f018446744073709551615", "00ffffffffffffffffff01")]
    [InlineData("048a808080808080808002aa", "f410fvkmzg25n", "040aaa")]
    public void Surplus_bits_of_a_tenth_varint_byte_are_lost(string hex, string text, string canonical)
    {
        Assert.True(Address.TryFromBytes(Convert.FromHexString(hex), out Address? address));
        Assert.Equal(text, address.ToString());
        Assert.Equal(canonical, Convert.ToHexStringLower(address.Bytes));
    }

    [Fact]
    public void Random_and_mutated_input_never_throws_and_whatever_parses_is_canonical_again()
    {
        Samples samples = new(seed: 2);
        for (int i = 0; i < 20000; i++)
        {
            byte[] bytes = samples.Mutate(samples.Address().ToBytes());
            if (Address.TryFromBytes(bytes, out Address? address))
                Assert.True(Address.TryFromBytes(address.Bytes, out Address? again) && again == address);
            string text = samples.Mutate(samples.Address().ToString());
            if (Address.TryParse(text, out address))
                Assert.Equal(address, Address.Parse(address.ToString()));
        }
    }
}
