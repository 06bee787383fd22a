using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Node.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>The blocks of IPLD behind all CIDs.</summary>
internal static class FilecoinObjects
{
    private const int MaxBlock = 2 << 20;

    private static readonly ScalarType Anything = new(ScalarKind.Any);

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.ChainReadObj", call => call.Result.WriteBase64StringValue(Block(net, call.Required(0, "cid").Link()).Span));
        table.Add("Filecoin.ChainHasObj", call => call.Result.WriteBooleanValue(IsThere(net, call.Required(0, "cid").Link())));
        table.AddWaiting("Filecoin.ChainPutObj", async call =>
        {
            (Cid cid, byte[] block) = Read(call.Required(0, "block"));
            await net.ChangeAsync(() =>
            {
                net.Chain.Blocks.Put(cid, block);
                return true;
            }).ConfigureAwait(false);
            call.Result.WriteLink(cid);
        });
        table.AddWaiting("Filecoin.ChainStatObj", async call =>
        {
            Cid root = call.Required(0, "cid").Link();
            Cid? known = call.Optional(1, "base") is { IsMissing: false } given ? given.Link() : null;
            (ulong size, ulong links) = await DeepWorkers.Shared.RunAsync(() => Measure(net, root, known, call.Cancelled)).ConfigureAwait(false);
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Size"u8, size);
            call.Result.WriteNumber("Links"u8, links);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.ChainGetNode", call =>
        {
            (Cid cid, JsonNode? value) = Find(net, call.Required(0, "path"));
            call.Result.WriteStartObject();
            call.Result.WriteLink("Cid"u8, cid);
            call.Result.WritePropertyName("Obj"u8);
            call.Result.WriteNode(value);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>A block of the chain, or the code of an actor, as lotus has it among its blocks.</summary>
    private static ReadOnlyMemory<byte> Block(Devnet net, Cid cid) => (net.Options.Bundle is { } bundle && bundle.Blocks.TryGet(cid, out ReadOnlyMemory<byte> block)) || net.Chain.Blocks.TryGet(cid, out block)
        ? block
        : throw new RpcException(RpcErrorCode.ResourceNotFound, $"blockstore: block not found: {cid}");

    /// <summary>How large a DAG is, and how many blocks it has, without those that another one has, too (lotus <c>node/impl/full/chain.go</c>).</summary>
    private static (ulong Size, ulong Links) Measure(Devnet net, Cid root, Cid? known, CancellationToken cancelled)
    {
        var seen = new HashSet<Cid>();
        ulong size = 0;
        ulong links = 0;
        try
        {
            if (known is not null)
            {
                Block(net, known);
                foreach (KeyValuePair<Cid, ReadOnlyMemory<byte>> _ in DagWalk.Reachable(known, net.Chain.Blocks, seen))
                    cancelled.ThrowIfCancellationRequested();
            }

            Block(net, root);
            foreach ((Cid _, ReadOnlyMemory<byte> block) in DagWalk.Reachable(root, net.Chain.Blocks, seen))
            {
                cancelled.ThrowIfCancellationRequested();
                size += (ulong)block.Length;
                links++;
            }
        }
        catch (IpldException malformed)
        {
            throw new RpcException(RpcErrorCode.ServerError, malformed.Message);
        }

        return (size, links);
    }

    private static bool IsThere(Devnet net, Cid cid)
    {
        try
        {
            return net.Chain.Blocks.TryGet(cid, out _);
        }
        catch (BlockUnavailableException refused) when (refused.InnerException is UpstreamException { Refusal: not null })
        {
            // The chain that is forked answers, and has it not.
            return false;
        }
    }

    /// <summary>A block: base64 of DAG-CBOR, or an object with Cid and Data, whose hash must be right. Lotus's parameter has no form in JSON.</summary>
    private static (Cid Cid, byte[] Block) Read(RpcValue value)
    {
        bool isNamed = value.Kind == JsonValueKind.Object;
        byte[] block = (isNamed ? value.Need("Data") : value).Base64();
        if (block.Length > MaxBlock)
            throw value.Wrong($"a block has at most {MaxBlock} bytes, not {block.Length}");
        if (!isNamed)
            return (Cid.ForBlock(Multicodec.DagCbor, block), block);
        Cid cid = value.Need("Cid").Link();
        return BlockHash.Check(cid, block) == BlockHashResult.Match ? (cid, block) : throw value.Wrong($"{cid} is not the hash of the data");
    }

    /// <summary>Goes down a path: <c>/ipfs/CID/field/0</c>; fields of tuples are their places. Links on the way are followed.</summary>
    private static (Cid Cid, JsonNode? Value) Find(Devnet net, RpcValue path)
    {
        string[] parts = path.Text().Split('/', StringSplitOptions.RemoveEmptyEntries);
        int first = parts is ["ipfs", ..] ? 1 : 0;
        if (parts.Length <= first || !Cid.TryParse(parts[first], out Cid? cid))
            throw path.Wrong($"/ipfs/CID, and names and numbers after it, were expected, not {path.Shown()}");
        JsonNode? node = Open(net, cid);
        foreach (string part in parts[(first + 1)..])
        {
            if (LinkOf(node) is { } next)
                (cid, node) = (next, Open(net, next));
            node = node switch
            {
                JsonArray items when uint.TryParse(part, out uint index) && index < items.Count => items[(int)index],
                JsonObject members when members.TryGetPropertyValue(part, out JsonNode? member) => member,
                _ => throw path.Wrong($"there is no '{RpcJson.WellFormed(part)}' in {cid}"),
            };
        }

        return LinkOf(node) is { } last ? (last, Open(net, last)) : (cid, node);
    }

    private static Cid? LinkOf(JsonNode? node) =>
        node is JsonObject { Count: 1 } link && link["/"] is JsonValue value && value.TryGetValue(out string? text) && Cid.TryParse(text, out Cid? cid) ? cid : null;

    private static JsonNode? Open(Devnet net, Cid cid)
    {
        ReadOnlyMemory<byte> block = Block(net, cid);
        if (cid.Codec == Multicodec.Raw)
            return Convert.ToBase64String(block.Span);
        return SchemaReader.TryRead(Anything, block.Span, out JsonNode? value, out CborError error)
            ? value
            : throw new RpcException(RpcErrorCode.ServerError, $"{cid} is no DAG-CBOR: {error}");
    }
}
