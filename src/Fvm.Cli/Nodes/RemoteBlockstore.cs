using System.Text.Json.Nodes;
using Fvm.Hosting.States;
using Fvm.Ipld;

namespace Fvm.Cli.Nodes;

/// <summary>The blocks of a running node, fetched as they are needed and kept. Read only.</summary>
internal sealed class RemoteBlockstore(NodeClient node) : IBlockstore
{
    private const int DigestLength = 32;

    private readonly Dictionary<Cid, ReadOnlyMemory<byte>> known = [];

    /// <summary>The newest state of a node.</summary>
    public static StateView Open(NodeClient node) => new(new RemoteBlockstore(node), RootOf(node));

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        if (known.TryGetValue(cid, out block))
            return true;
        JsonNode? read;
        try
        {
            read = node.Call("Filecoin.ChainReadObj", new JsonObject { ["/"] = cid.ToString() });
        }
        catch (NodeRefusal refused) when (refused.Code != NodeRefusal.MethodNotFound)
        {
            block = default;
            return false;
        }

        block = Convert.FromBase64String(Quantity.Text(read));
        known[cid] = block;
        return true;
    }

    public bool Has(Cid cid) => TryGet(cid, out _);

    public void Put(Cid cid, ReadOnlyMemory<byte> block) => throw new NotSupportedException("a node's blocks are read only");

    /// <summary>
    /// The state after the newest tipset: the devnet has it in its newest block, as the 32 bytes of the digest; lotus leaves them zero, and there the newest state that
    /// was executed is what its head was built on.
    /// </summary>
    private static Cid RootOf(NodeClient node)
    {
        JsonNode? block = node.Call("eth_getBlockByNumber", "latest", false);
        if (node.TryCall("Filecoin.ChainHead", out JsonNode? head) && Quantity.TryBytes(Quantity.Text(block?["stateRoot"]), out byte[] digest)
            && digest.Length == DigestLength && digest.AsSpan().ContainsAnyExcept((byte)0))
            return Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, digest);
        return Cid.TryParse(Quantity.Text(head?["Blocks"]?[0]?["ParentStateRoot"]?["/"]), out Cid? root) ? root : throw new CommandFailure($"the node at {node.Url} is no node of Filecoin: it has no state tree");
    }
}
