namespace Fvm.Crypto;

/// <summary>BLS signatures over BLS12-381 as Filecoin uses them.</summary>
public static class Bls
{
    /// <summary>Whether one signature over one message is valid.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey48, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature96) =>
        throw new NotSupportedException();

    /// <summary>Whether one signature aggregates valid signatures over all messages.</summary>
    public static bool VerifyAggregate(
        IReadOnlyList<ReadOnlyMemory<byte>> publicKeys,
        IReadOnlyList<ReadOnlyMemory<byte>> messages,
        ReadOnlySpan<byte> signature96) => throw new NotSupportedException();
}
