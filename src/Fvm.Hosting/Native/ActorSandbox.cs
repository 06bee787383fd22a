using System.Text;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Native;

/// <summary>
/// A small network to try actors on: a state with the system's actors, accounts with funds, no fees, and a machine that applies one message after the other.
/// Deterministic: the same calls make the same state. One thread at a time. See docs/native-actors.md.
/// </summary>
public sealed class ActorSandbox
{
    private readonly MemoryBlockstore own = new();
    private readonly BlockMemo memo = new();
    private readonly ActorEngine engine;
    private readonly ActorBundle? bundle;
    private NativeCode code = NativeCode.Mainnet;
    private VirtualMachine? machine;
    private Cid root;
    private long epoch = 1;

    /// <summary>A sandbox on the built-in actors in C#.</summary>
    public ActorSandbox()
        : this(null, new ActorEngine())
    {
    }

    /// <summary>A sandbox on a bundle of wasm actors, to compare with.</summary>
    /// <param name="bundle">The bundle; null for the built-in actors in C#.</param>
    /// <param name="engine">Compiled modules; share it among sandboxes.</param>
    public ActorSandbox(ActorBundle? bundle, ActorEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        this.bundle = bundle;
        this.engine = engine;
        Store = bundle is null ? own : new LayeredBlockstore(own, [bundle.Blocks]);
        root = SandboxState.Create(Store, bundle?.Actors ?? code.Manifest);
    }

    /// <summary>All blocks.</summary>
    public IBlockstore Store { get; }

    /// <summary>The network version; 28, that of the built-in actors in C#, unless it is set.</summary>
    public NetworkVersion NetworkVersion { get; init; } = NetworkVersion.V28;

    /// <summary>What the actors ask of the chain: randomness, tipsets. A node that knows nothing unless it is set.</summary>
    public IExterns Node { get; init; } = new LonelyNode();

    /// <summary>What results tell of the execution.</summary>
    public TraceDetail Detail { get; init; } = TraceDetail.Events;

    /// <summary>The epoch; 1 at first.</summary>
    public long Epoch
    {
        get => epoch;
        set
        {
            Flush();
            epoch = value;
        }
    }

    /// <summary>Writes the state; its root.</summary>
    public Cid Flush()
    {
        if (machine is not null)
            root = machine.Flush();
        machine = null;
        return root;
    }

    /// <summary>Makes an account behind a key address.</summary>
    /// <param name="key">The address, f1 or f3.</param>
    /// <param name="balance">What it owns.</param>
    /// <returns>Its f0 address.</returns>
    public Address CreateAccount(Address key, TokenAmount balance)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Change(actors =>
        {
            ActorId id = SandboxState.Register(Store, actors, key);
            Cid head = Store.PutDagCbor(ChainEncoding.ToCbor(new AccountState { Address = key }));
            actors.Set(id.ToAddress().Bytes, new ActorState(CodeOf(BuiltinActor.Account), head, 0, balance, null));
            return id.ToAddress();
        });
    }

    /// <summary>Puts an actor in C# into the state, and calls its constructor as the init actor does.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="name">Its name, of which its code CID is made.</param>
    /// <param name="parameters">The constructor's parameters, or null for none.</param>
    /// <param name="address">Its f0 address.</param>
    /// <returns>What became of the constructor.</returns>
    public ApplyResult Deploy(IActorCode actor, string name, IpldBlock? parameters, out Address address)
    {
        Cid codeCid = Cid.Create(Multicodec.Raw, Multicodec.Identity, Encoding.UTF8.GetBytes($"native/{name}"));
        code = code.With(codeCid, actor);
        address = Change(actors =>
        {
            ActorId id = SandboxState.Register(Store, actors, null);
            actors.Set(id.ToAddress().Bytes, ActorState.CreateEmpty(codeCid, null));
            return id.ToAddress();
        });
        return Implicit(SingletonActors.Init.ToAddress(), address, MethodNumber.Constructor, parameters);
    }

    /// <summary>Sends a message from an account, with its nonce and without fees.</summary>
    /// <param name="from">The account.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="method">The method's number.</param>
    /// <param name="parameters">The parameters, or null for none; a block on chain is always CBOR.</param>
    /// <param name="value">What to transfer.</param>
    /// <param name="gasLimit">Whole gas.</param>
    public ApplyResult Send(
        Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default, ulong gasLimit = NetworkConstants.BlockGasLimit)
    {
        ulong nonce = Actor(from)?.Nonce ?? 0;
        return Machine().Apply(MessageOf(from, to, method, parameters, value) with { Sequence = nonce, GasLimit = gasLimit });
    }

    /// <summary>Sends a message in the name of any actor, as the system does: no nonce, no fees.</summary>
    /// <param name="from">The actor.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="method">The method's number.</param>
    /// <param name="parameters">The parameters, or null for none.</param>
    /// <param name="value">What to transfer.</param>
    public ApplyResult Implicit(Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default) =>
        Machine().ApplyImplicit(MessageOf(from, to, method, parameters, value));

    /// <summary>An actor's line in the state tree, or null.</summary>
    /// <param name="address">Its f0 address, or one that the init actor knows.</param>
    public ActorState? Actor(Address address)
    {
        Hamt<ActorState> actors = SandboxState.Actors(Store, Flush());
        return Resolve(actors, address) is { } id && actors.TryGet(id.ToAddress().Bytes, out ActorState? actor) ? actor : null;
    }

    /// <summary>An actor's state, decoded.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="address">The actor, which must be there.</param>
    public TState StateOf<TState>(Address address)
        where TState : IChainValue<TState>
    {
        ActorState actor = Actor(address) ?? throw new ArgumentException($"there is no actor {address}", nameof(address));
        return ChainEncoding.Codec<TState>().Decode(Store.Get(actor.Head).Span);
    }

    /// <summary>Changes a line of the state tree as no message could: to set a scene.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="actor">Its new line.</param>
    public void SetActor(ActorId id, ActorState actor) => Change(actors =>
    {
        actors.Set(id.ToAddress().Bytes, actor);
        return true;
    });

    /// <summary>The code of a built-in actor.</summary>
    /// <param name="type">Which.</param>
    public Cid CodeOf(BuiltinActor type) => (bundle?.Actors ?? code.Manifest).TryGetCode(type, out Cid? found)
        ? found
        : throw new ArgumentOutOfRangeException(nameof(type), type, "not in the manifest");

    private static Message MessageOf(Address from, Address to, ulong method, IpldBlock? parameters, TokenAmount value) => new()
    {
        From = from,
        To = to,
        MethodNum = method,
        Params = parameters?.Data ?? ReadOnlyMemory<byte>.Empty,
        Value = value,
        GasLimit = NetworkConstants.BlockGasLimit,
    };

    private T Change<T>(Func<Hamt<ActorState>, T> change)
    {
        Hamt<ActorState> actors = SandboxState.Actors(Store, Flush());
        T result = change(actors);
        root = SandboxState.Root(Store, actors);
        return result;
    }

    private ActorId? Resolve(Hamt<ActorState> actors, Address address)
    {
        if (address.TryGetId(out ulong id))
            return new ActorId(id);
        actors.TryGet(SingletonActors.Init.ToAddress().Bytes, out ActorState? init);
        InitState state = ChainEncoding.Codec<InitState>().Decode(Store.Get(init!.Head).Span);
        return Hamt<ulong>.Load(Store, state.AddressMap, Ipld.Cbor.CborCodecs.UInt64).TryGet(address.Bytes, out id) ? new ActorId(id) : null;
    }

    private VirtualMachine Machine()
    {
        if (machine is not null)
            return machine;
        VirtualMachineBuilder builder = new VirtualMachineBuilder(NetworkVersion)
            .OnState(Store, root)
            .AtTipset(epoch, unchecked((ulong)epoch * NetworkConstants.EpochDurationSeconds))
            .WithEngine(engine)
            .WithMemo(memo)
            .WithNode(Node)
            .WithTracing(Detail);
        return machine = (bundle is null ? builder.WithCode(code) : builder).Build();
    }
}
