using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Upgrades;
using Fvm.Ipld;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node;

/// <summary>
/// Actors of anybody's own code, miners and cron: what networks have no message for, or one that takes a while. What is done stands in the state after the head, and a
/// revert undoes it.
/// </summary>
public sealed class DevnetActors
{
    private const ulong CronGasLimit = NetworkConstants.BlockGasLimit * 10_000;

    private readonly Devnet net;
    private readonly ChainCore core;
    private readonly HeadRunner runner;
    private readonly IBlockstore blocks;
    private readonly ActorEngine engine;

    internal DevnetActors(Devnet net, ChainCore core, HeadRunner runner, IBlockstore blocks, ActorEngine engine)
    {
        this.net = net;
        this.core = core;
        this.runner = runner;
        this.blocks = blocks;
        this.engine = engine;
    }

    /// <summary>Makes code known, so that actors can be made of it. It runs as WebAssembly, beside actors in C# too, and costs exact gas.</summary>
    /// <param name="wasm">A module, as the network would load it.</param>
    /// <returns>Its CID: raw, blake2b-256.</returns>
    /// <exception cref="DevnetException">The network would not load it.</exception>
    public Task<Cid> InstallCodeAsync(ReadOnlyMemory<byte> wasm) => net.ChangeAsync(() =>
    {
        Check(wasm);
        return blocks.Put(Multicodec.Raw, wasm.ToArray());
    });

    /// <summary>Makes an actor, and calls its constructor (method 1) in the name of the init actor, as Exec does, which on networks takes built-in code only.</summary>
    /// <param name="code">Installed code, or that of a built-in actor.</param>
    /// <param name="parameters">The constructor's parameters, DAG-CBOR; none if empty.</param>
    /// <param name="balance">What it owns before its constructor runs, attoFIL; the reserve (f090) pays.</param>
    /// <returns>Its f0 and its f2 address.</returns>
    /// <exception cref="DevnetException">There is no such code, or the constructor fails.</exception>
    public Task<ExecReturn> CreateActorAsync(Cid code, ReadOnlyMemory<byte> parameters = default, TokenAmount balance = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return net.ChangeAsync(() =>
        {
            ExecutedTipset head = core.Chain.Head;
            CheckCode(code, net.StateAt(head));
            var editor = new StateEditor(blocks, head.StateRoot);
            (ActorId id, Address robust) = editor.Add(code);
            editor.SetBalance(id, balance);
            runner.Run("the constructor", new Message
            {
                From = SingletonActors.Init.ToAddress(),
                To = id.ToAddress(),
                MethodNum = MethodNumber.Constructor,
                Params = parameters,
            }, editor.Flush());
            return new ExecReturn(id.ToAddress(), robust);
        });
    }

    /// <summary>Runs cron at the head's epoch once more.</summary>
    /// <exception cref="DevnetException">It fails.</exception>
    public Task<ApplyResult> RunCronAsync() => net.ChangeAsync(() => runner.Run("cron", static machine => machine.ApplyImplicit(new Message
    {
        From = SingletonActors.System.ToAddress(),
        To = SingletonActors.Cron.ToAddress(),
        MethodNum = MethodNumber.CronEpochTick,
        GasLimit = CronGasLimit,
    })));

    /// <summary>
    /// Upgrades the network after the head: its state becomes one of the later version, with that one's actors, and so do the tipsets that come. Upgrades that changed the
    /// actors' code alone, or nothing, can be made; see <see cref="StateUpgrade"/>. After actors in C# those of a bundle run.
    /// </summary>
    /// <param name="version">The later version, or the chain's own, which changes nothing.</param>
    /// <param name="actors">Its actors; null for the mainnet release of <see cref="DevnetOptions.Bundles"/>, or where they are the same.</param>
    /// <exception cref="DevnetException">There is no such upgrade, or the actors are not there.</exception>
    public Task UpgradeAsync(NetworkVersion version, ActorBundle? actors = null) => net.ChangeAsync(() =>
    {
        ExecutedTipset head = core.Chain.Head;
        if (version == head.NextNetworkVersion)
            return false;
        try
        {
            ActorBundle? code = StateUpgrade.ActorsOf(version) == StateUpgrade.ActorsOf(head.NextNetworkVersion) ? actors : actors ?? Release(version);
            if (code is not null && net.Fork is { } fork)
                throw new DevnetException($"the state of {fork.Endpoint.Shown} is not all here: a fork's actors cannot be changed");
            core.UpgradeHead(StateUpgrade.Apply(blocks, head.StateRoot, head.NextNetworkVersion, version, code), version);
            return true;
        }
        catch (Exception refused) when (refused is UpgradeException or BundleException)
        {
            throw new DevnetException(refused.Message, refused);
        }
    });

    /// <summary>Makes a miner; the reserve (f090) pays its deposit. On a bundle only, since the actors in C# have no power actor yet.</summary>
    /// <param name="owner">Its owner, an account.</param>
    /// <param name="worker">Its worker, an account with a BLS key; null for the owner.</param>
    /// <param name="balance">What it owns, its deposit included; null for 100,000 FIL.</param>
    /// <returns>Its f0 and its f2 address.</returns>
    /// <exception cref="DevnetException">The power actor refuses, or there is none.</exception>
    public Task<ExecReturn> CreateMinerAsync(Address owner, Address? worker = null, TokenAmount? balance = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (net.Options.Bundle is null)
            throw new DevnetException("there is no power actor in C# yet: miners are made on a bundle (fvm devnet --actors FILE.car)");
        return net.ChangeAsync(() =>
        {
            ulong sequence = new StateEditor(blocks, core.Chain.Head.StateRoot).NextId;
            ApplyResult result = runner.Run("CreateMiner", machine => GenesisMiner.Make(machine, owner, worker ?? owner, balance ?? GenesisMiner.Funds, sequence));
            return ChainEncoding.TryFromCbor<ExecReturn>(result.Receipt.ReturnData.Span, out ExecReturn? made) ? made : throw new DevnetException("CreateMiner returned no addresses");
        });
    }

    /// <summary>Commits a sector without data in the name of a miner's worker, with a proof that is taken for valid. It must be proven in its deadline, as on the network.</summary>
    /// <param name="miner">The miner; null for the first one.</param>
    /// <param name="number">The sector's number; null for the first that is free.</param>
    /// <exception cref="DevnetException">There is no miner, or it refuses: it lacks the pledge, or had such a sector.</exception>
    public Task<CommittedSector> ProveSectorAsync(Address? miner = null, ulong? number = null) => net.ChangeAsync(() =>
    {
        StorageMiner storage = Open(miner);
        (Message message, CommittedSector sector) = storage.Commit(number ?? storage.NextNumber());
        runner.Run("ProveCommitSectorsNI", message);
        return sector;
    });

    /// <summary>Proves what is due in the deadline that is open at the head's epoch, in the name of a miner's worker; sectors have power from then on.</summary>
    /// <param name="miner">The miner; null for the first one.</param>
    /// <returns>The deadline, and how many partitions were proven.</returns>
    /// <exception cref="DevnetException">There is no miner, or nothing is due.</exception>
    public Task<(int Deadline, int Partitions)> ProveDeadlineAsync(Address? miner = null) => net.ChangeAsync(() =>
    {
        ExecutedTipset head = core.Chain.Head;
        StorageMiner storage = Open(miner);
        ExecutedTipset before = core.Chain.AtOrBefore(head.Height - 1) ?? throw new DevnetException("a proof commits to a tipset before: mine one first");
        (Message message, int deadline, int partitions) = storage.Prove(before);
        runner.Run("SubmitWindowedPoSt", message);
        return (deadline, partitions);
    });

    private StorageMiner Open(Address? miner)
    {
        if (net.Options.Bundle is null && miner is null)
            throw new DevnetException("there are no miners in C# yet: run a bundle (fvm devnet --actors FILE.car)");
        ExecutedTipset head = core.Chain.Head;
        return new StorageMiner(net.StateAt(head), miner ?? core.Miner, head.Height);
    }

    /// <summary>The mainnet release of a version's actors, where the network has such actors now, and the release is at hand.</summary>
    private ActorBundle? Release(NetworkVersion version) =>
        ActorsReleases.TryGetVersion(net.StateAt().ManifestCid.ToString(), out _)
        && ActorsReleases.TryGetManifest(StateUpgrade.ActorsOf(version), out string? manifest)
        && net.Options.Bundles is { } store
        && store.TryOpen(Cid.Parse(manifest!), out ActorBundle? bundle)
            ? bundle
            : null;

    private void CheckCode(Cid code, ChainState state)
    {
        if (state.Manifest.TryGetActor(code, out BuiltinActor type))
        {
            if (type is BuiltinActor.Multisig or BuiltinActor.PaymentChannel or BuiltinActor.Miner or BuiltinActor.Evm)
                return;
            throw new DevnetException($"a network has no second {type.ManifestName()} actor, or makes it of its address");
        }

        if (code.Codec != Multicodec.Raw || !blocks.TryGet(code, out ReadOnlyMemory<byte> wasm))
            throw new DevnetException($"there is no code {code}: install it first (fvm_installCode, fvm actor install)");
        Check(wasm);
    }

    private void Check(ReadOnlyMemory<byte> wasm)
    {
        if (engine.Check(wasm, net.NetworkVersion) is { } defect)
            throw new DevnetException($"that is no actor's code: {defect}");
    }
}
