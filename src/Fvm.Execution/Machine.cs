using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Execution.State;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution;

/// <summary>
/// A machine at one epoch: the state tree over a buffered blockstore, the built-in actors that the state names, and what the node supplies.
/// Not thread safe: one thread a machine. ref-fvm <c>fvm/src/machine/default.rs</c>.
/// </summary>
public sealed class Machine
{
    /// <summary>How many blocks a machine has notes of when nobody shares some with it.</summary>
    private const int OwnNotes = 512;

    /// <summary>Loads the state. Throws <see cref="FatalException"/> when the state, its version or the network version does not fit.</summary>
    /// <param name="context">The tipset.</param>
    /// <param name="store">The blockstore; written to by <see cref="Flush"/> and for the empty array block.</param>
    /// <param name="stateRoot">The root of the state tree.</param>
    /// <param name="externs">The node.</param>
    /// <param name="proofs">Storage proofs.</param>
    /// <param name="codes">Actor code.</param>
    /// <param name="memo">What is noted of blocks; null for notes of this machine's own.</param>
    /// <param name="scratches">Where messages find room to work in; null for a pool of this machine's own.</param>
    public Machine(
        MachineContext context,
        IBlockstore store,
        Cid stateRoot,
        IExterns externs,
        IProofVerifier proofs,
        IActorCodeSource codes,
        BlockMemo? memo = null,
        ScratchPool? scratches = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(store);
        Context = context;
        Rules = MachineRules.Of(context.NetworkVersion);
        if (context.UserCode != UserCode.None && !Rules.TracksReachability)
            FatalException.Throw($"network version {(uint)context.NetworkVersion} knows no code but the built-in actors': 21 is the first that can");
        Externs = externs;
        Proofs = proofs;
        Codes = codes;
        // The state of every new actor; it is in no transaction, so it goes below the buffer. FVM v2 relies on its being there.
        if (Rules.StateTree >= StateTreeVersion.V5)
            store.Put(StateRoot.EmptyInfoCid, StateRoot.EmptyInfo);
        Store = new BufferedBlockstore(store, memo ?? new BlockMemo(OwnNotes));
        Scratches = scratches ?? new ScratchPool();
        Tree = StateTree.Load(Store, stateRoot, Rules.OldestStateTree, Rules.StateTree, context.UserCode.HasFlag(UserCode.Install));
        Builtins = BuiltinActors.Load(Tree, Rules.RequiredActors);
    }

    /// <summary>The tipset and the limits.</summary>
    public MachineContext Context { get; }

    internal BufferedBlockstore Store { get; }

    internal StateTree Tree { get; }

    /// <summary>What messages use one after the other, so that each need not make its own.</summary>
    internal ScratchPool Scratches { get; }

    internal BuiltinActors Builtins { get; }

    internal MachineRules Rules { get; }

    internal PriceList Prices => Rules.Prices;

    internal IExterns Externs { get; }

    internal IProofVerifier Proofs { get; }

    internal IActorCodeSource Codes { get; }

    /// <summary>The prices that are compiled into wasm at a network version.</summary>
    /// <param name="version">The network version.</param>
    /// <exception cref="FatalException">This machine does not have it.</exception>
    public static InstructionPrices MeteringOf(NetworkVersion version) => MachineRules.Of(version).Prices.Execution.Metering;

    /// <summary>What the inclusion of a message costs at a network version, whole gas.</summary>
    /// <param name="version">The network version.</param>
    /// <param name="chainLength">The message's length on chain, in bytes.</param>
    /// <exception cref="FatalException">This machine does not have it.</exception>
    public static ulong InclusionGasOf(NetworkVersion version, ulong chainLength) =>
        MachineRules.Of(version).Prices.OnChainMessage(chainLength).Amount.RoundUp();

    /// <summary>Writes the state that is reachable from the new root into the blockstore below, and tells the root.</summary>
    public Cid Flush()
    {
        Cid root = Tree.Flush();
        Store.Flush(root);
        return root;
    }
}
