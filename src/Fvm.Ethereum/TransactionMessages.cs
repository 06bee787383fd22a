using System.Diagnostics.CodeAnalysis;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Ethereum;

/// <summary>
/// Transactions as messages and back (FIP-0055, FIP-0091; lotus <c>chain/types/ethtypes/eth_transactions.go</c>): to the address manager's CreateExternal
/// when there is no receiver, else to InvokeEVM; the input as a CBOR byte string, or no parameters when there is none.
/// </summary>
public static class TransactionMessages
{
    /// <summary>CreateExternal of the Ethereum address manager.</summary>
    public const ulong CreateExternal = 4;

    /// <summary>InvokeEVM of contracts, and of whatever else stands behind an address.</summary>
    public static ulong InvokeEvm { get; } = MethodNumber.FromName("InvokeEVM");

    /// <summary>The message of a signed transaction, from the f410 address of who signed it.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="message">The message with its delegated signature.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryToMessage(
        EthereumTransaction transaction, [NotNullWhen(true)] out SignedMessage? message, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        message = null;
        error = "the signature recovers no sender";
        if (!transaction.TryRecoverSender(out EvmAddress sender))
            return false;
        Address from = Address.FromEthereum(sender.ToArray());
        error = "the sender's address would be a masked id";
        if (from.Protocol != AddressProtocol.Delegated)
            return false;
        message = new SignedMessage(ToUnsigned(transaction, from), DelegatedSignatures.Of(transaction));
        error = null;
        return true;
    }

    /// <summary>The message of a transaction, without looking at its signature.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="from">Whose message it is.</param>
    public static Message ToUnsigned(EthereumTransaction transaction, Address from)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return new Message
        {
            To = transaction.To is { } to ? Address.FromEthereum(to.ToArray()) : SingletonActors.EthereumAddressManager.ToAddress(),
            From = from,
            Sequence = transaction.Nonce,
            Value = Amount(transaction.Value),
            GasLimit = transaction.GasLimit,
            GasFeeCap = Amount(transaction.MaxFeePerGas),
            GasPremium = Amount(transaction.MaxPriorityFeePerGas),
            MethodNum = transaction.To is null ? CreateExternal : InvokeEvm,
            Params = transaction.Input.IsEmpty ? ReadOnlyMemory<byte>.Empty : CborCodecs.Bytes.Encode(transaction.Input.ToArray()),
        };
    }

    /// <summary>The transaction that a message of a tipset or a pool was; null for messages of other signatures, and for none.</summary>
    /// <param name="message">The message; null is none.</param>
    /// <param name="chainId">The chain.</param>
    public static EthereumTransaction? TransactionOf(SignedMessage? message, ulong chainId) =>
        message is { Signature.Type: SignatureType.Delegated } && TryFromMessage(message, chainId, out EthereumTransaction? transaction, out _) ? transaction : null;

    /// <summary>
    /// The transaction that a message was. The kind is told by the signature's length and first byte. It does not say that the signature is valid; see
    /// <see cref="DelegatedSignatures.Verify"/>.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="error">Why it was none.</param>
    public static bool TryFromMessage(
        SignedMessage message, ulong chainId, [NotNullWhen(true)] out EthereumTransaction? transaction, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(message);
        transaction = null;
        Message body = message.Message;
        if (message.Signature.Type != SignatureType.Delegated)
            error = $"the signature is of type {(byte)message.Signature.Type}, not {(byte)SignatureType.Delegated} (delegated)";
        else if (!body.From.TryToEthereum(out _))
            error = $"the sender {body.From} has no Ethereum address";
        else if (body.Version != 0)
            error = $"message version {body.Version} is not 0";
        else if (body.Sequence > long.MaxValue || body.GasLimit > long.MaxValue)
            error = "nonce or gas limit above 63 bits";
        else
            error = Read(message, chainId, out transaction);
        return error is null;
    }

    private static string? Read(SignedMessage message, ulong chainId, out EthereumTransaction? transaction)
    {
        transaction = null;
        Message body = message.Message;
        if (ReadInput(body, out byte[] input) is { } wrongInput)
            return wrongInput;
        if (ReadTarget(body, out EvmAddress? to) is { } wrongTarget)
            return wrongTarget;
        if (!TryWord(body.Value, out UInt256 value) || !TryWord(body.GasFeeCap, out UInt256 cap) || !TryWord(body.GasPremium, out UInt256 premium))
            return "value or fees are no numbers of at most 256 bits";
        if (DelegatedSignatures.Read(message.Signature.Bytes.Span, chainId, out EthereumTransactionKind kind, out UInt256 v, out UInt256 r, out UInt256 s) is { } unsigned)
            return unsigned;
        bool isLegacy = kind != EthereumTransactionKind.Eip1559;
        transaction = new EthereumTransaction
        {
            Kind = kind,
            ChainId = kind == EthereumTransactionKind.Homestead ? 0 : chainId,
            Nonce = body.Sequence,
            To = to,
            Value = value,
            GasLimit = body.GasLimit,
            MaxFeePerGas = cap,
            MaxPriorityFeePerGas = isLegacy ? cap : premium,
            Input = input,
            V = v,
            R = r,
            S = s,
        };
        return null;
    }

    /// <summary>No parameters are no input; a byte string of nothing is refused, since the way back would not give it.</summary>
    private static string? ReadInput(Message body, out byte[] input)
    {
        input = [];
        if (body.Params.IsEmpty)
            return null;
        if (!CborCodecs.Bytes.TryDecode(body.Params.Span, out byte[]? bytes))
            return "the parameters are not one CBOR byte string";
        input = bytes;
        return input.Length == 0 ? "the parameters are an empty byte string, where there should be none" : null;
    }

    private static string? ReadTarget(Message body, out EvmAddress? to)
    {
        to = null;
        if (body.To == SingletonActors.EthereumAddressManager.ToAddress())
            return body.MethodNum == CreateExternal ? null : $"method {body.MethodNum} of the address manager is not CreateExternal ({CreateExternal})";
        if (body.MethodNum != InvokeEvm)
            return $"method {body.MethodNum} is neither InvokeEVM ({InvokeEvm}) nor CreateExternal ({CreateExternal})";
        if (!body.To.TryToEthereum(out byte[]? bytes))
            return $"the receiver {body.To} has no Ethereum address";
        to = EvmAddress.Read(bytes);
        return null;
    }

    private static TokenAmount Amount(in UInt256 word) => TokenAmount.FromAtto(word.ToBigInteger());

    private static bool TryWord(TokenAmount amount, out UInt256 word)
    {
        bool fits = !amount.IsNegative && amount.Atto.GetBitLength() <= 8 * UInt256.ByteLength;
        word = fits ? UInt256.FromBigInteger(amount.Atto) : default;
        return fits;
    }
}
