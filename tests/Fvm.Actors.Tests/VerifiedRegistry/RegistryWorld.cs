using System.Numerics;
using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests.VerifiedRegistry;

/// <summary>
/// The verified registry and the data cap actor, made by the system; a root key, two verifiers, two clients, and two miners that have a code and nothing else.
/// After each step the invariants of both hold.
/// </summary>
internal sealed class RegistryWorld
{
    public const ulong MiB = 1 << 20;
    private static readonly Address System = SingletonActors.System.ToAddress();

    public RegistryWorld()
    {
        Root = Worlds.Account(Keys.Secp256k1(1));
        Verifiers = [Worlds.Account(Keys.Secp256k1(2)), Worlds.Account(Keys.Bls(3))];
        Clients = [Worlds.Account(Keys.Secp256k1(4)), Worlds.Account(Keys.Secp256k1(5))];
        Worlds.Set(SingletonActors.VerifiedRegistry, BuiltinActor.VerifiedRegistry);
        Worlds.Set(SingletonActors.DataCap, BuiltinActor.DataCap);
        foreach (Address miner in Miners)
        {
            miner.TryGetId(out ulong id);
            Worlds.Set(new ActorId(id), BuiltinActor.Miner);
        }

        Assert.Equal(0u, Code(Worlds.Implicit(System, Registry, 1, IpldBlock.Cbor(Root))));
        Assert.Equal(0u, Code(Worlds.Implicit(System, Token, 1, IpldBlock.Cbor(Registry))));
    }

    public static Address Registry { get; } = SingletonActors.VerifiedRegistry.ToAddress();

    public static Address Token { get; } = SingletonActors.DataCap.ToAddress();

    /// <summary>The commitment of a piece: a link that the machine does not follow, as it would others.</summary>
    public static Cid Piece { get; } = CommCid.FromDataCommitment(new byte[32]);

    public TwoWorlds Worlds { get; } = new();

    public Address Root { get; }

    public IReadOnlyList<Address> Verifiers { get; }

    public IReadOnlyList<Address> Clients { get; }

    public IReadOnlyList<Address> Miners { get; } = [Address.FromId(1000), Address.FromId(1001)];

    public VerifiedRegistryState State => Worlds.State<VerifiedRegistryState>(Registry);

    public static ActorId Id(Address address)
    {
        Assert.True(address.TryGetId(out ulong id));
        return new ActorId(id);
    }

    public static uint Code(ApplyResult result) => result.Receipt.ExitCode.Value;

    public static T Returned<T>(ApplyResult result)
        where T : IChainValue<T>
    {
        Assert.Equal(0u, Code(result));
        return ChainEncoding.Codec<T>().Decode(result.Receipt.ReturnData.Span);
    }

    public static AllocationRequest Request(Address miner, ulong size = MiB, long termMin = 180 * 2880, long termMax = 400 * 2880, long expiration = 1000) =>
        new(Id(miner), Piece, new PaddedPieceSize(size), termMin, termMax, expiration);

    public ApplyResult Call<T>(Address from, MethodId method, T parameters)
        where T : IChainValue<T>
        => Checked(Worlds.Send(from, Registry, method.Number, IpldBlock.Cbor(parameters)));

    public ApplyResult CallToken<T>(Address from, MethodId method, T parameters)
        where T : IChainValue<T>
        => Checked(Worlds.Send(from, Token, method.Number, IpldBlock.Cbor(parameters)));

    /// <summary>A call in the name of an actor that is no account.</summary>
    public ApplyResult CallAs<T>(Address from, Address to, MethodId method, T parameters)
        where T : IChainValue<T>
        => Checked(Worlds.Implicit(from, to, method.Number, IpldBlock.Cbor(parameters)));

    public uint AddVerifier(Address caller, Address verifier, BigInteger allowance) =>
        Code(Call(caller, VerifiedRegistryMethods.AddVerifier, new VerifierParams(verifier, allowance)));

    public uint AddClient(Address caller, Address client, BigInteger allowance) =>
        Code(Call(caller, VerifiedRegistryMethods.AddVerifiedClient, new VerifierParams(client, allowance)));

    /// <summary>Gives each client data cap.</summary>
    public RegistryWorld WithClients(ulong bytes = 100 * MiB)
    {
        Assert.Equal(0u, AddVerifier(Root, Verifiers[0], 1000 * MiB));
        Assert.Equal(0u, AddVerifier(Root, Verifiers[1], 1000 * MiB));
        foreach (Address client in Clients)
            Assert.Equal(0u, AddClient(Verifiers[0], client, bytes));
        return this;
    }

    /// <summary>Sends data cap to the registry, with requests.</summary>
    public ApplyResult Spend(Address client, BigInteger bytes, IReadOnlyList<AllocationRequest> allocations, params IReadOnlyList<ClaimExtensionRequest> extensions) =>
        CallToken(client, Frc46Token.Transfer, new TransferParams(
            Registry, Tokens(bytes), ChainEncoding.ToCbor(new AllocationRequests(allocations, extensions))));

    public IReadOnlyList<ulong> Allocate(Address client, params IReadOnlyList<AllocationRequest> requests)
    {
        BigInteger bytes = requests.Aggregate(BigInteger.Zero, (sum, request) => sum + request.Size.Value);
        TransferReturn moved = Returned<TransferReturn>(Spend(client, bytes, requests));
        return ChainEncoding.Codec<AllocationsResponse>().Decode(moved.RecipientData.Span).NewAllocations;
    }

    public ApplyResult Claim(Address miner, bool allOrNothing, params IReadOnlyList<SectorAllocationClaims> sectors) =>
        CallAs(miner, Registry, VerifiedRegistryMethods.ClaimAllocations, new ClaimAllocationsParams(sectors, allOrNothing));

    public static TokenAmount Tokens(BigInteger bytes) => new(bytes * Frc46Token.Precision);

    public BigInteger Balance(Address owner) => BigInteger.Divide(
        Returned<TokenAmount>(CallToken(Root, Frc46Token.Balance, owner)).Atto, Frc46Token.Precision);

    private ApplyResult Checked(ApplyResult result)
    {
        Assert.Empty(VerifiedRegistryInvariants.Check(Worlds.Native.Store, State, Worlds.Native.Epoch).Broken);
        // The reference wants no allowances for oneself, and lets anybody make them.
        Assert.DoesNotContain(
            DataCapInvariants.Check(Worlds.Native.Store, Worlds.State<DataCapState>(Token), out _).Broken,
            line => !line.Contains("stored an allowance for self", StringComparison.Ordinal));
        return result;
    }
}
