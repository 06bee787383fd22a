using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>Payment channels: vouchers that are exchanged off chain and redeemed here. Source: builtin-actors <c>actors/paych/src/lib.rs</c>.</summary>
internal sealed class PaymentChannelActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking<PaymentChannelConstructorParams>(PaymentChannelMethods.Constructor, Constructor),
        ActorMethod.Taking<UpdateChannelStateParams>(PaymentChannelMethods.UpdateChannelState, UpdateChannelState),
        ActorMethod.Plain(PaymentChannelMethods.Settle, Settle),
        ActorMethod.Plain(PaymentChannelMethods.Collect, Collect));

    public override string Name => "PaymentChannel";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, PaymentChannelConstructorParams parameters)
    {
        runtime.Caller.RequireType(BuiltinActor.Init);
        Address to = runtime.Actors.ResolveOrCreate(parameters.To, mustExist: true).ToAddress();
        Address from = runtime.Actors.ResolveOrCreate(parameters.From, mustExist: true).ToAddress();
        runtime.State.Create(new PaymentChannelState { From = from, To = to, LaneStates = ChannelLanes.Empty(runtime) });
    }

    private static void UpdateChannelState(ActorRuntime runtime, UpdateChannelStateParams parameters)
    {
        PaymentChannelState snapshot = runtime.State.Read<PaymentChannelState>();
        runtime.Caller.RequireIs(snapshot.From, snapshot.To);
        SignedVoucher voucher = parameters.Voucher;
        if (voucher.Signature is not { } signature)
        {
            Abort.IllegalArgument("voucher has no signature");
            return;
        }

        if (snapshot.SettlingAt != 0 && runtime.Epoch >= snapshot.SettlingAt)
            Abort.With(PaymentChannelPolicy.UpdateAfterSettled, "no vouchers can be processed after settling at epoch");
        if (parameters.Secret.Length > PaymentChannelPolicy.MaxSecretSize)
            Abort.IllegalArgument($"secret must be at most {PaymentChannelPolicy.MaxSecretSize} bytes long");

        Address signer = runtime.CallerAddress == snapshot.From ? snapshot.To : snapshot.From;
        RequireSigned(runtime, signer, signature, voucher);
        RequireUsable(runtime, voucher, parameters.Secret);
        if (voucher.Extra is { } extra)
            runtime.Send(extra.Actor, extra.Method, IpldBlock.Cbor(extra.Data)).OrAbort("spend voucher verification failed");

        runtime.State.Transaction((PaymentChannelState state) => Redeem(runtime, state, voucher));
    }

    private static void RequireSigned(ActorRuntime runtime, Address signer, Signature signature, SignedVoucher voucher)
    {
        IpldBlock question = IpldBlock.Cbor(new AuthenticateMessageParams(signature.Bytes, voucher.SigningBytes()));
        bool authentic = runtime.Send(signer, AccountMethods.AuthenticateMessage.Number, question, readOnly: true)
            .DecodeOrAbort(CborCodecs.Bool, "proposal authentication failed");
        if (!authentic)
            Abort.IllegalArgument("voucher sig authentication failed");
    }

    private static void RequireUsable(ActorRuntime runtime, SignedVoucher voucher, ReadOnlyMemory<byte> secret)
    {
        if (!runtime.Actors.TryResolve(voucher.Channel, out ActorId channel))
            Abort.IllegalArgument($"voucher payment channel address {voucher.Channel} does not resolve to an ID address");
        if (channel != runtime.Message.Receiver)
            Abort.IllegalArgument($"voucher payment channel address {channel} does not match receiver {runtime.Message.Receiver}");
        if (runtime.Epoch < voucher.TimeLockMin)
            Abort.IllegalArgument("cannot use this voucher yet");
        if (voucher.TimeLockMax != 0 && runtime.Epoch > voucher.TimeLockMax)
            Abort.IllegalArgument("this voucher has expired");
        if (voucher.Amount.IsNegative)
            Abort.IllegalArgument($"voucher amount must be non-negative, was {voucher.Amount}");
        if (!voucher.SecretHash.IsEmpty && !voucher.SecretHash.Span.SequenceEqual(runtime.Crypto.Blake2b256(secret.Span)))
            Abort.IllegalArgument("incorrect secret");
    }

    /// <summary>
    /// Counts a voucher: its amount is all that was paid in its lane, so that what was redeemed before, in this lane and in those merged into it, is taken
    /// off. Merged lanes keep what they redeemed and only get their new nonce.
    /// </summary>
    private static void Redeem(ActorRuntime runtime, PaymentChannelState state, SignedVoucher voucher)
    {
        ChannelLanes lanes = ChannelLanes.Load(runtime, state.LaneStates);
        bool known = lanes.TryGet(voucher.Lane, out LaneState lane);
        if (known && lane.Nonce >= voucher.Nonce)
            Abort.IllegalArgument($"voucher has an outdated nonce, existing: {lane.Nonce}, voucher: {voucher.Nonce}, cannot redeem");

        TokenAmount redeemed = MergeLanes(lanes, voucher) + lane.Redeemed;
        TokenAmount toSend = voucher.Amount - redeemed + state.ToSend;
        if (toSend.IsNegative)
            Abort.IllegalArgument("voucher would leave channel balance negative");
        if (toSend > runtime.Balance)
            Abort.IllegalArgument("not enough funds in channel to cover voucher");
        state.ToSend = toSend;
        if (voucher.MinSettleHeight != 0)
        {
            if (state.SettlingAt != 0 && state.SettlingAt < voucher.MinSettleHeight)
                state.SettlingAt = voucher.MinSettleHeight;
            if (state.MinSettleHeight < voucher.MinSettleHeight)
                state.MinSettleHeight = voucher.MinSettleHeight;
        }

        lanes.Set(voucher.Lane, new LaneState(voucher.Amount, voucher.Nonce));
        state.LaneStates = lanes.Flush();
    }

    private static TokenAmount MergeLanes(ChannelLanes lanes, SignedVoucher voucher)
    {
        TokenAmount redeemed = TokenAmount.Zero;
        foreach (VoucherMerge merge in voucher.Merges)
        {
            if (merge.Lane == voucher.Lane)
                Abort.IllegalArgument("voucher cannot merge lanes into it's own lane");
            if (!lanes.TryGet(merge.Lane, out LaneState other))
                Abort.IllegalArgument($"voucher specifies invalid merge lane {merge.Lane}");
            if (other.Nonce >= merge.Nonce)
                Abort.IllegalArgument("merged lane in voucher has outdated nonce, cannot redeem");
            redeemed += other.Redeemed;
            lanes.Set(merge.Lane, other with { Nonce = merge.Nonce });
        }

        return redeemed;
    }

    private static void Settle(ActorRuntime runtime) => runtime.State.Transaction((PaymentChannelState state) =>
    {
        runtime.Caller.RequireIs(state.From, state.To);
        if (state.SettlingAt != 0)
            Abort.IllegalState("channel already settling");
        state.SettlingAt = Math.Max(checked(runtime.Epoch + PaymentChannelPolicy.SettleDelay), state.MinSettleHeight);
    });

    private static void Collect(ActorRuntime runtime)
    {
        PaymentChannelState state = runtime.State.Read<PaymentChannelState>();
        runtime.Caller.RequireIs(state.From, state.To);
        if (state.SettlingAt == 0 || runtime.Epoch < state.SettlingAt)
            Abort.Forbidden("payment channel not settling or settled");
        runtime.Send(state.To, MethodNumber.Send, null, state.ToSend).OrAbort("Failed to send funds to `to` address");
        runtime.Send(state.From, MethodNumber.Send, null, runtime.Balance).OrAbort("Failed to send funds to `from` address");
        runtime.Actors.DeleteSelf();
    }
}
