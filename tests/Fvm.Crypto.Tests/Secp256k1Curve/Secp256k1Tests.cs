using System.Numerics;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

/// <summary>The public surface: its edges, and random agreement with <see cref="CurveModel"/>.</summary>
public sealed class Secp256k1Tests
{
    private static BigInteger N => CurveModel.N;

    /// <summary>The test of ref-fvm shared/src/crypto/signature.rs: a high s, as Ethereum's precompile accepts it.</summary>
    [Fact]
    public void RecoversFromAHighSAsTheReferenceDoes()
    {
        byte[] hash = Convert.FromHexString("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c");
        byte[] signature = Convert.FromHexString(
            "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f" +
            "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549" + "01");
        byte[] publicKey = new byte[65];
        Assert.False(Secp256k1.IsLowS(signature.AsSpan(32, 32)));
        Assert.True(Secp256k1.TryRecover(hash, signature, publicKey));
        Assert.Equal("a94f5374fce5edbc8e2a8697c15331677e6ebf0b", Convert.ToHexStringLower(Keccak256.Hash(publicKey.AsSpan(1)).AsSpan(12)));
    }

    [Fact]
    public void BothHalvesOfSAreTheSameSignature()
    {
        (byte[] hash, byte[] signature, byte[] publicKey) = Signed(seed: 10);
        byte[] high = Signature(CurveModel.Read(signature.AsSpan(0, 32)), N - CurveModel.Read(signature.AsSpan(32, 32)), signature[64] ^ 1);
        Assert.True(Secp256k1.IsLowS(signature.AsSpan(32, 32)));
        Assert.False(Secp256k1.IsLowS(high.AsSpan(32, 32)));
        foreach (byte[] form in new[] { signature, high })
        {
            Assert.True(Secp256k1.Verify(publicKey, hash, form.AsSpan(0, 64)));
            Assert.Equal(publicKey, Recover(hash, form));
        }

        high[64] ^= 1;
        Assert.NotEqual(publicKey, Recover(hash, high));
    }

    /// <summary>r or s at 0, n and above; both operations refuse them.</summary>
    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        (byte[] hash, byte[] signature, byte[] publicKey) = Signed(seed: 11);
        BigInteger r = CurveModel.Read(signature.AsSpan(0, 32)), s = CurveModel.Read(signature.AsSpan(32, 32));
        foreach (BigInteger bad in new[] { BigInteger.Zero, N, N + 1, CurveModel.P, (BigInteger.One << 256) - 1 })
        {
            foreach (byte[] form in new[] { Signature(bad, s, signature[64]), Signature(r, bad, signature[64]) })
            {
                Assert.False(Secp256k1.Verify(publicKey, hash, form.AsSpan(0, 64)));
                Assert.Null(Recover(hash, form));
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(255)]
    public void RefusesOtherValuesOfV(byte v)
    {
        (byte[] hash, byte[] signature, _) = Signed(seed: 12);
        signature[64] = v;
        Assert.Null(Recover(hash, signature));
    }

    /// <summary>x = r + n needs r below p - n, about 2^128; the greatest such r gives x = p - 1.</summary>
    [Fact]
    public void TheReducedXNeedsRoomBelowP()
    {
        byte[] hash = CurveModel.Bytes(12345);
        BigInteger gap = CurveModel.P - N;
        int found = 0;
        for (BigInteger r = gap - 12; r < gap + 12; r++)
        {
            foreach (int v in new[] { 2, 3 })
            {
                byte[] signature = Signature(r, 99, v);
                (BigInteger X, BigInteger Y)? expected = CurveModel.Recover(12345, r, 99, v);
                byte[]? actual = Recover(hash, signature);
                Assert.Equal(expected is null ? null : CurveModel.Encode(expected.Value), actual);
                if (actual is null) continue;

                // The verifier finds the same x, which is not r but r modulo n.
                Assert.True(Secp256k1.Verify(actual, hash, signature.AsSpan(0, 64)));
                Assert.True(r < gap);
                found++;
            }
        }

        Assert.InRange(found, 6, 20);
    }

    /// <summary>r = x(G), s = 5, hash = 5: the key would be (5 - 5)/r * G.</summary>
    [Fact]
    public void RefusesAKeyAtInfinity()
    {
        int parity = (int)(CurveModel.G.Y & 1);
        Assert.Null(Recover(CurveModel.Bytes(5), Signature(CurveModel.G.X, 5, parity)));
        Assert.NotNull(Recover(CurveModel.Bytes(6), Signature(CurveModel.G.X, 5, parity)));
        Assert.NotNull(Recover(CurveModel.Bytes(5), Signature(CurveModel.G.X, 5, parity ^ 1)));
    }

    /// <summary>Key G, r = 3, s = 1, hash = -3: the verifier's point would be -3G + 3G.</summary>
    [Fact]
    public void RefusesAVerificationPointAtInfinity() =>
        Assert.False(Secp256k1.Verify(CurveModel.Encode(CurveModel.G), CurveModel.Bytes(N - 3), Signature(3, 1, 0).AsSpan(0, 64)));

    /// <summary>x = 5 is on no point: 132 is no square modulo p.</summary>
    [Fact]
    public void RefusesAnXWithoutPoint()
    {
        byte[] hash = CurveModel.Bytes(1);
        Assert.Null(CurveModel.Lift(5, false));
        for (int v = 0; v < 2; v++) Assert.Null(Recover(hash, Signature(5, 1, v)));
    }

    [Fact]
    public void RefusesMalformedKeys()
    {
        (byte[] hash, byte[] signature, byte[] publicKey) = Signed(seed: 13);
        byte[] compressed = [(byte)(2 + (publicKey[64] & 1)), .. publicKey.AsSpan(1, 32)];
        Assert.True(Verifies(publicKey));
        Assert.True(Verifies(compressed));

        Assert.False(Verifies([]));
        Assert.False(Verifies([0x00]));
        Assert.False(Verifies(publicKey[..64]));
        Assert.False(Verifies([.. publicKey, 0]));
        Assert.False(Verifies(compressed[..32]));
        Assert.False(Verifies([(byte)(compressed[0] ^ 1), .. compressed.AsSpan(1)]));
        foreach (byte tag in new byte[] { 0, 1, 2, 3, 5, 6, 7, 255 }) Assert.False(Verifies([tag, .. publicKey.AsSpan(1)]));
        foreach (byte tag in new byte[] { 0, 1, 4, 5, 6, 7 }) Assert.False(Verifies([tag, .. compressed.AsSpan(1)]));

        // Off the curve; x without point; coordinates of p and above, which would be right modulo p.
        byte[] off = [.. publicKey];
        off[64] ^= 1;
        Assert.False(Verifies(off));
        Assert.False(Verifies([0x02, .. CurveModel.Bytes(5)]));
        Assert.False(Verifies([0x02, .. CurveModel.Bytes(CurveModel.P + 1)]));
        Assert.False(Verifies([0x04, .. CurveModel.Bytes(CurveModel.P), .. CurveModel.Bytes(1)]));

        bool Verifies(byte[] key) => Secp256k1.Verify(key, hash, signature.AsSpan(0, 64));
    }

    [Fact]
    public void RefusesPrivateKeysOutOfRange()
    {
        byte[] output = new byte[65];
        foreach (BigInteger bad in new[] { 0, N, N + 1, (BigInteger.One << 256) - 1 })
        {
            Assert.False(Secp256k1.TryGetPublicKey(CurveModel.Bytes(bad), output));
            Assert.Throws<ArgumentException>(() => Secp256k1.Sign(CurveModel.Bytes(bad), new byte[32], output));
        }

        Assert.Equal(new byte[65], output);
    }

    [Fact]
    public void RefusesWrongLengths()
    {
        (byte[] hash, byte[] signature, byte[] publicKey) = Signed(seed: 14);
        byte[] output = new byte[65];

        // Bytes of others are wrong without further ado; lengths that the caller answers for are broken promises.
        foreach (int length in new[] { 0, 63, 65 }) Assert.False(Secp256k1.Verify(publicKey, hash, new byte[length]));
        foreach (int length in new[] { 0, 64, 66 }) Assert.False(Secp256k1.TryRecover(hash, new byte[length], output));
        Assert.Throws<ArgumentException>(() => Secp256k1.Verify(publicKey, new byte[31], signature.AsSpan(0, 64)));
        Assert.Throws<ArgumentException>(() => Secp256k1.TryRecover(new byte[33], signature, output));
        Assert.Throws<ArgumentException>(() => Secp256k1.TryRecover(hash, signature, new byte[64]));
        Assert.Throws<ArgumentException>(() => Secp256k1.Sign(new byte[31], hash, output));
        Assert.Throws<ArgumentException>(() => Secp256k1.Sign(hash, new byte[31], output));
        Assert.Throws<ArgumentException>(() => Secp256k1.Sign(hash, hash, new byte[64]));
        Assert.Throws<ArgumentException>(() => Secp256k1.TryGetPublicKey(new byte[33], output));
        Assert.Throws<ArgumentException>(() => Secp256k1.TryGetPublicKey(hash, new byte[33]));
        Assert.Throws<ArgumentException>(() => Secp256k1.IsLowS(new byte[31]));
    }

    [Fact]
    public void SignaturesVerifyAndRecoverByTheModelToo()
    {
        for (int seed = 100; seed < 125; seed++)
        {
            (byte[] hash, byte[] signature, byte[] publicKey) = Signed(seed);
            BigInteger z = CurveModel.Read(hash), r = CurveModel.Read(signature.AsSpan(0, 32)), s = CurveModel.Read(signature.AsSpan(32, 32));
            (BigInteger X, BigInteger Y) key = (CurveModel.Read(publicKey.AsSpan(1, 32)), CurveModel.Read(publicKey.AsSpan(33, 32)));
            Assert.True(s <= N / 2);
            Assert.True(CurveModel.Verify(key, z, r, s));
            Assert.Equal(key, CurveModel.Recover(z, r, s, signature[64]));
            Assert.True(Secp256k1.Verify(publicKey, hash, signature.AsSpan(0, 64)));
            Assert.Equal(publicKey, Recover(hash, signature));

            hash[seed % 32] ^= 4;
            Assert.False(Secp256k1.Verify(publicKey, hash, signature.AsSpan(0, 64)));
            Assert.NotEqual(publicKey, Recover(hash, signature));
        }
    }

    /// <summary>Numbers that nobody signed: small, near n, random; every v from 0 to 5.</summary>
    [Fact]
    public void RecoveryOfArbitraryNumbersAgreesWithTheModel()
    {
        Random random = new(15);
        int recovered = 0;
        for (int i = 0; i < 240; i++)
        {
            BigInteger z = i % 3 == 0 ? (BigInteger.One << 256) - 1 - i : CurveModel.Below(random, N);
            BigInteger r = ScalarTests.Next(random), s = ScalarTests.Next(random);
            int v = i % 6;
            (BigInteger X, BigInteger Y)? expected = CurveModel.Recover(z, r, s, v);
            byte[]? actual = Recover(CurveModel.Bytes(z), Signature(r, s, v));
            Assert.Equal(expected is null ? null : CurveModel.Encode(expected.Value), actual);
            if (actual is null) continue;
            recovered++;
            Assert.True(Secp256k1.Verify(actual, CurveModel.Bytes(z), Signature(r, s, v).AsSpan(0, 64)));
        }

        Assert.InRange(recovered, 30, 120);
    }

    private static byte[]? Recover(byte[] hash, byte[] signature)
    {
        byte[] publicKey = new byte[65];
        if (Secp256k1.TryRecover(hash, signature, publicKey)) return publicKey;
        Assert.Equal(new byte[65], publicKey);
        return null;
    }

    private static byte[] Signature(BigInteger r, BigInteger s, int v) => [.. CurveModel.Bytes(r), .. CurveModel.Bytes(s), (byte)v];

    private static (byte[] Hash, byte[] Signature, byte[] PublicKey) Signed(int seed)
    {
        Random random = new(seed);
        byte[] privateKey = CurveModel.Bytes(CurveModel.Below(random, N - 1) + 1);
        byte[] hash = new byte[32], signature = new byte[65], publicKey = new byte[65];
        random.NextBytes(hash);
        Secp256k1.Sign(privateKey, hash, signature);
        Assert.True(Secp256k1.TryGetPublicKey(privateKey, publicKey));
        return (hash, signature, publicKey);
    }
}
