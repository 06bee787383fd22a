using Xunit;

namespace Fvm.Crypto.Tests;

/// <summary>The span forms run once per block, message and syscall: none of them may allocate.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] Data = new byte[1000];
    private static readonly byte[] Digest = new byte[64];
    private static readonly byte[] Hash = new byte[32];
    private static readonly byte[] PublicKey = new byte[65];
    private static readonly byte[] Signature = Signed(Hash, PublicKey);

    public static TheoryData<string, Action> Operations => new()
    {
        { "BLAKE2b", () => Blake2b.Hash(Data, Digest) },
        { "BLAKE2b in pieces", HashInPieces },
        { "Keccak-256", () => Keccak256.Hash(Data, Digest.AsSpan(0, 32)) },
        { "RIPEMD-160", () => Ripemd160.Hash(Data, Digest.AsSpan(0, 20)) },
        { "secp256k1 verify", () => Assert.True(Secp256k1.Verify(PublicKey, Hash, Signature.AsSpan(0, 64))) },
        { "secp256k1 recover", () => Assert.True(Secp256k1.TryRecover(Hash, Signature, PublicKey)) },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public void SpanFormsAllocateNothing(string name, Action operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        operation();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) operation();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated == 0, $"{name} allocated {allocated} bytes in 20 runs");
    }

    private static void HashInPieces()
    {
        Blake2bHasher hasher = new(32, Hash);
        hasher.Update(Data);
        hasher.Update(Data);
        hasher.Finish(Digest.AsSpan(0, 32));
    }

    private static byte[] Signed(byte[] hash, byte[] publicKey)
    {
        byte[] privateKey = new byte[32], signature = new byte[65];
        privateKey[31] = 7;
        Assert.True(Secp256k1.TryGetPublicKey(privateKey, publicKey));
        Secp256k1.Sign(privateKey, hash, signature);
        return signature;
    }
}
