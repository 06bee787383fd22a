using Fvm.Actors;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>
/// Changes of a state tree that no message makes: what developer methods set. The old state stays; <see cref="Flush"/> tells the root of the new one. What an account
/// gets or loses, the reserve (f090) loses or gets as far as it can, so that the sum of all balances stays.
/// </summary>
internal sealed class StateEditor
{
    private readonly IBlockstore blocks;
    private readonly StateRoot tree;
    private readonly Hamt<ActorState> actors;
    private readonly ActorManifest manifest;

    public StateEditor(IBlockstore blocks, Cid root)
    {
        this.blocks = blocks;
        tree = ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? found) ? found : throw new IpldException($"{root} is no state root");
        actors = Hamt<ActorState>.Load(blocks, tree.Actors, ActorState.Codec(tree.Version));
        manifest = Read<ActorManifest>(Read<SystemState>(Find(SingletonActors.System)!.Head).BuiltinActors);
    }

    /// <summary>The id that the next actor gets.</summary>
    public ulong NextId => Read<InitState>(Find(SingletonActors.Init)!.Head).NextId;

    /// <summary>Writes the new state.</summary>
    public Cid Flush() => blocks.PutDagCbor(ChainEncoding.ToCbor(tree with { Actors = actors.Flush() }));

    /// <summary>The actor behind an address. Where there is none and its address allows it one comes about, as when somebody sends to it (call_manager/default.rs).</summary>
    public ActorId Ensure(Address address)
    {
        if (Resolve(address) is { } known)
            return known;
        ActorState actor = New(address);
        ActorId id = Register(address);
        Set(id, actor);
        return id;
    }

    /// <summary>A new actor of some code, behind an f2 address of its own, with nothing in it.</summary>
    public (ActorId Id, Address Robust) Add(Cid code)
    {
        Address robust = Address.FromActorBytes([.. code.Bytes, .. CborCodecs.UInt64.Encode(NextId)]);
        ActorId id = Register(robust);
        Set(id, ActorState.CreateEmpty(code, null));
        return (id, robust);
    }

    /// <summary>The actor behind an address, or null.</summary>
    public ActorId? Resolve(Address address)
    {
        InitState init = Read<InitState>(Find(SingletonActors.Init)!.Head);
        bool known = address.TryGetId(out ulong id) || Hamt<ulong>.Load(blocks, init.AddressMap, CborCodecs.UInt64).TryGet(address.Bytes, out id);
        return known && Find(new ActorId(id)) is not null ? new ActorId(id) : null;
    }

    public void SetBalance(ActorId id, TokenAmount balance)
    {
        ActorState actor = Find(id)!;
        Set(id, actor with { Balance = balance });
        if (Find(SingletonActors.Reserve) is { } reserve && id != SingletonActors.Reserve && reserve.Balance + actor.Balance - balance is { IsNegative: false } rest)
            Set(SingletonActors.Reserve, reserve with { Balance = rest });
    }

    /// <summary>Sets a nonce: of a contract that of its creations. A placeholder that has sent is an Ethereum account.</summary>
    public void SetNonce(ActorId id, ulong nonce)
    {
        ActorState actor = Find(id)!;
        if (TypeOf(actor) == BuiltinActor.Evm)
            SetContract(id, actor, Contract(actor) with { Nonce = nonce });
        else if (TypeOf(actor) == BuiltinActor.Placeholder && nonce != 0)
            Set(id, actor with { Nonce = nonce, Code = CodeOf(BuiltinActor.EthAccount) });
        else
            Set(id, actor with { Nonce = nonce });
    }

    /// <summary>The nonce that an actor's line has.</summary>
    public ulong NonceOf(ActorId id) => Find(id)?.Nonce ?? 0;

    /// <summary>Counts messages that ran in an actor's name. A placeholder that has sent is an Ethereum account.</summary>
    public void CountMessages(ActorId id, ulong count)
    {
        if (Find(id) is { } actor)
            Set(id, actor with { Nonce = actor.Nonce + count, Code = TypeOf(actor) == BuiltinActor.Placeholder && actor.DelegatedAddress is not null ? CodeOf(BuiltinActor.EthAccount) : actor.Code });
    }

    /// <summary>Makes an actor with an f410 address a contract; its storage stays. Without code it is an Ethereum account.</summary>
    public void SetCode(ActorId id, ReadOnlyMemory<byte> code)
    {
        ActorState actor = Find(id)!;
        if (actor.DelegatedAddress is null)
            throw new DevnetException($"{id} has no f410 address: only such actors can be contracts");
        if (code.IsEmpty)
        {
            Set(id, actor with { Code = CodeOf(BuiltinActor.EthAccount), Head = StateRoot.EmptyInfoCid });
            return;
        }

        ContractFields fields = TypeOf(actor) == BuiltinActor.Evm ? Contract(actor) : new ContractFields(EmptyStorage(), 1);
        EvmState state = fields.ToState(blocks.Put(Multicodec.Raw, code), UInt256.ReadBigEndian(Keccak256.Hash(code.Span)));
        Set(id, actor with { Code = CodeOf(BuiltinActor.Evm), Head = Put(state) });
    }

    /// <summary>Gives an actor another state, and makes it another built-in actor; behind an f0 address that nobody has one comes about.</summary>
    public void SetActor(Address address, BuiltinActor? type, Cid head)
    {
        if (Resolve(address) is not { } id)
        {
            bool isFree = address.TryGetId(out ulong number) && number < Read<InitState>(Find(SingletonActors.Init)!.Head).NextId;
            id = isFree ? new ActorId(number) : Ensure(address);
        }

        ActorState actor = Find(id) ?? ActorState.CreateEmpty(CodeOf(type!.Value), null);
        Set(id, actor with { Code = type is { } becomes ? CodeOf(becomes) : actor.Code, Head = head });
    }

    public void SetStorage(ActorId id, IEnumerable<KeyValuePair<UInt256, UInt256>> words, bool onlyThese = false)
    {
        ActorState actor = Find(id)!;
        if (TypeOf(actor) != BuiltinActor.Evm)
            throw new DevnetException($"{id} is no contract: it has no storage");
        ContractFields contract = Contract(actor);
        WordKamt slots = onlyThese ? new WordKamt(blocks) : WordKamt.Load(blocks, contract.Storage);
        foreach ((UInt256 key, UInt256 word) in words)
        {
            if (word.IsZero)
                slots.Delete(key.ToKamt(), out _);
            else
                slots.Set(key.ToKamt(), word.ToKamt(), out _);
        }

        SetContract(id, actor, contract with { Storage = slots.Flush() });
    }

    /// <summary>The next id, for an address.</summary>
    private ActorId Register(Address address)
    {
        InitState init = Read<InitState>(Find(SingletonActors.Init)!.Head);
        Hamt<ulong> addresses = Hamt<ulong>.Load(blocks, init.AddressMap, CborCodecs.UInt64);
        ulong id = init.NextId++;
        addresses.Set(address.Bytes, id);
        init.AddressMap = addresses.Flush();
        Set(SingletonActors.Init, Find(SingletonActors.Init)! with { Head = Put(init) });
        return new ActorId(id);
    }

    private Cid EmptyStorage() => new WordKamt(blocks).Flush();

    private ActorState New(Address address)
    {
        if (address.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls)
            return ActorState.CreateEmpty(CodeOf(BuiltinActor.Account), null) with { Head = Put(new AccountState { Address = address }) };
        if (address.TryGetDelegated(out ulong manager, out _) && manager == Address.EthereumNamespace)
            return ActorState.CreateEmpty(CodeOf(BuiltinActor.Placeholder), address);
        throw new DevnetException($"there is no actor {address}, and none can come about behind such an address");
    }

    private ContractFields Contract(ActorState actor)
    {
        EvmState state = Read<EvmState>(actor.Head);
        return new ContractFields(state.ContractState, state.Nonce);
    }

    private void SetContract(ActorId id, ActorState actor, ContractFields fields)
    {
        EvmState state = Read<EvmState>(actor.Head);
        Set(id, actor with { Head = Put(fields.ToState(state.Bytecode, state.BytecodeHash)) });
    }

    private ActorState? Find(ActorId id) => actors.TryGet(id.ToAddress().Bytes, out ActorState? actor) ? actor : null;

    private void Set(ActorId id, ActorState actor) => actors.Set(id.ToAddress().Bytes, actor);

    private BuiltinActor? TypeOf(ActorState actor) => manifest.TryGetActor(actor.Code, out BuiltinActor type) ? type : null;

    private Cid CodeOf(BuiltinActor type) => manifest.TryGetCode(type, out Cid? code) ? code : throw new DevnetException($"the actors have no '{type.ManifestName()}'");

    private Cid Put<T>(T value)
        where T : IChainValue<T>
        => blocks.PutDagCbor(ChainEncoding.ToCbor(value));

    private T Read<T>(Cid cid)
        where T : class, IChainValue<T>
        => ChainEncoding.TryFromCbor<T>(blocks.Get(cid).Span, out T? value, out CborError error) ? value : throw new IpldException($"{cid} is no {typeof(T).Name}: {error}");

    private sealed record ContractFields(Cid Storage, ulong Nonce)
    {
        public EvmState ToState(Cid code, UInt256 codeHash) => new() { Bytecode = code, BytecodeHash = codeHash, ContractState = Storage, Nonce = Nonce };
    }
}
