using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

/// <summary>Text, bytes and CBOR of good addresses. Rows re-typed from ref-fvm shared/tests/address_test.rs, which has them from the specification.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("f00", "0000")]
    [InlineData("f01", "0001")]
    [InlineData("f010", "000a")]
    [InlineData("f0150", "009601")]
    [InlineData("f0499", "00f303")]
    [InlineData("f01024", "008008")]
    [InlineData("f01729", "00c10d")]
    [InlineData("f0999999", "00bf843d")]
    [InlineData("f09223372036854775807", "00ffffffffffffffff7f")]
    [InlineData("f018446744073709551615", "00ffffffffffffffffff01")]
    [InlineData("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq", "01ea0f0ea039b291a0f08fd179e0556a8c3277c0d3")]
    [InlineData("f12fiakbhe2gwd5cnmrenekasyn6v5tnaxaqizq6a", "01d1500504e4d1ac3e89ac891a4502586fabd9b417")]
    [InlineData("f1wbxhu3ypkuo6eyp6hjx6davuelxaxrvwb2kuwva", "01b06e7a6f0f551de261fe3a6fe182b422ee0bc6b6")]
    [InlineData("f1xtwapqc6nh4si2hcwpr3656iotzmlwumogqbuaa", "01bcec07c05e69f92468e2b3e3bf77c874f2c5da8c")]
    [InlineData("f1xcbgdhkgkwht3hrrnui3jdopeejsoatkzmoltqy", "01b882619d46558f3d9e316d11b48dcf211327026a")]
    [InlineData("f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "01fd1d0f4dfcd7e99afcb99a8326b7dc459d32c628")]
    [InlineData("f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i", "02e54dea4f9bc5b47d261819826d5e1fbf8bc5503b")]
    [InlineData("f25nml2cfbljvn4goqtclhifepvfnicv6g7mfmmvq", "02eb58bd08a15a6ade19d0989674148fa95a8157c6")]
    [InlineData("f2nuqrg7vuysaue2pistjjnt3fadsdzvyuatqtfei", "026d21137eb4c4814269e894d296cf6500e43cd714")]
    [InlineData("f24dd4ox4c2vpf5vk5wkadgyyn6qtuvgcpxxon64a", "02e0c7c75f82d55e5ed55db28033630df4274a984f")]
    [InlineData("f2gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr23y", "02316b4c1ff5d4afb7826ceab5bb0f2c3e0f364053")]
    [InlineData(
        "f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a",
        "03ad58df696e2d4e91ea86c881e938ba4ea81b395e12797b84b9cf314b9546705e839c7a99d606b247ddb4f9ac7a3414dd")]
    [InlineData(
        "f3wmuu6crofhqmm3v4enos73okk2l366ck6yc4owxwbdtkmpk42ohkqxfitcpa57pjdcftql4tojda2poeruwa",
        "03b3294f0a2e29e0c66ebc235d2fedca5697bf784af605c75af608e6a63d5cd38ea85ca8989e0efde9188b382f9372460d")]
    [InlineData(
        "f3s2q2hzhkpiknjgmf4zq3ejab2rh62qbndueslmsdzervrhapxr7dftie4kpnpdiv2n6tvkr743ndhrsw6d3a",
        "0396a1a3e4ea7a14d49985e661b22401d44fed402d1d0925b243c923589c0fbc7e32cd04e29ed78d15d37d3aaa3fe6da33")]
    [InlineData("f432f77777777x32lpna", "0420ffffffffff")]
    [InlineData("f418446744073709551615ftnkyfaq", "04ffffffffffffffffff01")]
    [InlineData(
        "f418446744073709551615faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaafbbuagu",
        "04ffffffffffffffffff01000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void Text_bytes_and_cbor_say_the_same(string text, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Address fromText = Address.Parse(text);
        Assert.True(Address.TryFromBytes(bytes, out Address? fromBytes));
        Assert.Equal(fromText, fromBytes);
        Assert.Equal(fromText.GetHashCode(), fromBytes.GetHashCode());
        Assert.Equal(hex, Convert.ToHexStringLower(fromText.Bytes));
        Assert.Equal(hex[2..], Convert.ToHexStringLower(fromText.Payload));
        Assert.Equal((AddressProtocol)bytes[0], fromText.Protocol);
        Assert.Equal(text, fromBytes.ToString());

        // Re-encoding the address names this row of the reference's cbor_encoding test: a byte string.
        byte[] cbor = ChainEncoding.ToCbor(fromText);
        byte[] head = bytes.Length < 24 ? [(byte)(0x40 + bytes.Length)] : [0x58, (byte)bytes.Length];
        Assert.Equal([.. head, .. bytes], cbor);
        Assert.True(ChainEncoding.TryFromCbor<Address>(cbor, out Address? fromCbor));
        Assert.Equal(fromText, fromCbor);

        string testnet = "t" + text[1..];
        Assert.Equal(testnet, fromText.ToString(AddressNetwork.Testnet));
        Assert.Equal(fromText, Address.Parse(testnet));
        Assert.True(Address.TryParse(testnet, AddressNetwork.Testnet, out _));
        Assert.False(Address.TryParse(testnet, AddressNetwork.Mainnet, out _));
        Assert.True(Address.TryParse(text, AddressNetwork.Mainnet, out _));
        Assert.False(Address.TryParse(text, AddressNetwork.Testnet, out _));
    }

    [Theory]
    [InlineData(
        "049402fac37e6432a416a3a0ca5426b5185ab3b24f6134efa25ce487c82d2e4e13bf452511e0d2245421f8613bc10d72fa216666a96c3bc13920d3ff233fd0bc05",
        "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq")]
    [InlineData(
        "047687b910379bf28cbe3aea674b12000c6b7dba46ffc05f6c94fe2a22bbcc2602ff7f5c76f21ca55d36959152b0e1e887917c393576eef093f61ebd3ad06f7fda",
        "f12fiakbhe2gwd5cnmrenekasyn6v5tnaxaqizq6a")]
    public void Secp256k1_keys_hash_to_f1(string key, string text)
        => Assert.Equal(text, Address.FromSecp256k1PublicKey(Convert.FromHexString(key)).ToString());

    [Theory]
    [InlineData("76128190cdf068d1418044acc03e0b6781970d60", "f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i")]
    [InlineData("2cafb8e2e06bba98ea657c5cf5f42023aa23e88e", "f25nml2cfbljvn4goqtclhifepvfnicv6g7mfmmvq")]
    [InlineData("3d3a89e8ddab547832716c6d468c3560c9f47fd8", "f2gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr23y")]
    public void Actor_bytes_hash_to_f2(string data, string text)
        => Assert.Equal(text, Address.FromActorBytes(Convert.FromHexString(data)).ToString());

    [Fact]
    public void The_parts_of_an_address_come_back()
    {
        Assert.True(Address.FromId(1729).TryGetId(out ulong id));
        Assert.Equal(1729UL, id);
        Assert.False(Address.BlsZero.TryGetId(out _));

        Address delegated = Address.FromDelegated(300, [1, 2, 3]);
        Assert.False(delegated.TryGetId(out _));
        Assert.True(delegated.TryGetDelegated(out ulong actorNamespace, out ReadOnlySpan<byte> subaddress));
        Assert.Equal(300UL, actorNamespace);
        Assert.Equal([1, 2, 3], subaddress.ToArray());
        Assert.False(Address.FromId(300).TryGetDelegated(out _, out _));
    }

    [Fact]
    public void The_zero_bls_address_is_the_reference_s()
    {
        Assert.Equal("f3yaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaby2smx7a", Address.BlsZero.ToString());
        Assert.True(Address.FromBls(Address.BlsZero.Payload).IsBlsZero);
        Assert.False(Address.FromBls(new byte[Address.BlsKeyLength]).IsBlsZero);
    }

    [Fact]
    public void Constructors_insist_on_lengths()
    {
        Assert.Throws<ArgumentException>(() => Address.FromBls(new byte[47]));
        Assert.Throws<ArgumentException>(() => Address.FromBls(new byte[49]));
        Assert.Throws<ArgumentException>(() => Address.FromSecp256k1PublicKey(new byte[64]));
        Assert.Throws<ArgumentException>(() => Address.FromSecp256k1PublicKey(new byte[66]));
        Assert.Throws<ArgumentException>(() => Address.FromActorHash(new byte[19]));
        Assert.Throws<ArgumentException>(() => Address.FromDelegated(10, new byte[55]));
        Assert.Equal(Address.MaxLength, Address.FromDelegated(ulong.MaxValue, new byte[54]).Bytes.Length);
    }

    [Fact]
    public void Addresses_are_values()
    {
        Assert.True(Address.FromId(7) == Address.FromId(7));
        Assert.True(Address.FromId(7) != Address.FromId(8));
        Assert.False(Address.FromActorHash(new byte[20]).Equals((object)Address.FromId(0)));
        Address mutable = Address.FromId(7);
        mutable.ToBytes()[1] = 8;
        Assert.Equal("f07", mutable.ToString());
    }

    [Fact]
    public void Cbor_must_be_a_byte_string_of_an_address()
    {
        foreach (string hex in new[] { "40", "4100", "60", "820000", "f6", "4305ffff", "01" })
            Assert.False(ChainEncoding.TryFromCbor<Address>(Convert.FromHexString(hex), out _, out CborError error) || error.Kind == CborErrorKind.None, hex);
    }

    [Fact]
    public void Random_addresses_make_the_round_trip_in_every_form()
    {
        Samples samples = new(seed: 1);
        for (int i = 0; i < 2000; i++)
        {
            Address address = samples.Address();
            Assert.True(Address.TryFromBytes(address.Bytes, out Address? fromBytes));
            Assert.Equal(address, fromBytes);
            Assert.Equal(address, Address.Parse(address.ToString()));
            Assert.Equal(address, Address.Parse(address.ToString(AddressNetwork.Testnet)));
        }
    }
}
