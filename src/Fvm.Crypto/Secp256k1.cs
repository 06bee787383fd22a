namespace Fvm.Crypto;

/// <summary>ECDSA over secp256k1.</summary>
public static class Secp256k1
{
    /// <summary>Verifies.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey33or65, ReadOnlySpan<byte> hash32, ReadOnlySpan<byte> rs64) => throw new NotImplementedException();

    /// <summary>Recovers.</summary>
    public static bool TryRecover(ReadOnlySpan<byte> hash32, ReadOnlySpan<byte> rsv65, Span<byte> publicKey65) => throw new NotImplementedException();

    /// <summary>Signs.</summary>
    public static void Sign(ReadOnlySpan<byte> privateKey32, ReadOnlySpan<byte> hash32, Span<byte> rsv65) => throw new NotImplementedException();

    /// <summary>Public key.</summary>
    public static bool TryGetPublicKey(ReadOnlySpan<byte> privateKey32, Span<byte> publicKey65) => throw new NotImplementedException();
}
