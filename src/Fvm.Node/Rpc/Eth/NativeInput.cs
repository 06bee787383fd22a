using System.Buffers.Binary;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>The input that a message would have had, had it been a transaction (lotus <c>node/impl/eth/utils.go</c>, ethTxFromNativeMessage).</summary>
internal static class NativeInput
{
    /// <summary><c>handle_filecoin_method(uint64,uint64,bytes)</c>.</summary>
    private static readonly byte[] Selector = [0x86, 0x8e, 0x10, 0xc4];

    /// <summary>The bytes of a call of a contract or of a creation; of other methods, the call by which a contract would be told of them (FIP-0054).</summary>
    public static byte[] Of(Message message)
    {
        bool isEthereums = message.MethodNum == TransactionMessages.InvokeEvm
            || (message.MethodNum == TransactionMessages.CreateExternal && message.To == SingletonActors.EthereumAddressManager.ToAddress());
        if (isEthereums && CborCodecs.Bytes.TryDecode(message.Params.Span, out byte[]? bytes))
            return bytes;
        if (message.MethodNum == 0 && message.Params.IsEmpty)
            return [];
        ulong codec = message.Params.IsEmpty ? 0 : Multicodec.DagCbor;
        return Encode(message.MethodNum, codec, message.Params.Span);
    }

    /// <summary>A call of <c>handle_filecoin_method</c>.</summary>
    public static byte[] Encode(ulong method, ulong codec, ReadOnlySpan<byte> parameters) => Words(Selector, method, codec, parameters);

    /// <summary>Two numbers and bytes in the contract ABI, after a prefix.</summary>
    public static byte[] Words(ReadOnlySpan<byte> prefix, ulong first, ulong second, ReadOnlySpan<byte> data)
    {
        const int Word = UInt256.ByteLength;
        int padded = (data.Length + Word - 1) / Word * Word;
        byte[] all = new byte[prefix.Length + (4 * Word) + padded];
        prefix.CopyTo(all);
        Span<byte> words = all.AsSpan(prefix.Length);
        Number(words, first);
        Number(words[Word..], second);
        Number(words[(2 * Word)..], 3 * Word);
        Number(words[(3 * Word)..], (ulong)data.Length);
        data.CopyTo(words[(4 * Word)..]);
        return all;
    }

    private static void Number(Span<byte> word, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(word[(UInt256.ByteLength - sizeof(ulong))..], value);
}
