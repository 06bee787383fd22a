using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Fvm.Crypto.Secp256k1Curve;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

/// <summary>RFC 6979 itself has no secp256k1 vectors; these are the ones that wallets agreed upon.</summary>
public sealed class DeterministicSignatureTests
{
    private const string One = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string Greatest = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

    /// <summary>
    /// Private key, message (hashed with SHA-256), nonce, r and s (low): trezor-crypto tests/test_check.c (nonces) and
    /// CoreBitcoin BTCKeyTests.swift (signatures).
    /// </summary>
    public static TheoryData<string, string, string, string, string> WalletVectors => new()
    {
        {
            "cca9fbcc1b41e5a95d369eaa6ddcff73b61a4efaa279cfc6567e8daa39cbaf50", "sample",
            "2df40ca70e639d89528a6b670d9d48d9165fdc0febc0974056bdce192b8e16a3",
            "af340daf02cc15c8d5d08d7735dfe6b98a474ed373bdb5fbecf7571be52b3842", "5009fb27f37034a9b24b707b7c6b79ca23ddef9e25f7282e8a797efe53a8f124"
        },
        {
            One, "Satoshi Nakamoto",
            "8f8a276c19f4149656b280621e358cce24f5f52542772691ee69063b74f15d15",
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8", "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
        },
        {
            Greatest, "Satoshi Nakamoto",
            "33a19b60e25fb6f4435af53a3d42d493644827367e6453928554f43e49aa6f90",
            "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0", "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"
        },
        {
            "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing",
            "525a82b70e67874398067543fd84c83d30c175fdc45fdeee082fe13b1d7cfdf1",
            "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c", "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea"
        },
        {
            One, "All those moments will be lost in time, like tears in rain. Time to die...",
            "38aa22d72376b4dbc472e06c3ba403ee0a394da63fc58d88686c611aba98d6b3",
            "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b", "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"
        },
        {
            "e91671c46231f833a6406ccbea0e3e392c76c167bac1cb013f6f1013980455c2",
            "There is a computer disease that anybody who works with computers knows about. It's a very serious disease and it interferes " +
            "completely with the work. The trouble with computers is that you 'play' with them!",
            "1f4b84c23a86a221d233f2521be018d9318639d5b8bbd6374a8a59232d16ad3d",
            "b552edd27580141f3b2a5463048cb7cd3e047b97c9f98076c32dbdf85a68718b", "279fa72dd19bfae05577e06c7c0c1900c371fcd5893f7e1d56a37d30174671f6"
        },
    };

    [Theory]
    [MemberData(nameof(WalletVectors))]
    public void SignsAsWalletsDo(string privateKeyHex, string message, string nonce, string r, string s)
    {
        byte[] privateKey = Convert.FromHexString(privateKeyHex), hash = SHA256.HashData(Encoding.UTF8.GetBytes(message));
        byte[] signature = new byte[65], publicKey = new byte[65], recovered = new byte[65];

        Secp256k1.Sign(privateKey, hash, signature);

        Assert.Equal(r + s, Convert.ToHexStringLower(signature.AsSpan(0, 64)));
        Assert.Equal(nonce, Convert.ToHexStringLower(Nonces(privateKey, hash, 1)[0]));
        Assert.True(Secp256k1.TryGetPublicKey(privateKey, publicKey));
        Assert.True(Secp256k1.TryRecover(hash, signature, recovered));
        Assert.Equal(publicKey, recovered);
    }

    /// <summary>The candidates after the first, which no known key needs, and hashes of n and above, by a plain restatement of the RFC.</summary>
    [Fact]
    public void NoncesFollowTheRfc()
    {
        Random random = new(9);
        for (int i = 0; i < 50; i++)
        {
            byte[] privateKey = CurveModel.Bytes(CurveModel.Below(random, CurveModel.N - 1) + 1);
            byte[] hash = new byte[32];
            random.NextBytes(hash);
            if (i % 2 == 0) hash.AsSpan(0, 16).Fill(0xff);
            Assert.Equal(PlainNonces(privateKey, hash, 4), Nonces(privateKey, hash, 4));
        }
    }

    private static List<byte[]> Nonces(byte[] privateKey, byte[] hash, int count)
    {
        DeterministicNonce nonces = new(new byte[DeterministicNonce.WorkLength], ScalarTests.ToScalar(CurveModel.Read(privateKey)), Scalar.ReadReduced(hash));
        List<byte[]> candidates = [];
        while (candidates.Count < count)
        {
            byte[] bytes = new byte[32];
            nonces.Next().Write(bytes);
            candidates.Add(bytes);
        }

        return candidates;
    }

    /// <summary>RFC 6979 section 3.2, steps b to h, over arrays.</summary>
    private static List<byte[]> PlainNonces(byte[] privateKey, byte[] hash, int count)
    {
        byte[] reduced = CurveModel.Bytes(CurveModel.Read(hash) % CurveModel.N);
        byte[] v = [.. Enumerable.Repeat((byte)1, 32)], k = new byte[32];
        foreach (byte tag in new byte[] { 0, 1 })
        {
            k = HMACSHA256.HashData(k, (byte[])[.. v, tag, .. privateKey, .. reduced]);
            v = HMACSHA256.HashData(k, v);
        }

        List<byte[]> candidates = [];
        while (candidates.Count < count)
        {
            v = HMACSHA256.HashData(k, v);
            BigInteger candidate = CurveModel.Read(v);
            if (!candidate.IsZero && candidate < CurveModel.N) candidates.Add(v);
            k = HMACSHA256.HashData(k, (byte[])[.. v, 0]);
            if (candidates.Count < count) v = HMACSHA256.HashData(k, v);
        }

        return candidates;
    }
}
