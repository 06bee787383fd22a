using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Forks;

/// <summary>
/// Finds where a fork begins. The state after a tipset stands in the headers of the next one, so the newest tipset whose state a node of the network can tell is the parent of its head,
/// which is what its Ethereum methods call latest. A devnet of ours executes at once, and tells the state after its head in the head's Ethereum block.
/// </summary>
internal sealed class ForkPointSearch(UpstreamClient upstream)
{
    /// <summary>Finds it.</summary>
    /// <param name="epoch">The last epoch that is the upstream's; null for the newest whose state is known.</param>
    /// <exception cref="DevnetException">The upstream cannot be forked there.</exception>
    public ForkPoint Find(long? epoch)
    {
        try
        {
            UpstreamTipset head = upstream.Call("Filecoin.ChainHead", "[]", UpstreamJson.ReadTipset);
            if (epoch > head.Height)
                throw new DevnetException($"{upstream.Endpoint.Shown} has no epoch {epoch} yet: its head is of epoch {head.Height}");
            return epoch is { } wanted && wanted < head.Height ? At(wanted, head) : AtHead(head, epoch);
        }
        catch (UpstreamException failed)
        {
            throw new DevnetException($"the chain cannot be forked: {failed.Message}", failed);
        }
    }

    private ForkPoint At(long epoch, UpstreamTipset head)
    {
        UpstreamTipset last = ByHeight("Filecoin.ChainGetTipSetByHeight", epoch, head);
        UpstreamTipset next = last.Key.Equals(head.Parents) ? head : ByHeight("Filecoin.ChainGetTipSetAfterHeight", last.Height + 1, head);
        return Before(next, last) with { Asked = epoch };
    }

    private ForkPoint AtHead(UpstreamTipset head, long? epoch)
    {
        if (ExecutedHead(head) is { } executed)
            return executed with { Asked = epoch };
        if (epoch is not null)
            throw new DevnetException($"epoch {epoch} is the head of {upstream.Endpoint.Shown}, whose state is told by the next tipset only: name an earlier epoch, or none for the newest");
        UpstreamTipset last = upstream.Call("Filecoin.ChainGetTipSet", $"[{UpstreamJson.Key(head.Parents)}]", UpstreamJson.ReadTipset);
        return Before(head, last);
    }

    /// <summary>The tipset before one, by what the headers of that one say.</summary>
    private ForkPoint Before(UpstreamTipset next, UpstreamTipset last)
    {
        if (!next.Parents.Equals(last.Key))
            throw new DevnetException($"{upstream.Endpoint.Shown} tells of tipsets of epochs {last.Height} and {next.Height} that do not follow one another: its chain may have changed, try again");
        NetworkVersion version = VersionAt(last.Key);
        NetworkVersion after = VersionAt(next.Key);
        return version == after
            ? Describe(last, version, next.ParentStateRoot, next.ParentReceipts, next.BaseFee)
            : throw new DevnetException($"the network goes from version {(uint)version} to {(uint)after} between epochs {last.Height} and {next.Height}: fork it before or after that");
    }

    /// <summary>The head itself, of a node that executes at once; null if the upstream is none.</summary>
    private ForkPoint? ExecutedHead(UpstreamTipset head)
    {
        (Cid State, Cid Receipts, byte[] Hash)? executed;
        try
        {
            executed = upstream.Call("eth_getBlockByNumber", $"[{UpstreamJson.Quantity(head.Height)},false]", ReadRoots);
        }
        catch (UpstreamException failed) when (failed.Refusal is not null)
        {
            return null;
        }

        if (executed is not { } known || !head.Key.Cid.Digest.SequenceEqual(known.Hash))
            return null;
        TokenAmount next = upstream.Call(
            "eth_feeHistory", $"[\"0x1\",{UpstreamJson.Quantity(head.Height)},[]]", static fees => TokenAmount.FromAtto(UpstreamJson.ReadQuantity(fees.GetProperty("baseFeePerGas"u8)[1])));
        return Describe(head, VersionAt(head.Key), known.State, known.Receipts, next);
    }

    /// <summary>The roots after a block; lotus has zeros there (<c>chain/types/ethtypes</c>, EmptyEthHash).</summary>
    private static (Cid State, Cid Receipts, byte[] Hash)? ReadRoots(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
            return null;
        byte[] state = UpstreamJson.ReadHex(block.GetProperty("stateRoot"u8));
        byte[] receipts = UpstreamJson.ReadHex(block.GetProperty("receiptsRoot"u8));
        return state.Length == 32 && receipts.Length == 32 && state.AsSpan().ContainsAnyExcept((byte)0) && receipts.AsSpan().ContainsAnyExcept((byte)0)
            ? (Root(state), Root(receipts), UpstreamJson.ReadHex(block.GetProperty("hash"u8)))
            : null;
    }

    private static Cid Root(byte[] digest) => Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, digest);

    private ForkPoint Describe(UpstreamTipset last, NetworkVersion version, Cid state, Cid receipts, TokenAmount nextBaseFee) => new()
    {
        Height = last.Height,
        Key = last.Key,
        StateRoot = state,
        ReceiptsRoot = receipts,
        NextBaseFee = nextBaseFee,
        NetworkVersion = version,
        NetworkName = upstream.Call("Filecoin.StateNetworkName", "[]", static name => name.GetString() ?? throw new FormatException("the network has no name")),
        ChainId = upstream.Call("eth_chainId", "[]", static id => UpstreamJson.ReadQuantity(id) is var number && number <= ulong.MaxValue ? (ulong)number : throw new FormatException($"{id} is no chain id")),
        CirculatingSupply = upstream.Call(
            "Filecoin.StateVMCirculatingSupplyInternal", $"[{UpstreamJson.Key(last.Key)}]", static supply => UpstreamJson.ReadAtto(supply.GetProperty("FilCirculating"u8))),
    };

    private UpstreamTipset ByHeight(string method, long epoch, UpstreamTipset head) =>
        upstream.Call(method, string.Create(CultureInfo.InvariantCulture, $"[{epoch},{UpstreamJson.Key(head.Key)}]"), UpstreamJson.ReadTipset);

    private NetworkVersion VersionAt(TipsetKey key) =>
        (NetworkVersion)upstream.Call("Filecoin.StateNetworkVersion", $"[{UpstreamJson.Key(key)}]", static version => version.GetUInt32());
}
