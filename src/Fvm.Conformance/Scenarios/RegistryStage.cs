using System.Numerics;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>The verified registry and the data cap token; a root key, two verifiers, two clients, and two miners that have a code and nothing else.</summary>
internal sealed class RegistryStage
{
    public const ulong MiB = 1 << 20;
    public const long Day = 2880;
    private const int FirstKey = 80;
    private static readonly Address System = SingletonActors.System.ToAddress();

    public RegistryStage(ScenarioWorld world)
    {
        World = world;
        Root = world.Account(FirstKey);
        Verifiers = [world.Account(FirstKey + 1), world.BlsAccount(FirstKey + 2)];
        Clients = [world.Account(FirstKey + 3), world.Account(FirstKey + 4)];
        world.Put(SingletonActors.VerifiedRegistry.Value, BuiltinActor.VerifiedRegistry);
        world.Put(SingletonActors.DataCap.Value, BuiltinActor.DataCap);
        Miners = [world.Put(1000, BuiltinActor.Miner), world.Put(1001, BuiltinActor.Miner)];
        world.As(0, System, Registry, MethodId.Constructor, Root);
        world.As(0, System, Token, MethodId.Constructor, Registry);
    }

    public static Address Registry { get; } = SingletonActors.VerifiedRegistry.ToAddress();

    public static Address Token { get; } = SingletonActors.DataCap.ToAddress();

    /// <summary>The commitment of a piece: a link that the machine does not follow.</summary>
    public static Cid Piece { get; } = CommCid.FromDataCommitment(new byte[32]);

    public ScenarioWorld World { get; }

    public Address Root { get; }

    public IReadOnlyList<Address> Verifiers { get; }

    public IReadOnlyList<Address> Clients { get; }

    public IReadOnlyList<Address> Miners { get; }

    public static ActorId Id(Address address) => new(address.TryGetId(out ulong id) ? id : throw new ArgumentException($"{address} is no id address"));

    public static TokenAmount Tokens(BigInteger bytes) => new(bytes * Frc46Token.Precision);

    public static AllocationRequest Request(Address miner, ulong size = MiB, long termMin = 180 * Day, long termMax = 400 * Day, long expiration = 1000) =>
        new(Id(miner), Piece, new PaddedPieceSize(size), termMin, termMax, expiration);

    public static SectorAllocationClaims Sector(ulong number, long expiry, params IReadOnlyList<AllocationClaim> claims) => new(number, expiry, claims);

    public static AllocationClaim Of(Address client, ulong id, ulong size = MiB) => new(Id(client), id, Piece, new PaddedPieceSize(size));

    public ApplyResult Call<T>(uint exit, Address from, MethodId method, T parameters)
        where T : IChainValue<T>
        => World.Send(exit, from, Registry, method, parameters);

    public ApplyResult CallToken<T>(uint exit, Address from, MethodId method, T parameters)
        where T : IChainValue<T>
        => World.Send(exit, from, Token, method, parameters);

    public ApplyResult AddVerifier(uint exit, Address caller, Address verifier, BigInteger allowance) =>
        Call(exit, caller, VerifiedRegistryMethods.AddVerifier, new VerifierParams(verifier, allowance));

    public ApplyResult AddClient(uint exit, Address caller, Address client, BigInteger allowance) =>
        Call(exit, caller, VerifiedRegistryMethods.AddVerifiedClient, new VerifierParams(client, allowance));

    /// <summary>Gives each client data cap.</summary>
    public RegistryStage WithClients(ulong bytes = 100 * MiB)
    {
        AddVerifier(0, Root, Verifiers[0], 1000 * MiB);
        AddVerifier(0, Root, Verifiers[1], 1000 * MiB);
        foreach (Address client in Clients)
            AddClient(0, Verifiers[0], client, bytes);
        return this;
    }

    /// <summary>Sends data cap to the registry, with requests.</summary>
    public ApplyResult Spend(uint exit, Address client, BigInteger bytes, IReadOnlyList<AllocationRequest> allocations, params IReadOnlyList<ClaimExtensionRequest> extensions) =>
        CallToken(exit, client, Frc46Token.Transfer, new TransferParams(
            Registry, Tokens(bytes), ChainEncoding.ToCbor(new AllocationRequests(allocations, extensions))));

    public ApplyResult Allocate(Address client, params IReadOnlyList<AllocationRequest> requests) =>
        Spend(0, client, requests.Aggregate(BigInteger.Zero, (sum, request) => sum + request.Size.Value), requests);

    public ApplyResult Claim(uint exit, Address miner, bool allOrNothing, params IReadOnlyList<SectorAllocationClaims> sectors) =>
        World.As(exit, miner, Registry, VerifiedRegistryMethods.ClaimAllocations, new ClaimAllocationsParams(sectors, allOrNothing));

    public ApplyResult RemoveAllocations(uint exit, Address client, params IReadOnlyList<ulong> ids) =>
        Call(exit, Root, VerifiedRegistryMethods.RemoveExpiredAllocations, new RemoveExpiredAllocationsParams(Id(client), ids));

    public ApplyResult RemoveClaims(uint exit, Address miner, params IReadOnlyList<ulong> ids) =>
        Call(exit, Root, VerifiedRegistryMethods.RemoveExpiredClaims, new RemoveExpiredClaimsParams(Id(miner), ids));

    public ApplyResult Mint(uint exit, Address to, TokenAmount amount, params IReadOnlyList<Address> operators) =>
        World.As(exit, Registry, Token, DataCapMethods.Mint, new DataCapMintParams(to, amount, operators));

    /// <summary>A verifier's signature under the removal of a client's data cap.</summary>
    public RemoveDataCapRequest SignRemoval(int verifier, Address client, BigInteger bytes, ulong id)
    {
        byte[] proposal = ChainEncoding.ToCbor(new RemoveDataCapProposal(client, bytes, new RemoveDataCapProposalId(id)));
        byte[] message = [.. "fil_removedatacap:"u8, .. proposal];
        Signature signature = verifier == 0 ? ScenarioKeys.SignSecp256k1(FirstKey + 1, message) : ScenarioKeys.SignBls(FirstKey + 2, message);
        return new RemoveDataCapRequest(Verifiers[verifier], signature);
    }

    public ApplyResult RemoveDataCap(uint exit, Address client, BigInteger bytes, ulong id, Address? caller = null) => Call(
        exit,
        caller ?? Root,
        VerifiedRegistryMethods.RemoveVerifiedClientDataCap,
        new RemoveDataCapParams(client, bytes, SignRemoval(0, client, bytes, id), SignRemoval(1, client, bytes, id)));
}
