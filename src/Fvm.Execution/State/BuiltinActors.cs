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
    private readonly ActorManifest manifest;

    private BuiltinActors(ActorManifest manifest)
    {
        if (manifest.MissingNames.Count != 0)
            FatalException.Throw($"the built-in actors' manifest lacks: {string.Join(", ", manifest.MissingNames)}");
        this.manifest = manifest;
        Account = CodeOf(BuiltinActor.Account);
        Placeholder = CodeOf(BuiltinActor.Placeholder);
        EthAccount = CodeOf(BuiltinActor.EthAccount);
    }

    public Cid Account { get; }

    public Cid Placeholder { get; }

    public Cid EthAccount { get; }

    /// <summary>Reads the manifest that the System actor names.</summary>
    public static BuiltinActors Load(StateTree tree)
    {
        ActorState? system = tree.GetActor(SingletonActors.System);
        if (system is null)
            FatalException.Throw("there is no System actor (f00)");
        var state = new CborReader(Block(tree.Store, system!.Head, "the System actor's state").Span);
        state.ReadArrayHeader(1);
        Cid? cid = state.ReadCid();
        if (!state.Finish() || cid is null)
            FatalException.Throw($"the System actor's state {system.Head} is malformed");

        var reader = new CborReader(Block(tree.Store, cid!, "the built-in actors' manifest").Span);
        ActorManifest? manifest = ActorManifest.Read(ref reader);
        if (!reader.Finish() || manifest is null)
            FatalException.Throw($"the built-in actors' manifest {cid} is malformed");
        return new BuiltinActors(manifest!);
    }

    /// <summary>The type number of code, 0 for code that is not built in.</summary>
    public uint TypeOf(Cid code) => manifest.TryGetId(code, out uint type) ? type : 0;

    /// <summary>The code of a type number.</summary>
    public bool TryGetCode(uint type, [NotNullWhen(true)] out Cid? code) => manifest.TryGetCode(type, out code);

    private static ReadOnlyMemory<byte> Block(IBlockstore store, Cid cid, string what)
    {
        if (!store.TryGet(cid, out ReadOnlyMemory<byte> block))
            FatalException.Throw($"{what} {cid} is not in the blockstore");
        return block;
    }

    private Cid CodeOf(BuiltinActor actor)
    {
        manifest.TryGetCode(actor, out Cid? code);
        return code!;
    }
}
