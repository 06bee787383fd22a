using Fvm.Crypto;
using Fvm.Evm.Rlp;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>A signed transaction: legacy (with and without EIP-155), EIP-2930, EIP-1559, EIP-4844.</summary>
public sealed record Transaction
{
    private const int DynamicFeeType = 2, BlobType = 3;

    public int Type { get; init; }

    public ulong Nonce { get; init; }

    public UInt256 MaxFee { get; init; }

    public UInt256 MaxPriorityFee { get; init; }

    public ulong GasLimit { get; init; }

    public EvmAddress? To { get; init; }

    public UInt256 Value { get; init; }

    public byte[] Input { get; init; } = [];

    public List<(EvmAddress Account, UInt256[] Keys)> AccessList { get; init; } = [];

    public UInt256 MaxBlobFee { get; init; }

    public UInt256[] BlobHashes { get; init; } = [];

    public EvmAddress Sender { get; init; }

    /// <summary>Whether its fee has two parts (EIP-1559).</summary>
    public bool HasDynamicFee => Type >= DynamicFeeType;

    /// <summary>Decodes a transaction's bytes and recovers its sender. False if anything is not as the EIPs have it.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, ulong chainId, out Transaction transaction)
    {
        transaction = new Transaction();
        if (bytes.IsEmpty) return false;
        int type = bytes[0] < 0x80 ? bytes[0] : 0;
        var reader = new RlpReader(type == 0 ? bytes : bytes[1..]);
        if (type > BlobType || (bytes[0] < 0x80 && type == 0)) return false;
        if (!reader.TryReadList(out var items) || !reader.AtEnd) return false;
        return type == 0 ? TryDecodeLegacy(items, chainId, out transaction) : TryDecodeTyped(items, type, chainId, out transaction);
    }

    private static bool TryDecodeLegacy(RlpReader items, ulong chainId, out Transaction transaction)
    {
        transaction = new Transaction();
        if (!items.TryReadUInt64(out ulong nonce) || !items.TryReadWord(out var price) || !TryReadBody(ref items, out var body)) return false;
        if (!items.TryReadUInt64(out ulong v) || !items.TryReadWord(out var r) || !items.TryReadWord(out var s) || !items.AtEnd) return false;
        transaction = body with { Nonce = nonce, MaxFee = price, MaxPriorityFee = price };

        var writer = new RlpWriter();
        int list = writer.BeginList();
        writer.WriteWord(nonce);
        writer.WriteWord(price);
        WriteBody(writer, body);
        bool isProtected = v >= 35;
        if (isProtected)
        {
            if ((v - 35) / 2 != chainId) return false;
            writer.WriteWord(chainId);
            writer.WriteWord(0);
            writer.WriteWord(0);
        }

        writer.EndList(list);
        ulong parity = isProtected ? (v - 35) % 2 : v - 27;
        if (!TryRecover(writer.Written, r, s, parity, out var sender)) return false;
        transaction = transaction with { Sender = sender };
        return true;
    }

    private static bool TryDecodeTyped(RlpReader items, int type, ulong chainId, out Transaction transaction)
    {
        transaction = new Transaction();
        UInt256 maxFee = default, blobFee = default;
        UInt256[] blobs = [];
        if (!items.TryReadUInt64(out ulong chain) || chain != chainId || !items.TryReadUInt64(out ulong nonce)) return false;
        if (!items.TryReadWord(out var tip) || (type >= DynamicFeeType && !items.TryReadWord(out maxFee)) || !TryReadBody(ref items, out var body)) return false;
        if (!TryReadAccessList(ref items, out var accessList)) return false;
        if (type == BlobType && (body.To is null || !items.TryReadWord(out blobFee) || !TryReadWords(ref items, out blobs))) return false;
        if (!items.TryReadUInt64(out ulong parity) || !items.TryReadWord(out var r) || !items.TryReadWord(out var s) || !items.AtEnd) return false;
        transaction = body with
        {
            Type = type,
            Nonce = nonce,
            MaxPriorityFee = tip,
            MaxFee = type >= DynamicFeeType ? maxFee : tip,
            AccessList = accessList,
            MaxBlobFee = blobFee,
            BlobHashes = blobs,
        };
        if (!TryRecover(transaction.SignedPayload(chainId), r, s, parity, out var sender)) return false;
        transaction = transaction with { Sender = sender };
        return true;
    }

    private byte[] SignedPayload(ulong chainId)
    {
        var writer = new RlpWriter();
        writer.WriteEncoded([(byte)Type]);
        int list = writer.BeginList();
        writer.WriteWord(chainId);
        writer.WriteWord(Nonce);
        writer.WriteWord(MaxPriorityFee);
        if (HasDynamicFee) writer.WriteWord(MaxFee);
        WriteBody(writer, this);
        int accounts = writer.BeginList();
        foreach (var (account, keys) in AccessList)
        {
            int entry = writer.BeginList();
            writer.WriteAddress(account);
            WriteWords(writer, keys);
            writer.EndList(entry);
        }

        writer.EndList(accounts);
        if (Type == BlobType)
        {
            writer.WriteWord(MaxBlobFee);
            WriteWords(writer, BlobHashes);
        }

        writer.EndList(list);
        return writer.Written.ToArray();
    }

    /// <summary>Gas limit, recipient, value, input: the same in all types.</summary>
    private static bool TryReadBody(ref RlpReader items, out Transaction body)
    {
        body = new Transaction();
        if (!items.TryReadUInt64(out ulong gas) || !items.TryReadBytes(out var to) || to.Length is not (0 or EvmAddress.ByteLength)) return false;
        if (!items.TryReadWord(out var value) || !items.TryReadBytes(out var input)) return false;
        body = new Transaction { GasLimit = gas, To = to.IsEmpty ? null : EvmAddress.Read(to), Value = value, Input = input.ToArray() };
        return true;
    }

    private static void WriteBody(RlpWriter writer, Transaction body)
    {
        writer.WriteWord(body.GasLimit);
        if (body.To is { } to) writer.WriteAddress(to);
        else writer.WriteBytes([]);
        writer.WriteWord(body.Value);
        writer.WriteBytes(body.Input);
    }

    private static bool TryReadAccessList(ref RlpReader items, out List<(EvmAddress Account, UInt256[] Keys)> list)
    {
        list = [];
        if (!items.TryReadList(out var entries)) return false;
        while (!entries.AtEnd)
        {
            if (!entries.TryReadList(out var entry) || !entry.TryReadBytes(EvmAddress.ByteLength, out var account)) return false;
            if (!TryReadWords(ref entry, out var keys) || !entry.AtEnd) return false;
            list.Add((EvmAddress.Read(account), keys));
        }

        return true;
    }

    private static bool TryReadWords(ref RlpReader items, out UInt256[] words)
    {
        words = [];
        if (!items.TryReadList(out var list)) return false;
        var read = new List<UInt256>();
        while (!list.AtEnd)
        {
            if (!list.TryReadBytes(UInt256.ByteLength, out var word)) return false;
            read.Add(UInt256.ReadBigEndian(word));
        }

        words = [.. read];
        return true;
    }

    private static void WriteWords(RlpWriter writer, UInt256[] words)
    {
        int list = writer.BeginList();
        foreach (var word in words) writer.WriteBytes(word.ToBigEndian());
        writer.EndList(list);
    }

    /// <summary>EIP-2: s must be low.</summary>
    private static bool TryRecover(ReadOnlySpan<byte> payload, in UInt256 r, in UInt256 s, ulong parity, out EvmAddress sender)
    {
        sender = default;
        if (parity > 1) return false;
        var signature = new byte[Secp256k1.SignatureLength];
        r.WriteBigEndian(signature);
        s.WriteBigEndian(signature.AsSpan(32));
        signature[64] = (byte)parity;
        var key = new byte[Secp256k1.PublicKeyLength];
        if (!Secp256k1.IsLowS(signature.AsSpan(32, 32)) || !Secp256k1.TryRecover(Keccak256.Hash(payload), signature, key)) return false;
        sender = EvmAddress.FromWord(Hashes.Keccak(key.AsSpan(1)));
        return true;
    }
}
