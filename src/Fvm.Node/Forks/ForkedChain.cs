using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Forks;

/// <summary>The fork of a chain: where it begins, and whom it reads.</summary>
internal sealed class ForkedChain : IDisposable
{
    /// <summary>The network version of the release that the actors in C# have the semantics of.</summary>
    private const NetworkVersion NativeVersion = NetworkVersion.V28;

    private readonly ForkOptions options;

    public ForkedChain(ForkOptions options, UpstreamClient client, ForkPoint point, ForkBlockstore blocks, ChainDatabase? database)
    {
        this.options = options;
        Client = client;
        Point = point;
        Blocks = blocks;
        Chain = new UpstreamChain(new UpstreamAnswers(client, database), point);
    }

    /// <summary>Who is asked.</summary>
    public UpstreamClient Client { get; }

    /// <summary>Where the fork leaves its upstream.</summary>
    public ForkPoint Point { get; }

    /// <summary>The blocks of both.</summary>
    public ForkBlockstore Blocks { get; }

    /// <summary>The tipsets before the fork.</summary>
    public UpstreamChain Chain { get; }

    /// <summary>What a devnet is like that begins there.</summary>
    public static DevnetOptions Apply(DevnetOptions options, ForkPoint point) => options with
    {
        ChainId = options.Fork!.ChainId ?? point.ChainId,
        NetworkName = point.NetworkName,
        NetworkVersion = point.NetworkVersion,
        // A fork has the contracts that its upstream has.
        KnownContracts = false,
    };

    /// <summary>The code of the fork's actors; null where wasm runs. Actors in C# stand behind the code CIDs of the upstream's own manifest, by name.</summary>
    /// <exception cref="DevnetException">The actors that were chosen are not those of the state.</exception>
    public NativeCode? Code(DevnetOptions devnet)
    {
        ActorManifest manifest = Blocked(() => new ChainState(Blocks, Point.StateRoot).Manifest);
        if (options.UpstreamActors)
            return null;
        if (devnet.Bundle is { } bundle)
        {
            return bundle.Actors.Entries.Select(static entry => entry.Code).ToHashSet().SetEquals(manifest.Entries.Select(static entry => entry.Code))
                ? null
                : throw new DevnetException($"the actors of {Client.Endpoint.Shown} at epoch {Point.Height} (network version {(uint)Point.NetworkVersion}) are not those of the bundle {bundle.Manifest}");
        }

        if (options.RunsCron)
            throw new DevnetException("the storage actors that cron calls are owed in C#: let the upstream's own run, or a bundle's");
        return Point.NetworkVersion == NativeVersion
            ? NativeCode.Behind(manifest)
            : throw new DevnetException(
                $"{Client.Endpoint.Shown} is at network version {(uint)Point.NetworkVersion} at epoch {Point.Height}, the actors in C# are those of version {(uint)NativeVersion}: let the upstream's own run, or a bundle's");
    }

    /// <summary>The first tipset of the fork: the upstream's, whose messages it knows, and after it a state in which the accounts are funded.</summary>
    public ExecutedTipset First(DevnetOptions devnet, DevnetKeys keys) => Blocked(() =>
    {
        BlockHeader[] headers = [.. Point.Key.Cids.Select(Header)];
        var tipset = Tipset.Create(headers);
        if (!tipset.Key.Equals(Point.Key))
            throw new DevnetException($"{Client.Endpoint.Shown} tells of a tipset of epoch {Point.Height} whose blocks are not in order");
        bool isGenesis = tipset.Height == 0;
        Cid key = Blocks.PutDagCbor(tipset.Key.Block());
        return new ExecutedTipset
        {
            Tipset = tipset,
            Key = tipset.Key,
            Hash = key.Digest.ToArray(),
            ParentHash = isGenesis ? new byte[32] : tipset.Parents.Cid.Digest.ToArray(),
            ParentHeight = isGenesis ? -1 : Header(tipset.Parents.Cids[0]).Height,
            NetworkVersion = devnet.NetworkVersion,
            NextNetworkVersion = devnet.NetworkVersion,
            Blocks = WithoutMessages(headers),
            Messages = [],
            StateRoot = Fund(devnet, keys),
            ReceiptsRoot = Point.ReceiptsRoot,
            NextBaseFee = Point.NextBaseFee,
            Bloom = new byte[LogsBloom.Length],
        };
    });

    /// <summary>The blocks of a tipset whose messages are the upstream's business.</summary>
    public static IReadOnlyList<BlockMessages> WithoutMessages(IReadOnlyList<BlockHeader> headers) =>
        [.. headers.Select(static header => new BlockMessages(header.Miner, header.ElectionProof?.WinCount ?? 0, [], []))];

    /// <summary>What was read so far.</summary>
    public ForkReport Report() => new(Client.Endpoint, Point.Height, Point.Key, Client.Requests, Client.Bytes, Blocks.Count);

    /// <summary>Reads nothing more.</summary>
    public void Dispose()
    {
        Blocks.Dispose();
        Client.Dispose();
    }

    private BlockHeader Header(Cid cid) => BlockHeader.TryDecode(Blocks.Get(cid).Span, out BlockHeader? header, out _)
        ? header
        : throw new DevnetException($"{Client.Endpoint.Shown} tells of a block {cid} that is no header");

    private Cid Fund(DevnetOptions devnet, DevnetKeys keys)
    {
        ReadAhead.Accounts(Blocks, Point.StateRoot, keys.Addresses, options.Concurrency);
        var editor = new StateEditor(Blocks, Point.StateRoot);
        foreach (Address address in keys.Addresses)
            editor.SetBalance(editor.Ensure(address), devnet.Balance);
        return editor.Flush();
    }

    private static T Blocked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BlockUnavailableException failed)
        {
            throw new DevnetException($"the chain cannot be forked: {failed.Message}", failed);
        }
    }
}
