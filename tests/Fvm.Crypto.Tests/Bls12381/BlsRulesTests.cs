using System.Text;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>
/// One test per rule of acceptance. Sources: bls-signatures <c>src/signature.rs</c> ("verify_messages", both back ends agree on all of these;
/// <c>src/key.rs</c> for keys) and ref-fvm <c>shared/src/crypto/signature.rs</c> ("verify_bls_sig", "verify_bls_aggregate").
/// </summary>
public sealed class BlsRulesTests
{
    private static readonly byte[][] PrivateKeys = [.. SignatureVectors.Noble.Select(row => Convert.FromHexString(row.PrivateKey))];
    private static readonly ReadOnlyMemory<byte>[] Keys = [.. SignatureVectors.Noble.Select(row => (ReadOnlyMemory<byte>)Convert.FromHexString(row.PublicKey))];
    private static readonly ReadOnlyMemory<byte>[] Signatures = [.. SignatureVectors.Noble.Select(row => (ReadOnlyMemory<byte>)Convert.FromHexString(row.Signature))];
    private static readonly ReadOnlyMemory<byte>[] Messages = [.. Enumerable.Range(0, Keys.Length).Select(i => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"message {i}"))];
    private static readonly byte[] Aggregate = Convert.FromHexString(SignatureVectors.NobleAggregate);

    [Fact]
    public void AggregateIsTheSumOfSignatures()
    {
        byte[] sum = new byte[96];
        Assert.True(Bls.TryAggregate(Signatures, sum));
        Assert.Equal(Aggregate, sum);
        Assert.True(Bls.VerifyAggregate(Keys, Messages, Aggregate));
    }

    [Fact]
    public void AggregateOfOneIsASignature()
    {
        Assert.True(Bls.VerifyAggregate(Keys[..1], Messages[..1], Signatures[0].Span));
        Assert.False(Bls.VerifyAggregate(Keys[..1], Messages[1..2], Signatures[0].Span));
    }

    [Fact]
    public void AggregateDoesNotDependOnTheOrderOfPairs()
    {
        ReadOnlyMemory<byte>[] keys = [.. Keys.Reverse()];
        Assert.True(Bls.VerifyAggregate(keys, [.. Messages.Reverse()], Aggregate));
        Assert.False(Bls.VerifyAggregate(keys, Messages, Aggregate));
    }

    [Fact]
    public void AggregateMissingOneIsInvalid() => Assert.False(Bls.VerifyAggregate(Keys[..4], Messages[..4], Aggregate));

    [Fact]
    public void NothingSignedIsValidWhateverTheSignature()
    {
        Assert.True(Bls.VerifyAggregate([], [], Aggregate));
        Assert.True(Bls.VerifyAggregate([], [], new byte[96]));
        Assert.True(Bls.VerifyAggregate([], [], []));
    }

    [Fact]
    public void UnequalNumbersAreInvalid()
    {
        Assert.False(Bls.VerifyAggregate(Keys, Messages[..4], Aggregate));
        Assert.False(Bls.VerifyAggregate(Keys[..4], Messages, Aggregate));
        Assert.False(Bls.VerifyAggregate([], Messages[..1], Aggregate));
        Assert.False(Bls.VerifyAggregate(Keys[..1], [], Aggregate));
    }

    [Fact]
    public void EqualMessagesAreInvalidEvenUnderDifferentKeys()
    {
        byte[] sum = new byte[96];
        byte[] second = new byte[96];
        Bls.Sign(PrivateKeys[1], Messages[0].Span, second);
        Assert.True(Bls.Verify(Keys[1].Span, Messages[0].Span, second));
        Assert.True(Bls.TryAggregate([Signatures[0], second], sum));
        ReadOnlyMemory<byte> copy = Messages[0].ToArray();
        Assert.False(Bls.VerifyAggregate(Keys[..2], [Messages[0], copy], sum));
    }

    [Fact]
    public void EqualKeysAreValid()
    {
        byte[] sum = new byte[96];
        byte[] second = new byte[96];
        Bls.Sign(PrivateKeys[0], Messages[1].Span, second);
        Assert.True(Bls.TryAggregate([Signatures[0], second], sum));
        Assert.True(Bls.VerifyAggregate([Keys[0], Keys[0]], Messages[..2], sum));
    }

    [Fact]
    public void ZeroKeyIsAKeyButNeverVerifies()
    {
        byte[] zero = new byte[32];
        byte[] publicKey = new byte[48];
        byte[] signature = new byte[96];
        Assert.True(Bls.TryGetPublicKey(zero, publicKey));
        Assert.Equal(Infinity(48), publicKey);
        Bls.Sign(zero, Messages[1].Span, signature);
        Assert.Equal(Infinity(96), signature);

        Assert.False(Bls.Verify(publicKey, Messages[1].Span, signature));
        Assert.False(Bls.VerifyAggregate([publicKey], Messages[1..2], signature));

        // Its share of an aggregate is nothing, so that the sum is a plain signature; the key alone makes it invalid.
        Assert.False(Bls.VerifyAggregate([Keys[0], publicKey], Messages[..2], Signatures[0].Span));
    }

    [Fact]
    public void InfinityIsADecodableSignatureOfNothing()
    {
        Assert.False(Bls.Verify(Keys[0].Span, Messages[0].Span, Infinity(96)));
        byte[] sum = new byte[96];
        Assert.True(Bls.TryAggregate([Infinity(96), Signatures[0]], sum));
        Assert.Equal(Signatures[0].ToArray(), sum);
    }

    [Fact]
    public void UndecodableBytesAreInvalid()
    {
        byte[][] badKeys = [[], new byte[47], new byte[48], new byte[49], Flip(Keys[0], 0, 0x80), SmallOrderKey()];
        foreach (byte[] key in badKeys)
        {
            Assert.False(Bls.Verify(key, Messages[0].Span, Signatures[0].Span));
            Assert.False(Bls.VerifyAggregate([Keys[0], key], Messages[..2], Aggregate));
        }

        byte[][] badSignatures = [[], new byte[95], new byte[96], new byte[97], Flip(Signatures[0], 0, 0x80)];
        foreach (byte[] signature in badSignatures)
        {
            Assert.False(Bls.Verify(Keys[0].Span, Messages[0].Span, signature));
            Assert.False(Bls.VerifyAggregate(Keys[..1], Messages[..1], signature));
            Assert.False(Bls.TryAggregate([Signatures[0], signature], new byte[96]));
        }

        Assert.False(Bls.TryAggregate([], new byte[96]));
    }

    [Fact]
    public void AnyChangeIsInvalid()
    {
        Assert.True(Bls.Verify(Keys[0].Span, Messages[0].Span, Signatures[0].Span));
        Assert.False(Bls.Verify(Keys[0].Span, Messages[1].Span, Signatures[0].Span));
        Assert.False(Bls.Verify(Keys[1].Span, Messages[0].Span, Signatures[0].Span));
        Assert.False(Bls.Verify(Keys[0].Span, Messages[0].Span, Signatures[1].Span));
        Assert.False(Bls.Verify(Flip(Keys[0], 0, 0x20), Messages[0].Span, Signatures[0].Span));
        Assert.False(Bls.Verify(Keys[0].Span, Messages[0].Span, Flip(Signatures[0], 0, 0x20)));
        Assert.False(Bls.Verify(Keys[0].Span, [], Signatures[0].Span));
    }

    [Fact]
    public void PrivateKeysAreLittleEndianAndBelowTheOrder()
    {
        // key.rs, test_from_bytes: r - 1 is a key; r + 1 and all ones are not.
        byte[] order = Model.Bytes(Model.R, 32);
        Array.Reverse(order);
        byte[] publicKey = new byte[48];
        Assert.False(Bls.TryGetPublicKey(order, publicKey));
        Assert.Throws<ArgumentException>(() => Bls.Sign(order, "m"u8, new byte[96]));
        order[0] = 2;
        Assert.False(Bls.TryGetPublicKey(order, publicKey));
        order[0] = 0;
        Assert.True(Bls.TryGetPublicKey(order, publicKey));
        Assert.StartsWith("b7f1d3a7", Convert.ToHexStringLower(publicKey), StringComparison.Ordinal); // -G1

        byte[] ones = new byte[32];
        ones.AsSpan().Fill(0xff);
        Assert.False(Bls.TryGetPublicKey(ones, publicKey));
        Assert.False(Bls.TryGetPublicKey(new byte[31], publicKey));
        Assert.False(Bls.TryGetPublicKey(new byte[33], publicKey));

        byte[] one = new byte[32];
        one[0] = 1;
        Assert.True(Bls.TryGetPublicKey(one, publicKey));
        Assert.StartsWith("97f1d3a7", Convert.ToHexStringLower(publicKey), StringComparison.Ordinal); // G1
    }

    internal static byte[] Infinity(int length)
    {
        byte[] bytes = new byte[length];
        bytes[0] = 0xc0;
        return bytes;
    }

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int index, byte mask)
    {
        byte[] copy = bytes.ToArray();
        copy[index] ^= mask;
        return copy;
    }

    /// <summary>(0, 2), on the curve but of order 3.</summary>
    private static byte[] SmallOrderKey()
    {
        byte[] bytes = new byte[48];
        bytes[0] = 0x80;
        return bytes;
    }
}
