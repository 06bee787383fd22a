using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Messages;

/// <summary>Divides the fee that preflight took. ref-fvm <c>executor/default.rs</c> finish_message.</summary>
internal static class Settlement
{
    /// <summary>Credits burn, tip and refund, and completes the result.</summary>
    public static ApplyResult Settle(Machine machine, Message message, Admission admission, ApplyResult result)
    {
        GasOutputs fees = GasOutputs.Compute(
            result.Receipt.GasUsed, message.GasLimit, machine.Context.BaseFee, message.GasFeeCap, message.GasPremium);
        Credit(machine, SingletonActors.BurntFunds, fees.BaseFeeBurn);
        Credit(machine, SingletonActors.Reward, fees.MinerTip);
        Credit(machine, SingletonActors.BurntFunds, fees.OverEstimationBurn);
        Credit(machine, admission.Sender, fees.Refund);
        if (fees.BaseFeeBurn + fees.OverEstimationBurn + fees.Refund + fees.MinerTip != admission.GasCost)
            FatalException.Throw("the parts of the fee do not make up the whole");
        return result with
        {
            Penalty = fees.MinerPenalty,
            MinerTip = fees.MinerTip,
            BaseFeeBurn = fees.BaseFeeBurn,
            OverEstimationBurn = fees.OverEstimationBurn,
            Refund = fees.Refund,
            GasRefund = fees.GasRefund,
            GasBurned = fees.GasBurned,
        };
    }

    private static void Credit(Machine machine, ActorId id, TokenAmount amount)
    {
        if (amount.IsNegative)
            FatalException.Throw($"attempted to transfer a negative fee to {id}");
        if (amount.IsZero)
            return;
        if (machine.Tree.GetActor(id) is not { } actor)
            FatalException.Throw($"failed to look up {id} for its share of the fee");
        else
            machine.Tree.SetActor(id, actor with { Balance = actor.Balance + amount });
    }
}
