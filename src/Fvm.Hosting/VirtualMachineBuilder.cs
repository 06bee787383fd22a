using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Proofs;
using Fvm.Protocol;

namespace Fvm.Hosting;

/// <summary>
/// Builds virtual machines from options. Only the state must be given; everything else has a default that says nothing of any network: an own
/// engine, no bundle, a node that knows nothing, proofs that can be checked for form only, no traces. One builder may build many machines.
/// </summary>
public sealed class VirtualMachineBuilder
{
    private readonly List<IBlockstore> bundles = [];
    private MachineContext context;
    private ActorEngine? engine;
    private IActorCodeSource? code;
    private IBlockstore? store;
    private Cid? root;
    private IExterns externs = new LonelyNode();
    private IProofVerifier? proofs;
    private ProofKeys keys = ProofKeys.None;
    private TraceDetail detail;
    private BlockMemo? memo;

    /// <summary>Begins with a network version at epoch 0.</summary>
    /// <param name="version">The network version: 16 to 29.</param>
    public VirtualMachineBuilder(NetworkVersion version) => context = new MachineContext { NetworkVersion = version, Epoch = 0 };

    /// <summary>The state to begin with.</summary>
    /// <param name="blocks">Where state is read from, and written to by <see cref="VirtualMachine.Flush"/>.</param>
    /// <param name="stateRoot">The root of the state tree.</param>
    public VirtualMachineBuilder OnState(IBlockstore blocks, Cid stateRoot)
    {
        store = blocks;
        root = stateRoot;
        return this;
    }

    /// <summary>The tipset that the messages belong to.</summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="timestamp">Its time, in seconds since 1970.</param>
    /// <param name="baseFee">Its base fee, in attoFIL a gas.</param>
    public VirtualMachineBuilder AtTipset(long epoch, ulong timestamp = 0, TokenAmount baseFee = default)
    {
        context = context with { Epoch = epoch, Timestamp = timestamp, BaseFee = baseFee };
        return this;
    }

    /// <summary>The network as actors see it.</summary>
    /// <param name="circulatingSupply">The circulating supply, in attoFIL.</param>
    /// <param name="chainId">The EIP-155 chain id; 314 is mainnet.</param>
    public VirtualMachineBuilder InNetwork(TokenAmount circulatingSupply, ulong chainId)
    {
        context = context with { CirculatingSupply = circulatingSupply, ChainId = chainId };
        return this;
    }

    /// <summary>A bundle of built-in actors, whose code the state names. It is read, never written. May be called for several.</summary>
    /// <param name="bundle">The bundle.</param>
    public VirtualMachineBuilder WithBundle(ActorBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        bundles.Add(bundle.Blocks);
        return this;
    }

    /// <summary>Code that is asked for before any wasm is looked for, such as actors in C#.</summary>
    /// <param name="source">The code.</param>
    public VirtualMachineBuilder WithCode(IActorCodeSource source)
    {
        code = source;
        return this;
    }

    /// <summary>The engine with the compiled modules. Share one among all machines of a process; else each builder has its own.</summary>
    /// <param name="shared">The engine.</param>
    public VirtualMachineBuilder WithEngine(ActorEngine shared)
    {
        engine = shared;
        return this;
    }

    /// <summary>
    /// What machines note of the blocks that they meet, so that the next machine need not decode and scan them again: share one among the machines of a
    /// chain. It changes nothing but time. Without, each machine has its own.
    /// </summary>
    /// <param name="shared">The notes.</param>
    public VirtualMachineBuilder WithMemo(BlockMemo shared)
    {
        memo = shared;
        return this;
    }

    /// <summary>The node: randomness, tipsets, consensus faults.</summary>
    /// <param name="node">The node.</param>
    public VirtualMachineBuilder WithNode(IExterns node)
    {
        externs = node;
        return this;
    }

    /// <summary>Who verifies storage proofs.</summary>
    /// <param name="verifier">The verifier.</param>
    public VirtualMachineBuilder WithProofs(IProofVerifier verifier)
    {
        proofs = verifier;
        return this;
    }

    /// <summary>The keys that storage proofs are verified with, unless <see cref="WithProofs"/> names a verifier.</summary>
    /// <param name="loaded">The keys; see <see cref="ProofKeys.Load"/>. Builders may share them.</param>
    public VirtualMachineBuilder WithProofKeys(ProofKeys loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        keys = loaded;
        return this;
    }

    /// <summary>How much results tell of what happened.</summary>
    /// <param name="traces">How much.</param>
    public VirtualMachineBuilder WithTracing(TraceDetail traces)
    {
        detail = traces;
        context = context with { Tracing = traces != TraceDetail.None };
        return this;
    }

    /// <summary>Limits of the machine. They are consensus: others than the network's make another network.</summary>
    /// <param name="maxCallDepth">Frames of a call stack.</param>
    /// <param name="maxMemoryBytes">Bytes that all instances of a call stack may use together.</param>
    /// <param name="maxBlockSize">Bytes of a block that an actor creates.</param>
    public VirtualMachineBuilder WithLimits(int maxCallDepth = 1024, ulong maxMemoryBytes = 2UL << 30, int maxBlockSize = 1 << 20)
    {
        context = context with { MaxCallDepth = maxCallDepth, MaxMemoryBytes = maxMemoryBytes, MaxBlockSize = maxBlockSize };
        return this;
    }

    /// <summary>
    /// What actors of anybody's own code may do: be installed, be created by any actor, change their code. Networks allow none of it, and none is the default.
    /// Consensus; from network version 21 on.
    /// </summary>
    /// <param name="allowed">What they may do.</param>
    public VirtualMachineBuilder WithUserCode(UserCode allowed)
    {
        context = context with { UserCode = allowed };
        return this;
    }

    /// <summary>
    /// Whether the syscalls <c>debug.*</c> work; off by default. Logs and artifacts stand in the trace, so ask for one too (<see cref="WithTracing"/>). Actors
    /// can see it, so it is consensus.
    /// </summary>
    /// <param name="isOn">Whether they work.</param>
    public VirtualMachineBuilder WithActorDebugging(bool isOn = true)
    {
        context = context with { ActorDebugging = isOn };
        return this;
    }

    /// <summary>Whatever else the machine is told.</summary>
    /// <param name="change">Makes the machine's context from the one so far.</param>
    public VirtualMachineBuilder With(Func<MachineContext, MachineContext> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        context = change(context);
        return this;
    }

    /// <summary>Builds a machine.</summary>
    /// <exception cref="InvalidOperationException">No state was given.</exception>
    /// <exception cref="FatalException">The state, its version or the network version does not fit.</exception>
    public VirtualMachine Build()
    {
        if (store is null || root is null)
            ThrowNoState();
        return new VirtualMachine(context, new VirtualMachineParts
        {
            Store = bundles.Count == 0 ? store : new LayeredBlockstore(store, [.. bundles]),
            StateRoot = root,
            Externs = externs,
            Proofs = proofs ?? StorageProofs.KeyedVerifier(context.NetworkVersion, keys),
            Engine = engine ??= new ActorEngine(),
            Code = code,
            Memo = memo,
            ProfilesFunctions = detail == TraceDetail.Functions,
        });
    }

    [DoesNotReturn]
    private static void ThrowNoState() => throw new InvalidOperationException("A machine needs a state: call OnState first.");
}
