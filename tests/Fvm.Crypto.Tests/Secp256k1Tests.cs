using Xunit;

namespace Fvm.Crypto.Tests;

public sealed class Secp256k1Tests
{
    [Fact]
    public void Two()
    {
        byte[] key = new byte[32], pub = new byte[65]; key[31] = 2;
        Assert.True(Secp256k1.TryGetPublicKey(key, pub));
        Assert.Equal("04c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee51ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a", Convert.ToHexStringLower(pub));
        byte[] h = new byte[32], sig = new byte[65], rec = new byte[65];
        Random.Shared.NextBytes(h);
        Secp256k1.Sign(key, h, sig);
        Assert.True(Secp256k1.Verify(pub, h, sig.AsSpan(0, 64)));
        Assert.True(Secp256k1.TryRecover(h, sig, rec));
        Assert.Equal(pub, rec);
    }
}
