using System.Diagnostics.CodeAnalysis;
using Fvm.Evm;
using Fvm.Evm.Rlp;

namespace Fvm.Ethereum;

/// <summary>
/// Transactions as bytes (Yellow Paper 4.3, EIP-155, EIP-1559, EIP-2718). Reading is strict: canonical RLP, nothing behind the list; nonce and gas limit of
/// at most 63 bits, as the network's nodes keep them.
/// </summary>
public static class TransactionEncoding
{
    private const byte Eip1559Type = 0x02;
    private const byte FirstListByte = 0xc0;

    /// <summary>The signed transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    public static byte[] Encode(EthereumTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return Write(transaction, (writer, tx) =>
        {
            writer.WriteWord(tx.V);
            writer.WriteWord(tx.R);
            writer.WriteWord(tx.S);
        });
    }

    /// <summary>What is signed; for EIP-155 with the chain id and two zeros where the signature will stand.</summary>
    /// <param name="transaction">The transaction.</param>
    public static byte[] EncodeUnsigned(EthereumTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return Write(transaction, (writer, tx) =>
        {
            if (tx.Kind != EthereumTransactionKind.Eip155)
                return;
            writer.WriteWord(tx.ChainId);
            writer.WriteWord(UInt256.Zero);
            writer.WriteWord(UInt256.Zero);
        });
    }

    /// <summary>Reads a signed transaction of a chain.</summary>
    /// <param name="bytes">The bytes, as <c>eth_sendRawTransaction</c> takes them.</param>
    /// <param name="chainId">The chain: a transaction that names another is refused.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, ulong chainId, [NotNullWhen(true)] out EthereumTransaction? transaction, [NotNullWhen(false)] out string? error)
    {
        transaction = null;
        if (bytes.IsEmpty)
            error = "a transaction has at least one byte";
        else if (bytes[0] == Eip1559Type)
            error = ReadEip1559(bytes[1..], chainId, out transaction);
        else if (bytes[0] >= FirstListByte)
            error = ReadLegacy(bytes, chainId, out transaction);
        else
            error = $"transactions of type 0x{bytes[0]:x2} are not supported: only legacy ones and EIP-1559 (0x02)";
        return error is null;
    }

    private static byte[] Write(EthereumTransaction tx, Action<RlpWriter, EthereumTransaction> rest)
    {
        bool isTyped = tx.Kind == EthereumTransactionKind.Eip1559;
        var writer = new RlpWriter();
        int list = writer.BeginList();
        if (isTyped)
            writer.WriteWord(tx.ChainId);
        writer.WriteWord(tx.Nonce);
        if (isTyped)
            writer.WriteWord(tx.MaxPriorityFeePerGas);
        writer.WriteWord(tx.MaxFeePerGas);
        writer.WriteWord(tx.GasLimit);
        if (tx.To is { } to)
            writer.WriteAddress(to);
        else
            writer.WriteBytes([]);
        writer.WriteWord(tx.Value);
        writer.WriteBytes(tx.Input.Span);
        if (isTyped)
            writer.EndList(writer.BeginList());
        rest(writer, tx);
        writer.EndList(list);
        return isTyped ? [Eip1559Type, .. writer.Written] : writer.Written.ToArray();
    }

    private static string? ReadEip1559(ReadOnlySpan<byte> bytes, ulong chainId, out EthereumTransaction? transaction)
    {
        transaction = null;
        var outer = new RlpReader(bytes);
        if (!outer.TryReadList(out RlpReader items) || !outer.AtEnd)
            return "an EIP-1559 transaction is 0x02 and one RLP list";
        if (!items.TryReadUInt64(out ulong chain) || !TryReadNumber(ref items, out ulong nonce))
            return "chain id or nonce is no number of at most 63 bits";
        if (!items.TryReadWord(out UInt256 premium) || !items.TryReadWord(out UInt256 cap) || !TryReadNumber(ref items, out ulong gas))
            return "a fee is no number of at most 256 bits, or the gas limit none of 63 bits";
        if (ReadTarget(ref items, out EvmAddress? to, out UInt256 value, out byte[] input) is { } wrong)
            return wrong;
        if (!items.TryReadList(out RlpReader access) || !access.AtEnd)
            return "the access list must be an empty list";
        if (ReadSignature(ref items, out UInt256 v, out UInt256 r, out UInt256 s) is { } unsigned)
            return unsigned;
        if (chain != chainId)
            return $"chain id {chain} is not {chainId}";
        if (v > 1)
            return "v of an EIP-1559 transaction is 0 or 1";
        transaction = new EthereumTransaction
        {
            Kind = EthereumTransactionKind.Eip1559,
            ChainId = chain,
            Nonce = nonce,
            To = to,
            Value = value,
            GasLimit = gas,
            MaxFeePerGas = cap,
            MaxPriorityFeePerGas = premium,
            Input = input,
            V = v,
            R = r,
            S = s,
        };
        return null;
    }

    private static string? ReadLegacy(ReadOnlySpan<byte> bytes, ulong chainId, out EthereumTransaction? transaction)
    {
        transaction = null;
        var outer = new RlpReader(bytes);
        if (!outer.TryReadList(out RlpReader items) || !outer.AtEnd)
            return "a legacy transaction is one RLP list";
        if (!TryReadNumber(ref items, out ulong nonce) || !items.TryReadWord(out UInt256 price) || !TryReadNumber(ref items, out ulong gas))
            return "nonce or gas limit is no number of at most 63 bits, or the gas price none of 256 bits";
        if (ReadTarget(ref items, out EvmAddress? to, out UInt256 value, out byte[] input) is { } wrong)
            return wrong;
        if (ReadSignature(ref items, out UInt256 v, out UInt256 r, out UInt256 s) is { } unsigned)
            return unsigned;
        UInt256 chain = EthereumTransaction.ChainIdOf(v);
        if (!chain.IsZero && chain != chainId)
            return $"chain id {chain} is not {chainId}";
        bool isHomestead = chain.IsZero;
        if (isHomestead && v != 27 && v != 28)
            return "v of a legacy transaction without a chain id is 27 or 28";
        transaction = new EthereumTransaction
        {
            Kind = isHomestead ? EthereumTransactionKind.Homestead : EthereumTransactionKind.Eip155,
            ChainId = isHomestead ? 0 : chainId,
            Nonce = nonce,
            To = to,
            Value = value,
            GasLimit = gas,
            MaxFeePerGas = price,
            MaxPriorityFeePerGas = price,
            Input = input,
            V = v,
            R = r,
            S = s,
        };
        return null;
    }

    private static bool TryReadNumber(ref RlpReader items, out ulong number) => items.TryReadUInt64(out number) && number <= long.MaxValue;

    private static string? ReadTarget(ref RlpReader items, out EvmAddress? to, out UInt256 value, out byte[] input)
    {
        to = null;
        value = default;
        input = [];
        if (!items.TryReadBytes(out ReadOnlySpan<byte> address) || address.Length is not (0 or EvmAddress.ByteLength))
            return $"the receiver is {EvmAddress.ByteLength} bytes or none";
        if (!address.IsEmpty)
            to = EvmAddress.Read(address);
        if (!items.TryReadWord(out value))
            return "the value is no number of at most 256 bits";
        if (!items.TryReadBytes(out ReadOnlySpan<byte> data))
            return "the input is no byte string";
        input = data.ToArray();
        return null;
    }

    private static string? ReadSignature(ref RlpReader items, out UInt256 v, out UInt256 r, out UInt256 s)
    {
        r = s = default;
        return items.TryReadWord(out v) && items.TryReadWord(out r) && items.TryReadWord(out s) && items.AtEnd
            ? null
            : "v, r and s are not three numbers of at most 256 bits at the end of the list";
    }
}
