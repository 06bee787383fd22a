using System.Globalization;
using System.Numerics;
using System.Text;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>Signatures against other implementations' vectors.</summary>
public sealed class BlsTests
{
    [Fact]
    public void BlsSignaturesVectorsHold()
    {
        Assert.Equal(11, SignatureVectors.BlsSignatures.Length);
        byte[] publicKey = new byte[Bls.PublicKeyLength];
        byte[] signature = new byte[Bls.SignatureLength];
        byte[] hash = new byte[Bls.SignatureLength];
        byte[] one = Model.Bytes(1, 32);
        Array.Reverse(one);
        foreach ((string text, string decimalKey, string expectedKey, string expectedHash, string expectedSignature) in SignatureVectors.BlsSignatures)
        {
            byte[] message = Encoding.ASCII.GetBytes(text);
            byte[] privateKey = Model.Bytes(BigInteger.Parse(decimalKey, CultureInfo.InvariantCulture), 32);
            Array.Reverse(privateKey);

            Assert.True(Bls.TryGetPublicKey(privateKey, publicKey));
            Assert.Equal(expectedKey, Convert.ToHexStringLower(publicKey));
            Bls.Sign(one, message, hash);
            Assert.Equal(expectedHash, Convert.ToHexStringLower(hash));
            Bls.Sign(privateKey, message, signature);
            Assert.Equal(expectedSignature, Convert.ToHexStringLower(signature));
            Assert.True(Bls.Verify(publicKey, message, signature));
        }
    }

    [Fact]
    public void NobleVectorsHold()
    {
        byte[] publicKey = new byte[Bls.PublicKeyLength];
        byte[] signature = new byte[Bls.SignatureLength];
        for (int i = 0; i < SignatureVectors.Noble.Length; i++)
        {
            (string privateKey, string expectedKey, string expectedSignature) = SignatureVectors.Noble[i];
            byte[] message = Encoding.ASCII.GetBytes($"message {i}");
            Assert.True(Bls.TryGetPublicKey(Convert.FromHexString(privateKey), publicKey));
            Assert.Equal(expectedKey, Convert.ToHexStringLower(publicKey));
            Bls.Sign(Convert.FromHexString(privateKey), message, signature);
            Assert.Equal(expectedSignature, Convert.ToHexStringLower(signature));
            Assert.True(Bls.Verify(publicKey, message, signature));
        }
    }

    /// <summary>
    /// The rows of <c>../shared/vectors/syscalls/nv18/verify-bls.json</c>, recorded with the reference: its receipt holds 0 (valid) for the
    /// first and -1 for the others.
    /// </summary>
    [Fact]
    public void RecordedSyscallRowsHold()
    {
        byte[] key = Convert.FromHexString(
            "b17eccb52da252ae40a01077a0ada503c9fbcc1aacb22d83c4ee7e9cd482de4d858616decdc382811121261daee420a8");
        byte[] signature = Convert.FromHexString(
            "997dc51ca034db7faef4d040bcb8da63e40d0a7dcd7fd2aeedd6e3c3d3f65e75326c643e5178048db2e5810deb82cb92" +
            "189a1d051d61d712128be6cdf68e6387230e770017ef796c149a9772bfde0df40a5bfd8dd7162f6fec28b970190f541e");
        byte[] otherSignature = Convert.FromHexString(
            "997526ca709bce0d72a8b32528260de36ae141564e793d6ea31a4246d8fd59c649ed3f28dca7734b15600642cc31b282" +
            "182e889710f6ca5ca10bef584aeb1169ba5358a3f40d8bd9b8ab2c708817dff9f3e9ff0b422b436ae5d91081d50dcc2d");
        byte[] ones = new byte[96];
        ones.AsSpan().Fill(0xff);

        Assert.True(Bls.Verify(key, "msg-one"u8, signature));
        Assert.False(Bls.Verify(key, "msg-on"u8, signature));
        Assert.False(Bls.Verify(key, "msg-one"u8, signature.AsSpan(0, 95)));
        Assert.False(Bls.Verify(key, "msg-one"u8, ones));
        Assert.False(Bls.Verify(BlsRulesTests.Infinity(48), "msg-one"u8, signature));
        Assert.False(Bls.Verify(key, "msg-one"u8, otherSignature));
        Assert.False(Bls.Verify(BlsRulesTests.Infinity(48), "msg-one"u8, BlsRulesTests.Infinity(96)));
    }

    [Fact]
    public void VerifyingAllocatesNextToNothing()
    {
        (_, string key, string signature) = SignatureVectors.Noble[0];
        byte[] publicKey = Convert.FromHexString(key);
        byte[] signatureBytes = Convert.FromHexString(signature);
        Assert.True(Bls.Verify(publicKey, "message 0"u8, signatureBytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(Bls.Verify(publicKey, "message 0"u8, signatureBytes));

        // The running points of the Miller loop and the hash object: one allocation per field operation would be megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }
}
