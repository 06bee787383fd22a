using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>CALL, STATICCALL and DELEGATECALL as messages to actors. Source: builtin-actors <c>instructions/call.rs</c>.</summary>
internal sealed class EvmCalls(ActorRuntime runtime, EvmSystem system, EvmAccounts accounts)
{
    /// <summary>What a bare transfer gets, so that it succeeds whatever the receiver is.</summary>
    private const ulong TransferGas = 10_000_000;

    /// <summary>What Solidity asks for in a transfer of nothing; with value the interpreter of Ethereum would add it.</summary>
    private const ulong SolidityStipend = 2300;

    private static readonly EvmResult Failed = new() { Outcome = EvmOutcome.Refused };
    private static readonly EvmResult Done = new() { Outcome = EvmOutcome.Return };

    public EvmResult Call(in EvmMessage message)
    {
        if (EvmPrecompiles.IsReserved(message.CodeAddress))
            return EvmPrecompiles.Call(runtime, system, message);
        return message.Kind == EvmMessageKind.DelegateCall ? Delegate(message) : Send(message);
    }

    /// <summary>The most gas that a callee may get: what was asked for, but at most 63 parts in 64 of what is left (EIP-150).</summary>
    public static ulong GasLimit(ActorRuntime runtime, ulong requested)
    {
        ulong most = checked(63 * runtime.GasAvailable) / 64;
        return Math.Min(requested, most);
    }

    private EvmResult Send(in EvmMessage message)
    {
        bool isStatic = message.Kind == EvmMessageKind.StaticCall;
        UInt256 value = isStatic ? default : message.Value;
        Address to = EvmAddresses.ToAddress(message.CodeAddress);
        // A copy: the block is the callee's and the trace's, the memory is this frame's.
        IpldBlock? input = message.Input.IsEmpty ? null : new IpldBlock(Multicodec.Raw, message.Input.ToArray());
        ulong limit = GasLimit(runtime, Requested(message.Gas, value));
        SendOutcome outcome = system.Send(
            to, EvmMethods.InvokeContract.Number, input, TokenAmount.FromAtto(value.ToBigInteger()), limit, isStatic);
        return outcome.Error switch
        {
            null => Result(outcome.IsSuccess, outcome.Data),
            // As in Ethereum, calling nobody succeeds; no value moved.
            ErrorNumber.NotFound => Done,
            // The call would have made an account, which a static call must not.
            ErrorNumber.ReadOnly when system.IsReadOnly || isStatic => Done,
            _ => Failed,
        };
    }

    private static ulong Requested(long gas, in UInt256 value)
    {
        bool isTransfer = (gas == 0 && !value.IsZero) || (gas == (long)SolidityStipend && value.IsZero);
        if (isTransfer)
            return TransferGas;
        // The interpreter cuts what is asked for to 63 bits; no limit is near.
        return (ulong)gas;
    }

    /// <summary>The contract sends the other's code to itself, so that it runs on its own state; who called and with what value goes along.</summary>
    private EvmResult Delegate(in EvmMessage message)
    {
        switch (accounts.Find(message.CodeAddress, out Address? contract))
        {
            case EvmAccountKind.Contract:
                break;
            case EvmAccountKind.Account or EvmAccountKind.NotFound:
                return Done;
            default:
                return Failed;
        }

        if (accounts.CodeCidOf(contract!) is not { } code)
            return Done;
        var parameters = new DelegateCallParams(code, message.Input, message.Caller, TokenAmount.FromAtto(message.Value.ToBigInteger()));
        var block = new IpldBlock(Multicodec.DagCbor, ActorEncoding.Encode(parameters));
        ulong limit = GasLimit(runtime, (ulong)message.Gas);
        SendOutcome outcome = system.Send(
            runtime.ReceiverAddress, EvmMethods.InvokeContractDelegate.Number, block, TokenAmount.Zero, limit, readOnly: false);
        return Result(outcome.IsSuccess, outcome.Data);
    }

    private static EvmResult Result(bool isSuccess, IpldBlock? data) => new()
    {
        Outcome = isSuccess ? EvmOutcome.Return : EvmOutcome.Revert,
        Output = EvmReturnData.Of(data),
    };
}
