using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Ethereum;

/// <summary>
/// Signatures of f410 senders (FIP-0055, FIP-0091; lotus <c>ethtypes</c> and <c>lib/sigs/delegated</c>): of an EIP-1559 transaction r, s, v in 65 bytes; of
/// a legacy one a byte in front, 1 without and 2 with a chain id, the latter with a v of as many bytes as it needs.
/// </summary>
public static class DelegatedSignatures
{
    private const byte HomesteadPrefix = 1;
    private const byte Eip155Prefix = 2;
    private const int Words = 2 * UInt256.ByteLength;
    private const int Eip1559Length = Words + 1;
    private const int HomesteadLength = Words + 2;

    /// <summary>The signature of a signed transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    public static Signature Of(EthereumTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        byte[] r = transaction.R.ToBigEndian();
        byte[] s = transaction.S.ToBigEndian();
        byte[] bytes = transaction.Kind switch
        {
            EthereumTransactionKind.Homestead => [HomesteadPrefix, .. r, .. s, (byte)transaction.V.U0],
            EthereumTransactionKind.Eip155 => [Eip155Prefix, .. r, .. s, .. Shortest(transaction.V)],
            _ => [.. r, .. s, (byte)transaction.V.U0],
        };
        return new Signature(SignatureType.Delegated, bytes);
    }

    /// <summary>
    /// Whether a message is signed by its sender: the transaction that it was must give the same message again, and its signature must recover the sender.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="error">Why not; null when it is.</param>
    public static bool Verify(SignedMessage message, ulong chainId, out string? error)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!TransactionMessages.TryFromMessage(message, chainId, out EthereumTransaction? transaction, out error))
            return false;
        if (!TransactionMessages.ToUnsigned(transaction, message.Message.From).Equals(message.Message))
            error = "the message is not the one that its transaction makes";
        else if (!transaction.TryRecoverSender(out EvmAddress signer))
            error = "the signature recovers no sender";
        else if (Address.FromDelegated(Address.EthereumNamespace, signer.ToArray()) != message.Message.From)
            error = $"the signature is of {signer}, not of {message.Message.From}";
        return error is null;
    }

    /// <summary>Takes a signature's bytes apart; what is wrong, or null.</summary>
    internal static string? Read(
        ReadOnlySpan<byte> bytes, ulong chainId, out EthereumTransactionKind kind, out UInt256 v, out UInt256 r, out UInt256 s)
    {
        kind = EthereumTransactionKind.Eip1559;
        v = r = s = default;
        bool isLegacy = bytes.Length != Eip1559Length;
        if (isLegacy)
        {
            if (bytes.Length != HomesteadLength && !IsEip155Length(bytes.Length, chainId))
                return $"a delegated signature of {bytes.Length} bytes is of no known kind";
            if (bytes[0] is not (HomesteadPrefix or Eip155Prefix))
                return $"a legacy signature begins with 1 or 2, not with {bytes[0]}";
            kind = bytes[0] == HomesteadPrefix ? EthereumTransactionKind.Homestead : EthereumTransactionKind.Eip155;
            bytes = bytes[1..];
        }

        r = UInt256.ReadBigEndian(bytes[..UInt256.ByteLength]);
        s = UInt256.ReadBigEndian(bytes[UInt256.ByteLength..Words]);
        v = UInt256.ReadBigEndian(bytes[Words..]);
        return kind switch
        {
            EthereumTransactionKind.Homestead when bytes.Length != Eip1559Length => "a signature without a chain id has 66 bytes",
            EthereumTransactionKind.Homestead when v != 27 && v != 28 => "v of a legacy transaction without a chain id is 27 or 28",
            EthereumTransactionKind.Eip155 when !IsEip155Length(bytes.Length + 1, chainId) => "v has not the length of this chain's",
            EthereumTransactionKind.Eip155 when EthereumTransaction.ChainIdOf(v) != chainId => $"v {v} is not of chain {chainId}",
            _ => null,
        };
    }

    /// <summary>Prefix, r, s and a v of this chain, which may have two lengths.</summary>
    private static bool IsEip155Length(int length, ulong chainId)
    {
        UInt256 even = ((UInt256)chainId * 2) + 35;
        return length == 1 + Words + even.SignificantBytes || length == 1 + Words + (even + 1).SignificantBytes;
    }

    private static ReadOnlySpan<byte> Shortest(in UInt256 word) => word.ToBigEndian().AsSpan(UInt256.ByteLength - word.SignificantBytes);
}
