using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of a payment channel's state. Source: builtin-actors <c>actors/paych/src/testing.rs</c>.</summary>
public static class PaymentChannelInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="id">The channel.</param>
    /// <param name="state">Its state.</param>
    /// <param name="balance">Its balance.</param>
    public static InvariantLog Check(IBlockstore store, ActorId id, PaymentChannelState state, TokenAmount balance)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog($"payment channel {id}: ");
        log.Require(state.From.Protocol == AddressProtocol.Id, $"from address is not ID address {state.From}");
        log.Require(state.To.Protocol == AddressProtocol.Id, $"to address is not ID address {state.To}");
        // The reference wants this of channels that do not settle, too, where a voucher's minimum height breaks it.
        log.Require(
            state.SettlingAt == 0 || state.SettlingAt >= state.MinSettleHeight,
            $"channel is setting at epoch {state.SettlingAt} before min settle height {state.MinSettleHeight}");
        try
        {
            // The reference wants more than zero, which a voucher over nothing breaks.
            Amt<LaneState>.Load(store, state.LaneStates, ChainEncoding.Codec<LaneState>()).ForEach((lane, found) =>
                log.Require(!found.Redeemed.IsNegative, $"lane {lane} redeemed is less than zero {found.Redeemed}"));
        }
        catch (IpldException malformed)
        {
            log.Add($"error loading lanes: {malformed.Message}");
        }

        log.Require(balance >= state.ToSend, $"channel has insufficient funds to send ({balance} < {state.ToSend})");
        return log;
    }
}
