using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// The verified registry (f06): who may make data cap, and what it was spent on. Source: builtin-actors <c>actors/verifreg/src/lib.rs</c>. Allocations are in
/// <see cref="VerifiedAllocations"/>, claims in <see cref="VerifiedClaims"/>, taking data cap away in <see cref="DataCapRemoval"/>.
/// </summary>
internal sealed class VerifiedRegistryActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking(VerifiedRegistryMethods.Constructor, ActorCodecs.Address, Constructor),
        ActorMethod.Taking<VerifierParams>(VerifiedRegistryMethods.AddVerifier, AddVerifier),
        ActorMethod.Taking(VerifiedRegistryMethods.RemoveVerifier, ActorCodecs.Address, RemoveVerifier),
        ActorMethod.Taking<VerifierParams>(VerifiedRegistryMethods.AddVerifiedClient, AddVerifiedClient),
        ActorMethod.Of<RemoveDataCapParams, RemoveDataCapReturn>(VerifiedRegistryMethods.RemoveVerifiedClientDataCap, DataCapRemoval.Remove),
        ActorMethod.Of<RemoveExpiredAllocationsParams, RemoveExpiredAllocationsReturn>(
            VerifiedRegistryMethods.RemoveExpiredAllocations, VerifiedAllocations.RemoveExpired),
        ActorMethod.Of<ClaimAllocationsParams, ClaimAllocationsReturn>(VerifiedRegistryMethods.ClaimAllocations, VerifiedClaims.ClaimAllocations),
        ActorMethod.Of<GetClaimsParams, GetClaimsReturn>(VerifiedRegistryMethods.GetClaims, VerifiedClaims.Get),
        ActorMethod.Of<ExtendClaimTermsParams, BatchReturn>(VerifiedRegistryMethods.ExtendClaimTerms, VerifiedClaims.ExtendTerms),
        ActorMethod.Of<RemoveExpiredClaimsParams, RemoveExpiredClaimsReturn>(VerifiedRegistryMethods.RemoveExpiredClaims, VerifiedClaims.RemoveExpired),
        ActorMethod.Of<UniversalReceiverParams, AllocationsResponse>(VerifiedRegistryMethods.UniversalReceiverHook, VerifiedAllocations.Receive));

    public override string Name => "VerifiedRegistry";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, Address rootKey)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        if (!runtime.Actors.TryResolve(rootKey, out ActorId id))
            Abort.IllegalArgument("root should be an ID address");
        runtime.State.Create(VerifiedRegistryState.Create(runtime, id.ToAddress()));
    }

    private static void AddVerifier(ActorRuntime runtime, VerifierParams parameters)
    {
        if (parameters.Allowance < VerifiedRegistryPolicy.MinAllocationSize)
            Abort.IllegalArgument($"Allowance {parameters.Allowance} below minimum deal size for add verifier {parameters.Address}");
        ActorId verifier = runtime.Actors.ResolveOrCreate(parameters.Address, mustExist: true);
        Address address = verifier.ToAddress();
        VerifiedRegistryState snapshot = runtime.State.Read<VerifiedRegistryState>();
        runtime.Caller.RequireIs(snapshot.RootKey);
        if (address == snapshot.RootKey)
            Abort.IllegalArgument("Rootkey cannot be added as verifier");
        if (DataCapCalls.Balance(runtime, address).Sign > 0)
            Abort.IllegalArgument($"verified client {address} cannot become a verifier");
        runtime.State.Transaction((VerifiedRegistryState state) => state.PutVerifier(runtime, address, parameters.Allowance));
        VerifiedRegistryEvents.VerifierBalance(runtime, verifier, parameters.Allowance);
    }

    private static void RemoveVerifier(ActorRuntime runtime, Address address)
    {
        ActorId verifier = runtime.Actors.ResolveOrCreate(address, mustExist: false);
        runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            runtime.Caller.RequireIs(state.RootKey);
            state.RemoveVerifier(runtime, verifier.ToAddress());
        });
        VerifiedRegistryEvents.VerifierBalance(runtime, verifier, BigInteger.Zero);
    }

    private static void AddVerifiedClient(ActorRuntime runtime, VerifierParams parameters)
    {
        runtime.Caller.AcceptAny();
        if (parameters.Allowance < VerifiedRegistryPolicy.MinAllocationSize)
            Abort.IllegalArgument($"allowance {parameters.Allowance} below MinVerifiedDealSize for add verified client {parameters.Address}");
        ActorId client = runtime.Actors.ResolveOrCreate(parameters.Address, mustExist: true);
        runtime.State.Transaction((VerifiedRegistryState state) => SpendVerifierCap(runtime, state, client, parameters.Allowance));
        DataCapCalls.Mint(runtime, client.ToAddress(), parameters.Allowance, SingletonActors.StorageMarket.ToAddress());
    }

    private static void SpendVerifierCap(ActorRuntime runtime, VerifiedRegistryState state, ActorId client, BigInteger allowance)
    {
        Address address = client.ToAddress();
        if (address == state.RootKey)
            Abort.IllegalArgument("root cannot be added as client");
        if (!state.TryGetVerifierCap(runtime, runtime.CallerAddress, out BigInteger cap))
            Abort.NotFound($"caller {runtime.CallerAddress} is not a verifier");
        if (state.TryGetVerifierCap(runtime, address, out _))
            Abort.IllegalArgument($"verifier {client} cannot be added as a verified client");
        if (cap < allowance)
            Abort.IllegalArgument($"add more DataCap {allowance} for client than allocated {cap}");
        BigInteger left = cap - allowance;
        state.PutVerifier(runtime, runtime.CallerAddress, left);
        VerifiedRegistryEvents.VerifierBalance(runtime, runtime.Message.Caller, left, client);
    }
}
