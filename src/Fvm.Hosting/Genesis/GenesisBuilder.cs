using System.Numerics;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Genesis;

/// <summary>
/// Makes a first state from its description, as a network's genesis does: the actors of the system are put in their places without state, then their
/// constructors run, as messages of the system's; accounts and multisigs come about by messages too. So the actors themselves write the state, be they C# or
/// wasm of a bundle, and both come to the same. Only what no constructor can write is written directly: the system actor (the machine reads its list of actors
/// before any message), burnt funds, f080 and f090 without keys, and the state of actors that are owed in C#.
/// <para>All FIL is there from the start: 1.1 billion with the reward actor, and the rest, less what the description gives away, with f090, the reserve.</para>
/// </summary>
public sealed class GenesisBuilder
{
    /// <summary>All FIL that will ever be (builtin-actors <c>runtime/src/builtin/network.rs</c>, TOTAL_FILECOIN).</summary>
    public const long TotalFil = 2_000_000_000;

    /// <summary>What the reward actor has to give away (lotus <c>build/buildconstants</c>, FilAllocStorageMining).</summary>
    public const long MiningFil = 1_100_000_000;

    private readonly GenesisSpec spec;
    private ActorBundle? bundle;
    private ActorEngine? engine;
    private NativeCode code = NativeCode.Mainnet;

    /// <summary>Begins with a description, on the built-in actors in C#.</summary>
    /// <param name="spec">The description.</param>
    public GenesisBuilder(GenesisSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        this.spec = spec;
    }

    /// <summary>Builds on a bundle of wasm actors.</summary>
    /// <param name="actors">The bundle; its release must fit the network version.</param>
    public GenesisBuilder WithBundle(ActorBundle actors)
    {
        bundle = actors;
        return this;
    }

    /// <summary>Builds on actors in C# behind other code CIDs, or on more of them.</summary>
    /// <param name="actors">The actors.</param>
    public GenesisBuilder WithCode(NativeCode actors)
    {
        ArgumentNullException.ThrowIfNull(actors);
        code = actors;
        return this;
    }

    /// <summary>The engine with the compiled modules; else there is one for this builder alone.</summary>
    /// <param name="shared">The engine.</param>
    public GenesisBuilder WithEngine(ActorEngine shared)
    {
        engine = shared;
        return this;
    }

    /// <summary>Makes the state.</summary>
    /// <param name="store">Where to; the bundle's code stays in the bundle.</param>
    /// <exception cref="GenesisException">The description cannot be carried out.</exception>
    public GenesisState Build(IBlockstore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Check();
        IBlockstore all = bundle is null ? store : new LayeredBlockstore(store, [bundle.Blocks]);
        var actors = new GenesisActors(store, bundle?.Actors ?? code.Manifest, bundle is null);
        var first = new GenesisMessages(MachineOn(all, actors.CreateSingletons(spec)));

        first.Construct(SingletonActors.Init, IpldBlock.Cbor(new InitConstructorParams(spec.NetworkName)));
        List<KeyValuePair<Address, ActorId>> accounts = [.. spec.Accounts.Select(account => KeyValuePair.Create(account.Address, first.Fund(account.Address, account.Balance)))];
        ConstructSingletons(first, actors);
        List<KeyValuePair<Address, ActorId>> multisigs = [.. spec.Multisigs.Select((multisig, i) => first.CreateMultisig(actors.CodeOf(BuiltinActor.Multisig), multisig, (ulong)i))];
        ActorId ethereumZero = first.Fund(Address.FromDelegated(Address.EthereumNamespace, new byte[20]), TokenAmount.Zero);
        foreach (GenesisVerifier verifier in spec.Verifiers)
            first.AddVerifier(RootKey(first), verifier);
        Cid root = actors.Finish(first.Flush(), ethereumZero, spec.NextId);
        return new GenesisState(root, actors.Manifest, accounts, multisigs);
    }

    private void ConstructSingletons(GenesisMessages messages, GenesisActors actors)
    {
        bool cron = spec.Cron ?? !(actors.IsOwed(BuiltinActor.Power) || actors.IsOwed(BuiltinActor.Market));
        messages.Construct(SingletonActors.Reward, IpldBlock.Cbor(ActorCodecs.BigInt, BigInteger.Zero));
        messages.Construct(SingletonActors.Cron, IpldBlock.Cbor(new CronConstructorParams(cron ? CronPolicy.Entries : [])));
        if (!actors.IsOwed(BuiltinActor.Power))
            messages.Construct(SingletonActors.StoragePower, null);
        if (!actors.IsOwed(BuiltinActor.Market))
            messages.Construct(SingletonActors.StorageMarket, null);
        if (spec.VerifiedRegistryRootMultisig is { } multisig)
            messages.ConstructMultisig(GenesisActors.RootHolder, multisig);
        messages.Construct(SingletonActors.VerifiedRegistry, IpldBlock.Cbor(ActorCodecs.Address, RootKey(messages)));
        messages.Construct(SingletonActors.DataCap, IpldBlock.Cbor(ActorCodecs.Address, SingletonActors.VerifiedRegistry.ToAddress()));
        if (!actors.IsOwed(BuiltinActor.Eam))
            messages.Construct(SingletonActors.EthereumAddressManager, null);
    }

    private Address RootKey(GenesisMessages messages) => spec.VerifiedRegistryRoot is { } address
        ? messages.Fund(address, TokenAmount.Zero).ToAddress()
        : GenesisActors.RootHolder.ToAddress();

    private VirtualMachine MachineOn(IBlockstore blocks, Cid root)
    {
        VirtualMachineBuilder builder = new VirtualMachineBuilder(spec.NetworkVersion)
            .OnState(blocks, root)
            .InNetwork(TokenAmount.Zero, chainId: 0)
            .WithEngine(engine ?? new ActorEngine());
        try
        {
            return (bundle is null ? builder.WithCode(code) : builder).Build();
        }
        catch (FatalException unfit)
        {
            throw new GenesisException($"network version {(uint)spec.NetworkVersion} and these actors do not fit: {unfit.Message}", unfit);
        }
    }

    private void Check()
    {
        if (spec.NetworkVersion < NetworkVersion.V18)
            throw new GenesisException($"network version {(uint)spec.NetworkVersion}: genesis can be made from version 18 on");
        if (bundle is null && spec.NetworkVersion != NetworkVersion.V28)
            throw new GenesisException($"network version {(uint)spec.NetworkVersion}: the actors in C# are those of version 28; other versions need a bundle");
        if (spec.NetworkName.Length == 0)
            throw new GenesisException("the network has no name");
        if (spec.VerifiedRegistryRoot is not null && spec.VerifiedRegistryRootMultisig is not null)
            throw new GenesisException("the verified registry has two roots, an account and a multisig");
        var seen = new HashSet<Address>();
        foreach (GenesisAccount account in spec.Accounts)
        {
            if (!seen.Add(account.Address))
                throw new GenesisException($"account {account.Address} is there twice");
            if (!IsKey(account.Address))
                throw new GenesisException($"account {account.Address} has no key: give an f1, f3 or f410 address");
        }

        IEnumerable<TokenAmount> balances = [.. spec.Accounts.Select(account => account.Balance), .. spec.Multisigs.Select(multisig => multisig.Balance)];
        if (balances.Any(balance => balance.IsNegative))
            throw new GenesisException("a balance is negative");
        TokenAmount sum = balances.Aggregate(TokenAmount.Zero, static (total, balance) => total + balance);
        if (sum > TokenAmount.FromFil(TotalFil - MiningFil))
            throw new GenesisException($"the balances come to {sum.ToFilString()}; there are {TokenAmount.FromFil(TotalFil - MiningFil).ToFilString()} to give away");
    }

    private static bool IsKey(Address address) => address.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls
        || (address.TryGetDelegated(out ulong manager, out ReadOnlySpan<byte> subaddress) && manager == Address.EthereumNamespace && subaddress.Length == 20);
}
