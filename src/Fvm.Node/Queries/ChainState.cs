using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Fvm.Actors;
using Fvm.Evm;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Node.Ledger;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Queries;

/// <summary>A state tree to read, in Filecoin's words and in Ethereum's. For any number of threads.</summary>
public sealed class ChainState
{
    private readonly Lock sync = new();
    private readonly Hamt<ActorState> actors;
    private readonly Hamt<ulong> addresses;
    private readonly Dictionary<Address, ActorId?> resolved = [];
    private readonly Cid systemHead;
    private StateView? view;

    /// <summary>Opens a state.</summary>
    /// <param name="blocks">Where its blocks are.</param>
    /// <param name="root">The root of its tree.</param>
    /// <exception cref="IpldException">The root is not there, or is no state root.</exception>
    public ChainState(IBlockstore blocks, Cid root)
        : this(blocks, root, null)
    {
    }

    /// <summary>Opens a state near another one, with which it most likely shares the list of actors.</summary>
    internal ChainState(IBlockstore blocks, Cid root, ChainState? near)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(root);
        Blocks = blocks;
        Root = root;
        if (!ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? tree))
            throw new IpldException($"{root} is no state root");
        actors = Hamt<ActorState>.Load(blocks, tree.Actors, ActorState.Codec(tree.Version));
        addresses = Hamt<ulong>.Load(blocks, Read<InitState>(SingletonActors.Init).AddressMap, CborCodecs.UInt64);
        systemHead = (Actor(SingletonActors.System) ?? throw new IpldException($"the state {root} has no system actor")).Head;
        Manifest = near is not null && near.systemHead == systemHead ? near.Manifest : Read<ActorManifest>(Read<SystemState>(systemHead).BuiltinActors);
    }

    /// <summary>Where its blocks are.</summary>
    public IBlockstore Blocks { get; }

    /// <summary>The root of its tree.</summary>
    public Cid Root { get; }

    /// <summary>Which code is which built-in actor.</summary>
    public ActorManifest Manifest { get; }

    /// <summary>The manifest of the bundle whose actors these are.</summary>
    public Cid ManifestCid => Cid.ForBlock(Multicodec.DagCbor, ChainEncoding.ToCbor(new ManifestRoot(ActorManifest.SupportedVersion, Read<SystemState>(systemHead).BuiltinActors)));

    /// <summary>The same state with the schemas of actors, for JSON. One thread at a time.</summary>
    public StateView View => view ??= new StateView(Blocks, Root);

    /// <summary>The id behind an address; an f0 address is its own, whether there is such an actor or not.</summary>
    /// <param name="address">The address.</param>
    public ActorId? Resolve(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.TryGetId(out ulong number))
            return new ActorId(number);
        lock (sync)
        {
            if (!resolved.TryGetValue(address, out ActorId? id))
                resolved[address] = id = addresses.TryGet(address.Bytes, out number) ? new ActorId(number) : null;
            return id;
        }
    }

    /// <summary>An actor's line in the tree, or null.</summary>
    /// <param name="id">The actor.</param>
    public ActorState? Actor(ActorId id)
    {
        lock (sync)
            return actors.TryGet(id.ToAddress().Bytes, out ActorState? actor) ? actor : null;
    }

    /// <summary>An actor's line in the tree, or null.</summary>
    /// <param name="address">Any of its addresses.</param>
    public ActorState? Actor(Address address) => Resolve(address) is { } id ? Actor(id) : null;

    /// <summary>What an actor keeps at a path of its schema, through entries of maps and arrays that may not be there.</summary>
    /// <param name="actor">The actor's line.</param>
    /// <param name="whose">Its name, for errors.</param>
    /// <param name="path">The path.</param>
    /// <param name="value">What stands there.</param>
    /// <exception cref="DevnetException">The state is not as its schema says.</exception>
    internal bool TryRead(ActorState actor, string whose, string path, out JsonNode? value)
    {
        try
        {
            lock (this)
                return View.TryRead(actor, path, out value);
        }
        catch (Exception broken) when (broken is SchemaException or IpldException)
        {
            throw new DevnetException($"the state of {whose}: {broken.Message}");
        }
    }

    /// <summary>Which built-in actor an actor is; null for others.</summary>
    /// <param name="actor">The actor's line.</param>
    public BuiltinActor? TypeOf(ActorState actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Manifest.TryGetActor(actor.Code, out BuiltinActor type) ? type : null;
    }

    /// <summary>The manifest's name of code, such as <c>multisig</c>; null for code that is no built-in actor's.</summary>
    /// <param name="code">The code's CID.</param>
    public string? NameOf(Cid code) => Manifest.TryGetActor(code, out BuiltinActor type) ? type.ManifestName() : null;

    /// <summary>The key address (f1, f3) of an account, the delegated address (f410) of others that have one; null where there is none.</summary>
    /// <param name="address">Any of its addresses.</param>
    public Address? KeyOf(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls || Actor(address) is not { } actor)
            return address.Protocol is AddressProtocol.Id or AddressProtocol.Actor ? null : address;
        return actor.DelegatedAddress ?? (TypeOf(actor) == BuiltinActor.Account ? Read<AccountState>(actor.Head).Address : null);
    }

    /// <summary>The Ethereum address of an actor: its f410 address, else its masked id; null where there is no actor.</summary>
    /// <param name="address">Any of its addresses.</param>
    public EvmAddress? EthereumAddressOf(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Protocol == AddressProtocol.Delegated && address.TryToEthereum(out byte[]? own))
            return EvmAddress.Read(own);
        return Resolve(address) is { } id ? EthereumReturns.AddressOf(id, Actor(id)?.DelegatedAddress) : null;
    }

    /// <summary>What an address owns, in attoFIL; zero where there is no actor.</summary>
    /// <param name="address">The address.</param>
    public TokenAmount BalanceOf(Address address) => Actor(address)?.Balance ?? TokenAmount.Zero;

    /// <summary>The nonce as Ethereum's tools know it: of a contract that of its creations, of others the actor's, 0 where there is none.</summary>
    /// <param name="address">The address.</param>
    public ulong NonceOf(Address address)
    {
        if (Actor(address) is not { } actor)
            return 0;
        return ContractOf(actor) is { } contract ? contract.Nonce : actor.Nonce;
    }

    /// <summary>The bytecode of a contract; empty for everything else.</summary>
    /// <param name="address">The address.</param>
    public ReadOnlyMemory<byte> CodeOf(Address address) =>
        Actor(address) is { } actor && ContractOf(actor) is { Tombstone: null } contract ? Blocks.Get(contract.Bytecode) : ReadOnlyMemory<byte>.Empty;

    /// <summary>A word of a contract's storage; zero for everything else.</summary>
    /// <param name="address">The address.</param>
    /// <param name="key">The key.</param>
    public UInt256 StorageAt(Address address, UInt256 key)
    {
        if (Actor(address) is not { } actor || ContractOf(actor) is not { Tombstone: null } contract)
            return UInt256.Zero;
        return WordKamt.Load(Blocks, contract.ContractState).TryGet(key.ToKamt(), out KamtWord word) ? EvmWords.FromKamt(word) : UInt256.Zero;
    }

    /// <summary>The state of a contract, or null for actors of other kinds.</summary>
    /// <param name="actor">The actor's line.</param>
    public EvmState? ContractOf(ActorState actor) => TypeOf(actor) == BuiltinActor.Evm ? Read<EvmState>(actor.Head) : null;

    /// <summary>Whether an actor may send messages that are signed: accounts, Ethereum accounts, and placeholders of f410 addresses that never sent.</summary>
    /// <param name="actor">The actor's line.</param>
    public bool MaySend(ActorState actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return TypeOf(actor) switch
        {
            BuiltinActor.Account or BuiltinActor.EthAccount => true,
            BuiltinActor.Placeholder => actor.Nonce == 0 && actor.DelegatedAddress is not null,
            _ => false,
        };
    }

    private T Read<T>(ActorId actor)
        where T : class, IChainValue<T>
        => Read<T>((Actor(actor) ?? throw new IpldException($"the state {Root} has no actor {actor}")).Head);

    private T Read<T>(Cid cid)
        where T : class, IChainValue<T>
        => ChainEncoding.TryFromCbor<T>(Blocks.Get(cid).Span, out T? value, out CborError error) ? value : throw new IpldException($"{cid} is no {typeof(T).Name}: {error}");
}
