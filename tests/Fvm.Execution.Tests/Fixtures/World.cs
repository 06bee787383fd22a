using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Calls;
using Fvm.Execution.Messages;
using Fvm.Execution.State;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>
/// A small chain: System, Init, reward, cron and burnt funds, Alice (f0100, an account with 1,000,000 FIL) and whatever a test puts in. The
/// machine is made at the first message; what comes before it is the state to begin with. Length on chain is 100 bytes unless told.
/// </summary>
internal sealed class World
{
    public const ulong AliceId = 100;
    public const ulong InitialNextId = 5000;
    public const ulong Length = 100;

    /// <summary>Gas for the inclusion of a message of <see cref="Length"/> bytes at nv18 (vm-facts 3.2).</summary>
    public const ulong Inclusion = 560_663 + (1_300 * Length);

    private readonly MemoryBlockstore store = new();
    private readonly Hamt<ulong> addresses;
    private readonly List<(ulong Id, ActorState State)> pending = [];
    private Machine? machine;
    private ulong aliceNonce;

    public World()
    {
        addresses = new Hamt<ulong>(store, CborCodecs.UInt64);
        Put(SingletonActors.Reward.Value, Code.Of(BuiltinActor.Reward));
        Put(SingletonActors.Cron.Value, Code.Of(BuiltinActor.Cron));
        Put(SingletonActors.BurntFunds.Value, Code.Account);
        Put(AliceId, Code.Account, TokenAmount.FromFil(1_000_000));
        Register(AliceKey, AliceId);
        OnConstructAccount((_, _) => Exit.Ok);
    }

    /// <summary>Alice's f1 address.</summary>
    public static Address AliceKey { get; } = Key(1);

    public static Address Alice => Address.FromId(AliceId);

    public ScriptSource Codes { get; } = new();

    public FakeNode Node { get; } = new();

    public FakeProofs Proofs { get; } = new();

    /// <summary>A world at a network version.</summary>
    public static World At(uint version) => new() { Context = new World().Context with { NetworkVersion = (NetworkVersion)version } };

    public MachineContext Context { get; set; } = new()
    {
        NetworkVersion = NetworkVersion.V18,
        Epoch = 1_000,
        Timestamp = 30_000,
        BaseFee = new TokenAmount(100),
        ChainId = 314,
    };

    public MemoryBlockstore Store => store;

    public Machine Machine => machine ??= Build();

    public StateTree Tree => Machine.Tree;

    /// <summary>An f1 address of its own for each number.</summary>
    public static Address Key(byte number) => Address.FromSecp256k1PublicKey([4, .. new byte[63], number]);

    /// <summary>An f410 address of its own for each number.</summary>
    public static Address Ethereum(byte number) => Address.FromDelegated(Address.EthereumNamespace, [.. new byte[19], number]);

    public Cid Save(ReadOnlySpan<byte> block) => store.PutDagCbor(block.ToArray());

    /// <summary>Puts an actor into the state.</summary>
    public ActorId Put(ulong id, Cid code, TokenAmount balance = default, ulong nonce = 0, Address? delegated = null, Cid? head = null)
    {
        var state = new ActorState(code, head ?? StateRoot.EmptyInfoCid, nonce, balance, delegated);
        if (machine is null)
            pending.Add((id, state));
        else
            machine.Tree.SetActor(new ActorId(id), state);
        return new ActorId(id);
    }

    /// <summary>Puts an actor into the state that does what a script says.</summary>
    public Address Actor(ulong id, Script script, TokenAmount balance = default)
    {
        Cid code = Code.Named($"script-{id}");
        Codes[code] = script;
        return Put(id, code, balance).ToAddress();
    }

    /// <summary>The Init actor's own script.</summary>
    public void OnInit(Script script) => Codes[Code.Of(BuiltinActor.Init)] = script;

    /// <summary>What every account does, its constructor first of all.</summary>
    public void OnConstructAccount(Script script) => Codes[Code.Account] = script;

    /// <summary>Maps an address to an id in the Init actor's state.</summary>
    public void Register(Address address, ulong id) => addresses.Set(address.Bytes, id);

    public ActorState? State(ulong id) => Tree.GetActor(new ActorId(id));

    public TokenAmount Balance(ulong id) => State(id)?.Balance ?? TokenAmount.Zero;

    /// <summary>A message from Alice, with her next nonce.</summary>
    public Message Message(Address to, ulong method = 0, TokenAmount value = default, byte[]? parameters = null, ulong gasLimit = 1_000_000_000) => new()
    {
        To = to,
        From = Alice,
        Sequence = aliceNonce,
        Value = value,
        MethodNum = method,
        Params = parameters,
        GasLimit = gasLimit,
        GasFeeCap = new TokenAmount(200),
        GasPremium = new TokenAmount(1),
    };

    /// <summary>Applies a message; one of Alice's that is admitted counts her nonce.</summary>
    public ApplyResult Apply(Message message, ulong length = Length)
    {
        ApplyResult result = new Executor(Machine).Apply(message, length);
        if (!result.Refused && message.From == Alice)
            aliceNonce++;
        return result;
    }

    public ApplyResult ApplyImplicit(Message message) => new Executor(Machine).ApplyImplicit(message);

    /// <summary>Alice calls an actor.</summary>
    public ApplyResult Call(Address to, ulong method = 2, TokenAmount value = default, byte[]? parameters = null, ulong gasLimit = 1_000_000_000) =>
        Apply(Message(to, method, value, parameters, gasLimit));

    /// <summary>Runs something on the kernel of a new actor (f0200, 10 attoFIL) that Alice calls, and expects that to go well.</summary>
    public ApplyResult Inside(Action<IActorKernel> body, ulong gasLimit = 10_000_000_000)
    {
        Address actor = Actor(200, (kernel, _) =>
        {
            body(kernel);
            return Exit.Ok;
        }, new TokenAmount(10));
        ApplyResult result = Call(actor, gasLimit: gasLimit);
        Assert.True(result.Receipt.ExitCode.IsSuccess, result.Failure);
        return result;
    }

    /// <summary>The parts of a message in flight, without an executor around them.</summary>
    public (MessageSession Session, CallManager Calls) Open(ulong gasLimit = 1_000_000_000)
    {
        var origin = new MessageOrigin(new ActorId(AliceId), Alice, 0, TokenAmount.Zero);
        var session = new MessageSession(Machine, origin, GasAmount.FromGas(gasLimit));
        session.Access.RecordUpdate(origin.Id);
        return (session, new CallManager(session));
    }

    private Machine Build()
    {
        Cid manifest = Save(ChainEncoding.ToCbor(new ActorManifest(
            Enum.GetValues<BuiltinActor>().Select(static actor => new ManifestEntry(actor.ManifestName(), Code.Of(actor))))));
        Put(SingletonActors.System.Value, Code.Of(BuiltinActor.System), head: Save(SystemState(manifest)));
        var init = new InitActorState(addresses.Flush(), InitialNextId, "test");
        Put(SingletonActors.Init.Value, Code.Of(BuiltinActor.Init), head: init.Save(store));
        StateTreeVersion version = Context.NetworkVersion < NetworkVersion.V18 ? StateTreeVersion.V4 : StateTreeVersion.V5;
        var actors = new Hamt<ActorState>(store, ActorState.Codec(version));
        foreach ((ulong id, ActorState state) in pending)
            actors.Set(Address.FromId(id).Bytes, state);
        var root = new StateRoot(version, actors.Flush(), Save(StateRoot.EmptyInfo.Span));
        return new Machine(Context, store, Save(ChainEncoding.ToCbor(root)), Node, Proofs, Codes);
    }

    private static byte[] SystemState(Cid manifest)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        writer.WriteCid(manifest);
        return writer.ToArray();
    }
}
