using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Crypto;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>Payment channels: vouchers, lanes, settling, collecting.</summary>
internal static class PaymentChannelScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("paymentchannel/constructor", world =>
        {
            (Address from, Address to) = (world.Account(1), world.BlsAccount(2));
            ChannelStage.Create(world, 0, from, new PaymentChannelConstructorParams(from, to));
            ChannelStage.Create(world, 0, from, new PaymentChannelConstructorParams(from, ScenarioKeys.Secp256k1(77)));
            ChannelStage.Create(world, ScenarioWorld.AnyExit, from, new PaymentChannelConstructorParams(from, Address.FromId(98765)));
            ChannelStage.Create(world, ScenarioWorld.AnyExit, from, new PaymentChannelConstructorParams(from, SingletonActors.Init.ToAddress()));
            ChannelStage.Create(world, ScenarioWorld.AnyExit, from, new PaymentChannelConstructorParams(new MultisigStage(world).Wallet, to));
            ChannelStage.Create(world, ScenarioWorld.AnyExit, from, new PaymentChannelConstructorParams(from, ScenarioKeys.Delegated(9)));
            world.Send(18, from, new ChannelStage(world).Channel, MethodId.Constructor, new PaymentChannelConstructorParams(from, to));
        }),
        Story("lanes-count-what-is-new", stage =>
        {
            stage.Redeem(0, stage.Voucher(0, 1, 10));
            stage.Redeem(0, stage.Voucher(0, 2, 15));
            stage.Redeem(16, stage.Voucher(0, 2, 16));
            stage.Redeem(0, stage.Voucher(9, 1, 5));
            stage.Redeem(0, stage.Voucher(0, 3, 1));
            stage.Redeem(16, stage.Voucher(0, 4, 97));
            stage.Redeem(0, stage.Voucher(0, 4, 95));
        }),
        Story("lane-numbers-end-somewhere", stage =>
        {
            stage.Redeem(16, stage.Voucher(1UL << 63, 1, 0));
            stage.Redeem(0, stage.Voucher(long.MaxValue, 1, 0));
            stage.Redeem(0, stage.Voucher(long.MaxValue, ulong.MaxValue, 1));
            stage.Redeem(16, stage.Voucher(long.MaxValue, ulong.MaxValue, 2));
            stage.Redeem(16, stage.Voucher(0, 0, 2) with { Amount = TokenAmount.FromAtto(-1) });
        }),
        Story("a-voucher-over-nothing", stage =>
        {
            stage.Redeem(0, stage.Voucher(0, 0, 0));
            stage.Redeem(16, stage.Voucher(0, 0, 0));
        }),
        Story("lanes-merge", stage =>
        {
            stage.Redeem(0, stage.Voucher(1, 1, 10));
            stage.Redeem(0, stage.Voucher(2, 5, 20));
            foreach (VoucherMerge wrong in new VoucherMerge[] { new(1, 7), new(3, 7), new(2, 5), new(ulong.MaxValue, 5) })
                stage.Redeem(16, stage.Voucher(1, 2, 31) with { Merges = [wrong] });
            stage.Redeem(0, stage.Voucher(1, 2, 31) with { Merges = [new(2, 6)] });
            stage.Redeem(16, stage.Voucher(2, 6, 20));
            stage.Redeem(16, stage.Voucher(1, 3, 0) with { Merges = [new(2, 7), new(2, 8)] });
            stage.Redeem(0, stage.Voucher(1, 3, 80) with { Merges = [new(2, 7), new(2, 8)] });
        }),
        Story("many-lanes-merge-into-one", stage =>
        {
            for (ulong lane = 1; lane <= 20; lane++)
                stage.Redeem(0, stage.Voucher(lane * 37, lane, 2));
            stage.Redeem(0, stage.Voucher(0, 1, 50) with { Merges = [.. Enumerable.Range(1, 20).Select(lane => new VoucherMerge((ulong)lane * 37, 100))] });
            stage.Redeem(16, stage.Voucher(0, 2, 50) with { Merges = [new(5, 7)] });
        }),
        Story("a-voucher-is-for-one-channel", stage =>
        {
            stage.Redeem(16, stage.Voucher(0, 1, 1) with { Channel = stage.From });
            stage.Redeem(16, stage.Voucher(0, 1, 1) with { Channel = ScenarioKeys.Secp256k1(99) });
        }),
        Story("time-locks", stage =>
        {
            stage.World.Epoch = 50;
            stage.Redeem(16, stage.Voucher(0, 1, 1) with { TimeLockMin = 51 });
            stage.Redeem(16, stage.Voucher(0, 1, 1) with { TimeLockMax = 49 });
            stage.Redeem(0, stage.Voucher(0, 1, 1) with { TimeLockMin = 50, TimeLockMax = 50 });
            stage.Redeem(ScenarioWorld.AnyExit, stage.Voucher(0, 2, 1) with { TimeLockMin = -5, TimeLockMax = -5 });
        }),
        Story("secrets", stage =>
        {
            byte[] hash = Blake2b.Hash256("open"u8);
            stage.Redeem(16, stage.Voucher(0, 1, 1) with { SecretHash = hash }, "sesame"u8.ToArray());
            stage.Redeem(0, stage.Voucher(0, 1, 1) with { SecretHash = hash }, "open"u8.ToArray());
            stage.Redeem(16, stage.Voucher(0, 2, 1) with { SecretHash = new byte[31] });
            stage.Redeem(16, stage.Voucher(0, 2, 1) with { SecretHash = new byte[33] });
            stage.Redeem(16, stage.Voucher(0, 2, 1), new byte[257]);
            stage.Redeem(0, stage.Voucher(0, 2, 1), new byte[256]);
        }),
        Story("the-other-party-signs", stage =>
        {
            SignedVoucher voucher = stage.Voucher(0, 1, 1);
            stage.Update(16, stage.To, voucher);
            stage.Update(16, stage.From, ChannelStage.SignedByPayer(voucher));
            stage.Update(16, stage.To, ChannelStage.SignedByPayee(voucher));
            stage.Update(18, stage.World.Account(3), ChannelStage.SignedByPayer(voucher));
            stage.Update(16, stage.To, ChannelStage.SignedByPayer(voucher) with { Amount = TokenAmount.FromFil(2) });
            stage.Update(0, stage.From, ChannelStage.SignedByPayee(voucher));
        }),
        Story("an-extra-call-must-succeed", stage =>
        {
            foreach ((ulong method, uint exit) in new[] { (2UL, 16u), (0UL, 0u), (1UL << 30, 0u), (3UL, 22u) })
                stage.Redeem(exit, stage.Voucher(method, 1, 1) with { Extra = new VoucherVerification(stage.From, method, default) });
            stage.Redeem(ScenarioWorld.AnyExit, stage.Voucher(7, 1, 1) with { Extra = new VoucherVerification(Address.FromId(98765), 2, default) });
            stage.Redeem(ScenarioWorld.AnyExit, stage.Voucher(8, 1, 1) with { Extra = new VoucherVerification(stage.Channel, PaymentChannelMethods.Settle.Number, default) });
        }),
        Story("settles-in-twelve-hours", stage =>
        {
            stage.Collect(18, stage.From);
            stage.Redeem(0, stage.Voucher(0, 1, 30));
            stage.Settle(18, stage.World.Account(5));
            stage.Settle(0, stage.To);
            stage.Settle(20, stage.From);
            stage.World.Epoch = 1440;
            stage.Collect(18, stage.From);
            stage.Redeem(0, stage.Voucher(0, 2, 35));
            stage.World.Epoch = 1441;
            stage.Redeem(32, stage.Voucher(0, 3, 50));
            stage.Collect(18, stage.World.Account(6));
            stage.Collect(0, stage.To);
            stage.Collect(ScenarioWorld.AnyExit, stage.To);
        }),
        Story("settling-waits-for-a-vouchers-height", stage =>
        {
            stage.Redeem(0, stage.Voucher(0, 1, 30) with { MinSettleHeight = 5000 });
            stage.Settle(0, stage.From);
            stage.World.Epoch = 4999;
            stage.Collect(18, stage.From);
            stage.Redeem(0, stage.Voucher(0, 2, 40) with { MinSettleHeight = 6000 });
            stage.World.Epoch = 5999;
            stage.Collect(18, stage.From);
            stage.World.Epoch = 6000;
            stage.Collect(0, stage.From);
        }),
        Story("collecting-with-nothing-to-pay", stage =>
        {
            stage.Settle(0, stage.From);
            stage.World.Epoch = 3000;
            stage.Collect(0, stage.From);
            stage.World.Send(ScenarioWorld.AnyExit, stage.From, stage.Channel, 0, value: TokenAmount.FromFil(1));
        }),
        Story("more-comes-in", stage =>
        {
            stage.Redeem(16, stage.Voucher(0, 1, 150));
            stage.World.Send(0, stage.To, stage.Channel, 0, value: TokenAmount.FromFil(60));
            stage.Redeem(0, stage.Voucher(0, 1, 150));
            stage.Settle(0, stage.To);
            stage.World.Epoch = 5000;
            stage.Collect(0, stage.To);
        }),
        Story("malformed-vouchers", stage =>
        {
            foreach (string hex in new[] { "80", "8280F6", "82F640", "828B40000040F60000400080F640", "828B4200640000F6F60000400080F640" })
                stage.World.Send(21, stage.To, stage.Channel, PaymentChannelMethods.UpdateChannelState.Number, IpldBlock.Cbor(Convert.FromHexString(hex)));
            stage.World.Send(16, stage.To, stage.Channel, PaymentChannelMethods.UpdateChannelState);
            stage.World.Send(16, stage.To, stage.Channel, PaymentChannelMethods.Settle.Number, IpldBlock.Cbor(new byte[] { 0x80 }));
        }),
    ];

    private static Scenario Story(string name, Action<ChannelStage> play) => new($"paymentchannel/{name}", world => play(new ChannelStage(world)));
}
