using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.State;

/// <summary>The built-in actors that a state names: by way of the System actor (f00), its manifest. ref-fvm <c>machine/manifest.rs</c>.</summary>
internal sealed class BuiltinActors
{
    /// <summary>The actors of which there is one each (ref-fvm release/v2 <c>machine/manifest.rs</c>, SINGLETON_ACTOR_NAMES).</summary>
    private static readonly BuiltinActor[] Singletons =
    [
        BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Reward, BuiltinActor.Cron, BuiltinActor.Power, BuiltinActor.Market,
        BuiltinActor.VerifiedRegistry,
    ];

    private readonly ActorManifest manifest;

    private BuiltinActors(ActorManifest manifest, IReadOnlyList<BuiltinActor> required)
    {
        this.manifest = manifest;
        for (int i = 0; i < required.Count; i++)
        {
            if (!manifest.TryGetCode(required[i], out _))
                RefuseWithout(required);
        }

        Account = CodeOf(BuiltinActor.Account)!;
        // A version that has neither knows neither, whatever a manifest names so.
        Placeholder = required.Contains(BuiltinActor.Placeholder) ? CodeOf(BuiltinActor.Placeholder) : null;
        EthAccount = required.Contains(BuiltinActor.EthAccount) ? CodeOf(BuiltinActor.EthAccount) : null;
    }

    public Cid Account { get; }

    /// <summary>Null where the network version has none.</summary>
    public Cid? Placeholder { get; }

    /// <summary>Null where the network version has none.</summary>
    public Cid? EthAccount { get; }

    /// <summary>Reads the manifest that the System actor names, and requires some actors of it.</summary>
    public static BuiltinActors Load(StateTree tree, IReadOnlyList<BuiltinActor> required)
    {
        ActorState? system = tree.GetActor(SingletonActors.System);
        if (system is null)
            FatalException.Throw("there is no System actor (f00)");
        var state = new CborReader(Block(tree.Store, system.Head, "the System actor's state", out _).Span);
        state.ReadArrayHeader(1);
        Cid? cid = state.ReadCid();
        if (!state.Finish() || cid is null)
            FatalException.Throw($"the System actor's state {system.Head} is malformed");

        return new BuiltinActors(ReadManifest(tree.Store, cid), required);
    }

    private static ActorManifest ReadManifest(IBlockstore store, Cid cid)
    {
        ReadOnlyMemory<byte> block = Block(store, cid, "the built-in actors' manifest", out BlockNotes? notes);
        if (notes?.Node is ActorManifest known)
            return known;
        var reader = new CborReader(block.Span);
        ActorManifest? manifest = ActorManifest.Read(ref reader);
        if (!reader.Finish() || manifest is null)
            FatalException.Throw($"the built-in actors' manifest {cid} is malformed");
        if (notes is not null)
            notes.Node = manifest;
        return manifest;
    }

    /// <summary>The type number of code, 0 for code that is not built in.</summary>
    public uint TypeOf(Cid code) => manifest.TryGetId(code, out uint type) ? type : 0;

    /// <summary>The code of a type number.</summary>
    public bool TryGetCode(uint type, [NotNullWhen(true)] out Cid? code) => manifest.TryGetCode(type, out code);

    /// <summary>Whether code is of an actor of which there is only one.</summary>
    public bool IsSingleton(Cid code) => Array.Exists(Singletons, actor => code.Equals(CodeOf(actor)));

    private void RefuseWithout(IReadOnlyList<BuiltinActor> required)
    {
        string[] missing = [.. required.Where(actor => CodeOf(actor) is null).Select(static actor => actor.ManifestName())];
        FatalException.Throw($"the built-in actors' manifest lacks: {string.Join(", ", missing)}");
    }

    private static ReadOnlyMemory<byte> Block(IBlockstore store, Cid cid, string what, out BlockNotes? notes)
    {
        notes = null;
        if (!(store is INotingBlockstore noting ? noting.TryGet(cid, out ReadOnlyMemory<byte> block, out notes) : store.TryGet(cid, out block)))
            FatalException.Throw($"{what} {cid} is not in the blockstore");
        return block;
    }

    private Cid? CodeOf(BuiltinActor actor) => manifest.TryGetCode(actor, out Cid? code) ? code : null;
}
