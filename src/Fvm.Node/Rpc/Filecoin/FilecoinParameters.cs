using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What Filecoin's methods are given: tipset keys, messages, signatures.</summary>
internal static class FilecoinParameters
{
    /// <summary>The tipset of a key; null and the empty key are the head.</summary>
    public static ExecutedTipset TipsetOf(this Devnet net, RpcValue key)
    {
        if (key.IsMissing)
            return net.Head;
        Cid[] cids = [.. key.Items().Select(static item => item.Link())];
        if (cids.Length == 0)
            return net.Head;
        var named = new TipsetKey(cids);
        if (net.Chain.TryGet(named, out ExecutedTipset? tipset))
            return tipset;
        net.RefuseBeforeFork(upstream => upstream.EpochOf(named));
        throw key.Wrong("there is no such tipset");
    }

    /// <summary>The state after the tipset of a key; with deferred results the one before it, as lotus tells it.</summary>
    public static ChainState StateOf(this Devnet net, RpcValue key) =>
        net.Options.Deferred ? net.StateBefore(net.TipsetOf(key)) : net.StateAt(net.TipsetOf(key));

    /// <summary>The tipset that a block is in.</summary>
    public static ExecutedTipset TipsetOfBlock(this Devnet net, RpcValue block)
    {
        Cid cid = block.Link();
        if (net.Chain.TryGetByBlock(cid, out ExecutedTipset? tipset))
            return tipset;
        net.RefuseBeforeFork(upstream => upstream.EpochOf(cid));
        throw block.Wrong("there is no such block");
    }

    /// <summary>A message, in lotus's fields; what is left out is zero. An address may be 0x.</summary>
    public static Message ReadMessage(RpcValue value) => new()
    {
        Version = Number(value.Member("Version")),
        To = value.Need("To").AnyAddress(),
        From = value.Need("From").AnyAddress(),
        Sequence = Number(value.Member("Nonce")),
        Value = Atto(value.Member("Value")),
        GasLimit = Number(value.Member("GasLimit")),
        GasFeeCap = Atto(value.Member("GasFeeCap")),
        GasPremium = Atto(value.Member("GasPremium")),
        MethodNum = Number(value.Member("Method")),
        Params = value.Member("Params") is { IsMissing: false } parameters ? parameters.Base64() : ReadOnlyMemory<byte>.Empty,
    };

    /// <summary>A signed message.</summary>
    public static SignedMessage ReadSigned(RpcValue value) => new(ReadMessage(value.Need("Message")), ReadSignature(value.Need("Signature")));

    /// <summary>A signature.</summary>
    public static Signature ReadSignature(RpcValue value)
    {
        RpcValue type = value.Need("Type");
        ulong number = type.UInt64();
        byte[] bytes = value.Need("Data").Base64();
        return number is >= 1 and <= 3 && bytes.Length < Signature.MaxLength
            ? new Signature((SignatureType)number, bytes)
            : throw type.Wrong($"1 (secp256k1), 2 (BLS) or 3 (delegated) was expected, with less than {Signature.MaxLength} bytes");
    }

    private static ulong Number(RpcValue value) => value.IsMissing ? 0
        : value.Kind == JsonValueKind.Number && value.Json.TryGetUInt64(out ulong number) ? number
        : throw value.Wrong($"an integer that is not negative was expected, not {value.Shown()}");

    private static TokenAmount Atto(RpcValue value)
    {
        if (value.IsMissing)
            return TokenAmount.Zero;
        TokenAmount amount = value.Atto();
        return amount.IsNegative ? throw value.Wrong("an amount is not negative") : amount;
    }
}
