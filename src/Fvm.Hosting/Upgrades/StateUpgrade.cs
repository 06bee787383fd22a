using Fvm.Actors;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Upgrades;

/// <summary>
/// Brings a state to a later network version, as the network's upgrades did: those that changed nothing (20, 26) or the actors' code alone (23, 27, 28, 29), one or several of
/// them. Upgrades that wrote states anew are refused. What networks do not have, actors of anybody's own code, stays as it is.
/// </summary>
public static class StateUpgrade
{
    /// <summary>The release of the built-in actors that a network version has.</summary>
    /// <param name="version">The version.</param>
    /// <returns>Such as 18 for network version 28; 0 for those before 16, and for what is no version.</returns>
    public static int ActorsOf(NetworkVersion version) => NetworkUpgrades.TryGet(version, out NetworkUpgrade upgrade) ? upgrade.ActorsVersion : 0;

    /// <summary>Upgrades a state.</summary>
    /// <param name="blocks">Where it is, and where the new one and the new actors are written.</param>
    /// <param name="root">Its root.</param>
    /// <param name="from">Its network version.</param>
    /// <param name="to">The later one.</param>
    /// <param name="actors">The later one's actors; null where they are the same.</param>
    /// <returns>The root of the new state.</returns>
    /// <exception cref="UpgradeException">There is no such upgrade here, or the actors are not those of the later version.</exception>
    public static Cid Apply(IBlockstore blocks, Cid root, NetworkVersion from, NetworkVersion to, ActorBundle? actors)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(root);
        Check(from, to);
        int release = ActorsOf(to);
        if (release == ActorsOf(from))
            return actors is null ? root : throw new UpgradeException($"network versions {(uint)from} and {(uint)to} have the same actors, v{release}: no others can be given");
        if (actors is null)
            throw new UpgradeException($"network version {(uint)to} has the actors v{release}: a bundle of them is needed");
        // Of version 29 there is no release yet: what is given is taken for it, such as lotus's, which is release v18 for now.
        if (ActorsReleases.TryGetManifest(release, out _) && actors.Release is { } known && known != $"v{release}")
            throw new UpgradeException($"network version {(uint)to} has the actors v{release}, the bundle {actors.Manifest} has {known}");
        Copy(actors, blocks);
        return Swap(blocks, root, actors, makesReserveAccount: from < NetworkVersion.V23);
    }

    private static void Check(NetworkVersion from, NetworkVersion to)
    {
        if (to < from)
            throw new UpgradeException($"a network's version only rises: it is {(uint)from}, not to be {(uint)to} again");
        foreach (NetworkVersion version in (NetworkVersion[])[from, to])
        {
            if (ActorsOf(version) == 0)
                throw new UpgradeException($"network version {(uint)version} is none of 16 to 29");
        }

        if (NetworkUpgrades.All.FirstOrDefault(step => step.Version > from && step.Version <= to && Rewritten(step.Version) is not null) is { } step)
            throw new UpgradeException($"network version {(uint)step.Version} ({step.Name}) wrote the states of {Rewritten(step.Version)} anew, which is not done here: begin a network at version {(uint)step.Version}");
    }

    /// <summary>Whose states an upgrade wrote anew; null where it changed nothing, or code alone (lotus <c>chain/consensus/filcns/upgrades.go</c>, go-state-types <c>builtin/v*/migration/top.go</c>).</summary>
    private static string? Rewritten(NetworkVersion version) => version switch
    {
        NetworkVersion.V17 => "the market, the miners and the verified registry",
        NetworkVersion.V18 => "the init actor",
        NetworkVersion.V19 => "the miners and the power actor",
        NetworkVersion.V21 => "the miners",
        NetworkVersion.V22 => "the market and the miners",
        NetworkVersion.V24 => "the power actor",
        NetworkVersion.V25 => "the contracts and the miners",
        _ => null,
    };

    private static void Copy(ActorBundle actors, IBlockstore blocks)
    {
        foreach (Cid cid in (IEnumerable<Cid>)[actors.Manifest, actors.Data, .. actors.Actors.Entries.Select(static entry => entry.Code)])
        {
            if (actors.Blocks.TryGet(cid, out ReadOnlyMemory<byte> block))
                blocks.Put(cid, block);
        }
    }

    /// <summary>Gives each actor the new code of its name, and the system actor the new list (go-state-types <c>migration/util.go</c>, CodeMigrator; <c>system.go</c>).</summary>
    private static Cid Swap(IBlockstore blocks, Cid root, ActorBundle bundle, bool makesReserveAccount)
    {
        StateRoot tree = Read<StateRoot>(blocks, root, "state root");
        Hamt<ActorState> actors = Hamt<ActorState>.Load(blocks, tree.Actors, ActorState.Codec(tree.Version));
        byte[] system = SingletonActors.System.ToAddress().Bytes.ToArray();
        if (!actors.TryGet(system, out ActorState? about))
            throw new UpgradeException($"the state {root} has no system actor");
        Dictionary<Cid, Cid> codes = Codes(Read<ActorManifest>(blocks, Read<SystemState>(blocks, about.Head, "system actor's state").BuiltinActors, "list of actors"), bundle);
        foreach ((byte[] key, ActorState actor) in actors.Entries().ToArray())
        {
            if (codes.TryGetValue(actor.Code, out Cid? code))
                actors.Set(key, actor with { Code = code });
        }

        actors.TryGet(system, out about);
        actors.Set(system, about! with { Head = Put(blocks, new SystemState { BuiltinActors = bundle.Data }) });
        if (makesReserveAccount)
            MakeAccount(blocks, actors, bundle.Actors);
        return Put(blocks, tree with { Actors = actors.Flush() });
    }

    private static Dictionary<Cid, Cid> Codes(ActorManifest old, ActorBundle bundle)
    {
        var codes = new Dictionary<Cid, Cid>();
        foreach (ManifestEntry entry in old.Entries)
        {
            codes[entry.Code] = bundle.Actors.Entries.LastOrDefault(line => line.Name == entry.Name)?.Code
                ?? throw new UpgradeException($"the bundle {bundle.Manifest} has no {entry.Name} actor");
        }

        return codes;
    }

    /// <summary>FIP-0085: the reserve, where it is a multisig, becomes an account that points to itself (go-state-types <c>builtin/v14/migration/top.go</c>).</summary>
    private static void MakeAccount(IBlockstore blocks, Hamt<ActorState> actors, ActorManifest manifest)
    {
        byte[] key = SingletonActors.Reserve.ToAddress().Bytes.ToArray();
        if (actors.TryGet(key, out ActorState? reserve) && manifest.TryGetActor(reserve.Code, out BuiltinActor type) && type == BuiltinActor.Multisig && manifest.TryGetCode(BuiltinActor.Account, out Cid? account))
            actors.Set(key, reserve with { Code = account, Head = Put(blocks, new AccountState { Address = SingletonActors.Reserve.ToAddress() }), DelegatedAddress = null });
    }

    private static Cid Put<T>(IBlockstore blocks, T value)
        where T : IChainValue<T>
        => blocks.PutDagCbor(ChainEncoding.ToCbor(value));

    private static T Read<T>(IBlockstore blocks, Cid cid, string what)
        where T : class, IChainValue<T>
        => blocks.TryGet(cid, out ReadOnlyMemory<byte> block) && ChainEncoding.TryFromCbor<T>(block.Span, out T? value) ? value : throw new UpgradeException($"the {what} {cid} is missing or malformed");
}
