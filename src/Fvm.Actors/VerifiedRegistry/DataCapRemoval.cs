using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Takes data cap away from a client, when the root key says so and two verifiers signed it.</summary>
internal static class DataCapRemoval
{
    public static RemoveDataCapReturn Remove(ActorRuntime runtime, RemoveDataCapParams parameters)
    {
        Address client = runtime.Actors.ResolveOrCreate(parameters.VerifiedClientToRemove, mustExist: false).ToAddress();
        Address first = runtime.Actors.ResolveOrCreate(parameters.VerifierRequest1.Verifier, mustExist: true).ToAddress();
        Address second = runtime.Actors.ResolveOrCreate(parameters.VerifierRequest2.Verifier, mustExist: true).ToAddress();
        if (first == second)
            Abort.IllegalArgument("need two different verifiers to send remove datacap request");

        // The numbers are used up before the signatures are checked, so that no call in between can use them again; a failure reverts that.
        (ulong firstId, ulong secondId) = runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            runtime.Caller.RequireIs(state.RootKey);
            // The address as it was given: another form of f06 passes here, and fails for want of data cap.
            if (parameters.VerifiedClientToRemove == SingletonActors.VerifiedRegistry.ToAddress())
                Abort.IllegalArgument("cannot remove data cap from verified registry itself");
            RequireVerifier(runtime, state, first);
            RequireVerifier(runtime, state, second);
            return UseProposalIds(runtime, state, client, first, second);
        });

        BigInteger amount = parameters.DataCapAmountToRemove;
        RequireSigned(runtime, parameters.VerifierRequest1, new RemoveDataCapProposal(client, amount, new RemoveDataCapProposalId(firstId)));
        RequireSigned(runtime, parameters.VerifierRequest2, new RemoveDataCapProposal(client, amount, new RemoveDataCapProposalId(secondId)));

        BigInteger burnt = BigInteger.Min(DataCapCalls.Balance(runtime, client), amount);
        DataCapCalls.Destroy(runtime, client, burnt);
        return new RemoveDataCapReturn(client, burnt);
    }

    private static void RequireVerifier(ActorRuntime runtime, VerifiedRegistryState state, Address address)
    {
        if (!state.LoadVerifiers(runtime).ContainsKey(MapKeys.Of(address)))
            Abort.NotFound($"{address} is not a verifier");
    }

    private static (ulong First, ulong Second) UseProposalIds(
        ActorRuntime runtime, VerifiedRegistryState state, Address client, Address first, Address second)
    {
        ActorMap<RemoveDataCapProposalId> ids = ActorMap<RemoveDataCapProposalId>.Load(
            runtime, state.RemoveDataCapProposalIds, ChainEncoding.Codec<RemoveDataCapProposalId>(), "remove datacap proposals");
        ulong firstId = UseProposalId(ids, first, client);
        ulong secondId = UseProposalId(ids, second, client);
        state.RemoveDataCapProposalIds = ids.Flush();
        return (firstId, secondId);
    }

    private static ulong UseProposalId(ActorMap<RemoveDataCapProposalId> ids, Address verifier, Address client)
    {
        byte[] key = [.. verifier.Bytes, .. client.Bytes];
        ulong current = ids.TryGet(key, out RemoveDataCapProposalId? known) ? known.Id : 0;
        ulong next = checked(current + 1);
        ids.Set(key, new RemoveDataCapProposalId(next));
        return current;
    }

    private static void RequireSigned(ActorRuntime runtime, RemoveDataCapRequest request, RemoveDataCapProposal proposal)
    {
        byte[] message = [.. VerifiedRegistryPolicy.RemoveDataCapDomain, .. ActorEncoding.Encode(proposal)];
        IpldBlock question = IpldBlock.Cbor(new AuthenticateMessageParams(request.Signature.Bytes, message));
        bool authentic = runtime.Send(request.Verifier, AccountMethods.AuthenticateMessage.Number, question, readOnly: true)
            .DecodeOrAbort(CborCodecs.Bool, "proposal authentication failed");
        if (!authentic)
            Abort.IllegalArgument("proposal authentication failed");
    }
}
