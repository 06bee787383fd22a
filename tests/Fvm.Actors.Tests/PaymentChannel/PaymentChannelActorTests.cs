using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Crypto;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests.PaymentChannel;

public class PaymentChannelActorTests
{
    private readonly TwoWorlds worlds = new();
    private readonly Address from;
    private readonly Address to;
    private readonly Address channel;

    public PaymentChannelActorTests()
    {
        from = worlds.Account(Keys.Secp256k1(1));
        to = worlds.Account(Keys.Bls(2));
        ApplyResult made = worlds.Send(
            from,
            SingletonActors.Init.ToAddress(),
            InitMethods.Exec.Number,
            IpldBlock.Cbor(new ExecParams(
                worlds.Native.CodeOf(BuiltinActor.PaymentChannel), ChainEncoding.ToCbor(new PaymentChannelConstructorParams(from, Keys.Bls(2))))),
            TokenAmount.FromFil(100));
        Assert.Equal(ExitCode.Ok, made.Receipt.ExitCode);
        channel = ChainEncoding.Codec<ExecReturn>().Decode(made.Receipt.ReturnData.Span).IdAddress;
    }

    private PaymentChannelState State => worlds.State<PaymentChannelState>(channel);

    [Fact]
    public void Vouchers_count_what_is_new_in_their_lane()
    {
        Assert.Equal(0u, Redeem(Voucher(lane: 0, nonce: 1, fil: 10)));
        Assert.Equal(0u, Redeem(Voucher(lane: 0, nonce: 2, fil: 15)));
        Assert.Equal(16u, Redeem(Voucher(lane: 0, nonce: 2, fil: 16)));
        Assert.Equal(0u, Redeem(Voucher(lane: 9, nonce: 1, fil: 5)));
        Assert.Equal(TokenAmount.FromFil(20), State.ToSend);
        Assert.Equal(0u, Redeem(Voucher(lane: 0, nonce: 3, fil: 1)));
        Assert.Equal(TokenAmount.FromFil(6), State.ToSend);
        Assert.Equal(16u, Redeem(Voucher(lane: 0, nonce: 4, fil: 97)));
        Assert.Equal(0u, Redeem(Voucher(lane: 0, nonce: 4, fil: 95)));
        Assert.Equal(16u, Redeem(Voucher(lane: 1UL << 63, nonce: 1, fil: 0)));
        Assert.Equal(0u, Redeem(Voucher(lane: long.MaxValue, nonce: 1, fil: 0)));
    }

    [Fact]
    public void Lanes_merge()
    {
        Assert.Equal(0u, Redeem(Voucher(lane: 1, nonce: 1, fil: 10)));
        Assert.Equal(0u, Redeem(Voucher(lane: 2, nonce: 5, fil: 20)));
        Assert.Equal(16u, Redeem(Voucher(1, 2, 31) with { Merges = [new VoucherMerge(1, 7)] }));
        Assert.Equal(16u, Redeem(Voucher(1, 2, 31) with { Merges = [new VoucherMerge(3, 7)] }));
        Assert.Equal(16u, Redeem(Voucher(1, 2, 31) with { Merges = [new VoucherMerge(2, 5)] }));
        Assert.Equal(16u, Redeem(Voucher(1, 2, 31) with { Merges = [new VoucherMerge(ulong.MaxValue, 5)] }));
        Assert.Equal(0u, Redeem(Voucher(1, 2, 31) with { Merges = [new VoucherMerge(2, 6)] }));
        Assert.Equal(TokenAmount.FromFil(31), State.ToSend);
        Assert.Equal(16u, Redeem(Voucher(lane: 2, nonce: 6, fil: 20)));
        Assert.Equal(16u, Redeem(Voucher(1, 3, 0) with { Merges = [new VoucherMerge(2, 7), new VoucherMerge(2, 8)] }));
        Assert.Equal(0u, Redeem(Voucher(1, 3, 80) with { Merges = [new VoucherMerge(2, 7), new VoucherMerge(2, 8)] }));
    }

    [Fact]
    public void A_voucher_is_for_its_channel_its_time_and_its_secret()
    {
        worlds.Epoch = 50;
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1) with { Channel = from }));
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1) with { Channel = Keys.Secp256k1(99) }));
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1) with { TimeLockMin = 51 }));
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1) with { TimeLockMax = 49 }));
        Assert.Equal(16u, Redeem(Voucher(0, 1, -1)));
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1) with { SecretHash = Blake2b.Hash256("open"u8) }, "sesame"u8.ToArray()));
        Assert.Equal(16u, Redeem(Voucher(0, 1, 1), new byte[257]));
        Assert.Equal(0u, Redeem(Voucher(0, 1, 1) with { SecretHash = Blake2b.Hash256("open"u8), TimeLockMin = 50, TimeLockMax = 50 }, "open"u8.ToArray()));
        Assert.Equal(0u, Redeem(Voucher(0, 2, 1), new byte[256]));
    }

    [Fact]
    public void A_voucher_is_signed_by_the_other_party()
    {
        SignedVoucher voucher = Voucher(0, 1, 1);
        Assert.Equal(16u, Update(to, voucher));
        Assert.Equal(16u, Update(from, Signed(voucher)));
        Assert.Equal(18u, Update(worlds.Account(Keys.Secp256k1(3)), Signed(voucher)));
        Assert.Equal(16u, Update(to, Signed(voucher) with { Amount = TokenAmount.FromFil(2) }));
        Assert.Equal(0u, Update(from, voucher with { Signature = new Signature(SignatureType.Bls, Keys.SignBls(2, voucher.SigningBytes())) }));
    }

    [Theory]
    [InlineData(2UL, 16)]
    [InlineData(0UL, 0)]
    [InlineData(1UL << 30, 0)]
    [InlineData(3UL, 22)]
    public void The_extra_call_must_succeed(ulong method, uint exit) =>
        Assert.Equal(exit, Redeem(Voucher(0, 1, 1) with { Extra = new VoucherVerification(from, method, default) }));

    [Fact]
    public void Settling_takes_twelve_hours_or_what_a_voucher_says()
    {
        Assert.Equal(18u, Plain(from, PaymentChannelMethods.Collect));
        Assert.Equal(0u, Redeem(Voucher(0, 1, 30) with { MinSettleHeight = 100 }));
        worlds.Epoch = 10;
        Assert.Equal(18u, Plain(worlds.Account(Keys.Secp256k1(5)), PaymentChannelMethods.Settle));
        Assert.Equal(0u, Plain(to, PaymentChannelMethods.Settle));
        Assert.Equal(1450, State.SettlingAt);
        Assert.Equal(20u, Plain(from, PaymentChannelMethods.Settle));
        Assert.Equal(0u, Redeem(Voucher(0, 2, 40) with { MinSettleHeight = 2000 }));
        Assert.Equal((2000L, 2000L), (State.SettlingAt, State.MinSettleHeight));
        worlds.Epoch = 1999;
        Assert.Equal(18u, Plain(from, PaymentChannelMethods.Collect));
        worlds.Epoch = 2000;
        Assert.Equal(32u, Redeem(Voucher(0, 3, 50)));
        Assert.Equal(18u, Plain(worlds.Account(Keys.Secp256k1(6)), PaymentChannelMethods.Collect));
        Assert.Equal(0u, Plain(from, PaymentChannelMethods.Collect));
        Assert.Null(worlds.Native.Actor(channel));
        Assert.Equal(TokenAmount.FromFil(1040), worlds.Native.Actor(to)!.Balance);
        Assert.Equal(TokenAmount.FromFil(960), worlds.Native.Actor(from)!.Balance);
    }

    [Fact]
    public void Settling_before_the_least_height_waits_for_it()
    {
        Assert.Equal(0u, Redeem(Voucher(0, 1, 0) with { MinSettleHeight = 5000 }));
        Assert.Equal(0u, Plain(from, PaymentChannelMethods.Settle));
        Assert.Equal(5000, State.SettlingAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_vouchers(int seed)
    {
        var random = new Random(seed);
        for (int step = 0; step < 80; step++)
        {
            SignedVoucher voucher = Voucher((ulong)random.Next(20), (ulong)random.Next(1 + step), random.Next(-1, 40));
            if (random.Next(2) == 0)
                voucher = voucher with { Merges = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new VoucherMerge((ulong)random.Next(20), (ulong)random.Next(60)))] };
            if (random.Next(10) == 0)
                voucher = voucher with { MinSettleHeight = random.Next(2000) };
            Redeem(voucher);
        }
    }

    private SignedVoucher Voucher(ulong lane, ulong nonce, long fil) =>
        new() { Channel = channel, Lane = lane, Nonce = nonce, Amount = TokenAmount.FromFil(fil) };

    private static SignedVoucher Signed(SignedVoucher voucher) =>
        voucher with { Signature = new Signature(SignatureType.Secp256k1, Keys.SignSecp256k1(1, voucher.SigningBytes())) };

    /// <summary>Signed by the payer, brought by the payee.</summary>
    private uint Redeem(SignedVoucher voucher, byte[]? secret = null) => Update(to, Signed(voucher), secret);

    private uint Update(Address caller, SignedVoucher voucher, byte[]? secret = null)
    {
        ApplyResult result = worlds.Send(
            caller, channel, PaymentChannelMethods.UpdateChannelState.Number, IpldBlock.Cbor(new UpdateChannelStateParams(voucher, secret)));
        ActorState actor = worlds.Native.Actor(channel)!;
        Assert.Empty(PaymentChannelInvariants.Check(worlds.Native.Store, new ActorId(0), State, actor.Balance).Broken);
        return result.Receipt.ExitCode.Value;
    }

    private uint Plain(Address caller, MethodId method) => worlds.Send(caller, channel, method.Number).Receipt.ExitCode.Value;
}
