using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Messages;

/// <summary>A message that may run.</summary>
/// <param name="Sender">The sender's id.</param>
/// <param name="GasCost">What the sender has paid in advance: the fee cap times the gas limit, in attoFIL.</param>
/// <param name="Inclusion">The charge for being on chain.</param>
internal readonly record struct Admission(ActorId Sender, TokenAmount GasCost, GasCharge Inclusion);

/// <summary>
/// The checks before a message runs, in the order that decides which one fails. A refused message changes nothing; an admitted one has its
/// nonce counted and its whole fee taken, outside of any transaction, so that they stay when it fails. ref-fvm <c>executor/default.rs</c>.
/// </summary>
internal static class Preflight
{
    /// <summary>Admits an explicit message.</summary>
    /// <returns>Null when admitted, else the result that refuses it.</returns>
    public static ApplyResult? Admit(Machine machine, Message message, ulong chainLength, out Admission admission)
    {
        admission = default;
        TokenAmount baseFee = machine.Context.BaseFee;
        GasCharge inclusion = machine.Prices.OnChainMessage(chainLength);
        ulong inclusionGas = inclusion.Amount.RoundUp();
        if (inclusionGas > message.GasLimit)
            return Refuse(ExitCode.SysOutOfGas, $"Out of gas ({inclusionGas} > {message.GasLimit})", baseFee * inclusionGas);

        TokenAmount penalty = baseFee * message.GasLimit;
        if (!machine.Tree.TryLookupId(message.From, out ActorId sender) || machine.Tree.GetActor(sender) is not { } actor)
            return Refuse(ExitCode.SysSenderInvalid, "Sender invalid", penalty);
        if (!MaySend(machine, ref actor))
            return Refuse(ExitCode.SysSenderInvalid, "Send not from valid sender", penalty);
        if (message.Sequence != actor.Nonce)
            return Refuse(ExitCode.SysSenderStateInvalid, $"Actor sequence invalid: {message.Sequence} != {actor.Nonce}", penalty);
        TokenAmount cost = message.GasFeeCap * message.GasLimit;
        if (actor.Balance < cost)
            return Refuse(ExitCode.SysSenderStateInvalid, $"Actor balance less than needed: {actor.Balance} < {cost}", penalty);

        machine.Tree.SetActor(sender, actor with { Nonce = unchecked(actor.Nonce + 1), Balance = actor.Balance - cost });
        admission = new Admission(sender, cost, inclusion);
        return null;
    }

    /// <summary>Admits an implicit message: only its sender must resolve.</summary>
    public static ApplyResult? AdmitImplicit(Machine machine, Message message, out Admission admission)
    {
        bool known = machine.Tree.TryLookupId(message.From, out ActorId sender);
        admission = new Admission(sender, TokenAmount.Zero, new GasCharge("none", GasAmount.Zero));
        return known ? null : Refuse(ExitCode.SysSenderInvalid, "Sender invalid", TokenAmount.Zero);
    }

    /// <summary>Accounts and Ethereum accounts may send; so may an unused f410 placeholder, which thereby becomes an Ethereum account.</summary>
    private static bool MaySend(Machine machine, ref ActorState actor)
    {
        if (actor.Code.Equals(machine.Builtins.Account) || actor.Code.Equals(machine.Builtins.EthAccount))
            return true;
        bool eligible = actor.Code.Equals(machine.Builtins.Placeholder)
            && actor.Nonce == 0
            && actor.DelegatedAddress is { } address
            && address.TryGetDelegated(out ulong space, out _)
            && space == Address.EthereumNamespace;
        if (eligible)
            actor = actor with { Code = machine.Builtins.EthAccount! };
        return eligible;
    }

    private static ApplyResult Refuse(ExitCode code, string why, TokenAmount penalty) => new()
    {
        Receipt = new Receipt(code, ReadOnlyMemory<byte>.Empty, 0, null),
        Penalty = penalty,
        Failure = $"pre-validation failed: {why}",
        Refused = true,
    };
}
