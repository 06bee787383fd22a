using Fvm.Crypto;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

/// <summary>Signature encoding and verification, signed messages and their CIDs.</summary>
public class SignatureTests
{
    // From ../shared/vectors/syscalls/nv18/verify-secp.json and verify-bls.json: signers, texts, signatures, and what the reference answered.
    private const string SecpSigner = "014095e9555b46b70199bfe1f3ac539693a38cd016";
    private const string SecpText = "74686520717569636b2062726f776e20666f78";
    private const string R = "6a2bbe0c269d367047551917b68fdec32b300247369edd1bcdfab3b6cfb6ad6e";
    private const string LowS = "4930459f94c187c60e211ab824aab04672459467853f10b16d47cb6cbcc11964";
    private const string HighS = "b6cfba606b3e7839f1dee547db554fb84869487f2a098f8a528a9320137527dd";
    private const string Zero32 = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string BlsSigner = "03b17eccb52da252ae40a01077a0ada503c9fbcc1aacb22d83c4ee7e9cd482de4d858616decdc382811121261daee420a8";
    private const string BlsText = "6d73672d6f6e65";
    private const string BlsSignature =
        "997dc51ca034db7faef4d040bcb8da63e40d0a7dcd7fd2aeedd6e3c3d3f65e75326c643e5178048db2e5810deb82cb92"
        + "189a1d051d61d712128be6cdf68e6387230e770017ef796c149a9772bfde0df40a5bfd8dd7162f6fec28b970190f541e";
    private const string OtherBlsSignature =
        "997526ca709bce0d72a8b32528260de36ae141564e793d6ea31a4246d8fd59c649ed3f28dca7734b15600642cc31b282"
        + "182e889710f6ca5ca10bef584aeb1169ba5358a3f40d8bd9b8ab2c708817dff9f3e9ff0b422b436ae5d91081d50dcc2d";

    [Theory]
    [InlineData(SignatureType.Secp256k1, R + LowS + "00", SecpSigner, SecpText, true)]
    [InlineData(SignatureType.Secp256k1, R + HighS + "01", SecpSigner, SecpText, true)]
    [InlineData(SignatureType.Secp256k1, R + HighS + "00", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS + "04", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS + "1b", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, Zero32 + Zero32 + "00", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS, SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" + LowS + "00", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + Zero32 + "00", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS + "00", SecpSigner, "7468652071", false)]
    [InlineData(SignatureType.Secp256k1, "", SecpSigner, SecpText, false)]
    // The signer's protocol must fit; types 3 and unknown ones are refused.
    [InlineData(SignatureType.Secp256k1, R + LowS + "00", BlsSigner, SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS + "00", "0064", SecpText, false)]
    [InlineData(SignatureType.Secp256k1, R + LowS + "00", "024095e9555b46b70199bfe1f3ac539693a38cd016", SecpText, false)]
    [InlineData(SignatureType.Delegated, R + LowS + "00", SecpSigner, SecpText, false)]
    [InlineData((SignatureType)0, R + LowS + "00", SecpSigner, SecpText, false)]
    [InlineData(SignatureType.Bls, BlsSignature, BlsSigner, BlsText, true)]
    [InlineData(SignatureType.Bls, BlsSignature, BlsSigner, "6d73672d6f6e", false)]
    [InlineData(SignatureType.Bls, OtherBlsSignature, BlsSigner, BlsText, false)]
    [InlineData(SignatureType.Bls, BlsSignature, SecpSigner, BlsText, false)]
    [InlineData(SignatureType.Bls, "997dc51ca034db7f", BlsSigner, BlsText, false)]
    [InlineData(
        SignatureType.Bls, BlsSignature,
        "03c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", BlsText, false)]
    public void Verification_answers_as_the_reference(SignatureType type, string signature, string signer, string text, bool good)
    {
        Assert.True(Address.TryFromBytes(Convert.FromHexString(signer), out Address? address));
        Signature value = new(type, Convert.FromHexString(signature));
        Assert.Equal(good, SignatureVerifier.Verify(value, address, Convert.FromHexString(text)));
    }

    [Theory]
    // filecoin-project/serialization-vectors, message_signing.json: BLS over the bytes of the message's CID.
    [InlineData(
        "f3sogjuub37grt2tuvvlxbiamthwxenf2dwgq6sn7gpj72c5omg7gojjplsdsovgq6g3aagwerkght3e7boqfq",
        "bafy2bzacedhl5cowfmp7hq2ke3irf7indry55px44cbbjthazwvpm7ktf676w",
        "b181d48fa37b09bf3a03ca533f2681f36cdd79e9b21ddfad654e1576c9ba6f3d8695a78b0b9b6c737497d50ec5af9a5103981785cc78203faf0ea0d53bb6409d3a0a696799d96af6f12f9be2d1963b0a981f1f23924be4972c8d279c0ae1babe")]
    [InlineData(
        "f3unbjghaftrz676njfgakmfwvirbu5kxpafb57ex2s4sd7p2e5un2mru5fn3l2hnahcqsxtvwxy5j2cdtlaaa",
        "bafy2bzacecc7ctbgv5h65b7xltqr7m7zr5n2wiaqtexkuurbdqcm4z3talhua",
        "91f790edec90f91b378e0bf68a0876c391f8cfcfa56905edb60ebc43984fb1fd6f96e88e8d715610b4b51eb32a47bc5a0d1e90db28d72c3766c66f89b05afa30d4946dd0c1057b221fd693532c5cddc03d2e2e5067479dda4fe82873e1a5e0e1")]
    public void Published_signed_messages(string from, string cid, string signature)
    {
        Message message = new()
        {
            To = Address.FromId(99999),
            From = Address.Parse(from),
            Sequence = 55,
            Value = TokenAmount.FromAtto(1),
            GasLimit = 1000000,
            GasFeeCap = TokenAmount.FromAtto(100),
            GasPremium = TokenAmount.FromAtto(1),
        };
        Assert.Equal(cid, message.Cid.ToString());
        SignedMessage signed = new(message, new Signature(SignatureType.Bls, Convert.FromHexString(signature)));
        Assert.Equal(message.Cid, signed.Cid);
        Assert.Equal(message.Encode().Length, signed.ChainLength);
        Assert.True(SignatureVerifier.Verify(signed));
        Assert.False(SignatureVerifier.Verify(signed with { Message = message with { Sequence = 56 } }));
    }

    [Fact]
    public void A_secp256k1_message_of_our_own_verifies_and_is_named_by_its_signed_form()
    {
        byte[] key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] publicKey = new byte[65];
        Assert.True(Secp256k1.TryGetPublicKey(key, publicKey));
        Message message = new Samples(8).Message() with { From = Address.FromSecp256k1PublicKey(publicKey) };
        byte[] signature = new byte[65];
        Secp256k1.Sign(key, Blake2b.Hash256(message.Cid.Bytes), signature);

        SignedMessage signed = new(message, new Signature(SignatureType.Secp256k1, signature));
        Assert.True(SignatureVerifier.Verify(signed));
        Assert.NotEqual(message.Cid, signed.Cid);
        // 69 bytes more than the message: array head, byte string head of two, type, 65 bytes (vm-facts 1.2).
        Assert.Equal(message.Encode().Length + 69, signed.ChainLength);
        Assert.Equal(signed.Encode().Length, signed.ChainLength);
        Assert.True(SignedMessage.TryDecode(signed.Encode(), out SignedMessage? back, out _));
        Assert.Equal(signed, back);
        signature[10] ^= 1;
        Assert.False(SignatureVerifier.Verify(signed));
    }

    [Theory]
    [InlineData("420155", true, true)]
    [InlineData("420255", true, true)]
    [InlineData("420355", true, false)]
    [InlineData("4102", true, true)]
    [InlineData("40", false, false)]
    [InlineData("420055", false, false)]
    [InlineData("420455", false, false)]
    [InlineData("620155", false, false)]
    [InlineData("f6", false, false)]
    public void Decoding_for_nodes_and_for_actors(string hex, bool node, bool actor)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(node, ChainEncoding.TryFromCbor<Signature>(bytes, out Signature? signature));
        if (node)
            Assert.Equal(bytes, ChainEncoding.ToCbor(signature!));
        CborReader reader = new(bytes);
        Assert.Equal(actor, Signature.ReadAsActor(ref reader) is not null && reader.Finish());
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Nodes_read_at_most_200_bytes(int length, bool good)
    {
        byte[] bytes = [0x58, (byte)length, 1, .. new byte[length - 1]];
        Assert.Equal(good, ChainEncoding.TryFromCbor<Signature>(bytes, out _));
        CborReader reader = new(bytes);
        Assert.NotNull(Signature.ReadAsActor(ref reader));
    }
}
