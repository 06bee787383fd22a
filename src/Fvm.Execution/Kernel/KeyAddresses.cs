using Fvm.Abi;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Kernel;

/// <summary>The key addresses (f1, f3) behind other addresses, from the states of their accounts. ref-fvm release/v2 <c>kernel/default.rs</c>.</summary>
internal static class KeyAddresses
{
    /// <summary>
    /// Finds the key address. Refuses with 6 when there is no such actor and with 1 when it is no account; an account whose state is not one
    /// is fatal. What is charged is the opening of the account's state.
    /// </summary>
    public static SyscallStatus Resolve(KernelFrame frame, Address address, bool isCharged, out Address? key)
    {
        key = address;
        if (address.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls)
            return SyscallStatus.Ok;
        if (!frame.Machine.Tree.TryLookupId(address, out ActorId id) || frame.Machine.Tree.GetActor(id) is not { } actor)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "state tree doesn't contain actor");
        if (!actor.Code.Equals(frame.Machine.Builtins.Account))
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "target actor is not an account");
        if (isCharged && !frame.Session.TryCharge(frame.Machine.Prices.OnBlockOpenBase()))
            return SyscallStatus.OutOfGas;
        if (!frame.Machine.Store.TryGet(actor.Head, out ReadOnlyMemory<byte> state))
            FatalException.Throw($"account actor state {actor.Head} not found");
        if (isCharged && !frame.Session.TryCharge(frame.Machine.Prices.OnBlockOpenPerByte((ulong)state.Length)))
            return SyscallStatus.OutOfGas;
        key = Read(state.Span, actor.Head);
        return SyscallStatus.Ok;
    }

    /// <summary>The state of an account: a tuple of its address.</summary>
    private static Address? Read(ReadOnlySpan<byte> state, Cid head)
    {
        var reader = new CborReader(state);
        reader.ReadArrayHeader(1);
        Address? address = Address.Read(ref reader);
        if (!reader.Finish() || address is null)
            FatalException.Throw($"failed to decode actor state {head} as an account");
        return address;
    }
}
