using System.Numerics;
using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

public class RewardActorTests
{
    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Power = SingletonActors.StoragePower.ToAddress();
    private static readonly Address Reward = SingletonActors.Reward.ToAddress();

    public static TheoryData<string> Powers => new("0", "1", "2888888880000000000", "20000000000000000000", "340282366920938463463374607431768211456");

    [Theory]
    [MemberData(nameof(Powers))]
    public void The_constructor_computes_the_first_reward(string power)
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.Reward);
        BigInteger value = BigInteger.Parse(power, null);
        Assert.Equal(ExitCode.Ok, worlds.Implicit(System, Address.FromId(300), 1, Power128(value)).Receipt.ExitCode);
        RewardState state = worlds.State<RewardState>(Address.FromId(300));
        Assert.Equal(0, state.Epoch);
        Assert.Equal(ChainEncoding.ToCbor(RewardState.Create(value)), ChainEncoding.ToCbor(state));

        // With power at once, the effective time runs ahead of epoch 0: the reference's checker says so too.
        Assert.Equal(value.IsZero, RewardInvariants.Check(state, -1, TokenAmount.FromFil(1_100_000_000)).IsEmpty);
    }

    /// <summary>Frozen: the state of a new network, as the released wasm makes it.</summary>
    [Fact]
    public void The_first_state_without_power_is_known()
    {
        byte[] encoded = ChainEncoding.ToCbor(RewardState.Create(BigInteger.Zero));
        Assert.Equal(FirstState, Cid.ForBlock(Multicodec.DagCbor, encoded).ToString());
    }

    private const string FirstState = "bafy2bzaceaslbmsgmgmfi6pn2osvqcfuqinauuyt67zifnefurhpk4zxd2fos";

    [Theory]
    [InlineData("F6", 16)]
    [InlineData("4101", 0)]
    [InlineData("4102", 21)]
    [InlineData("420201", 21)]
    [InlineData("80", 21)]
    [InlineData("420101", 0)]
    public void The_constructor_wants_a_number(string hex, uint exit)
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.Reward);
        Assert.Equal(exit, worlds.Implicit(System, Address.FromId(300), 1, IpldBlock.Cbor(Convert.FromHexString(hex))).Receipt.ExitCode.Value);
    }

    /// <summary>Epochs with and without blocks, with power below, at and above the baseline, growing and shrinking.</summary>
    [Fact]
    public void Epochs_go_on()
    {
        var worlds = new TwoWorlds();
        worlds.Set(SingletonActors.StoragePower, BuiltinActor.Account);
        Address account = worlds.Account(Keys.Secp256k1(1));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Reward, 4, Power128(1)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrIllegalArgument, worlds.Implicit(Power, Reward, 4, IpldBlock.Cbor(new byte[] { 0xf6 })).Receipt.ExitCode);
        long epoch = 1;
        var random = new Random(28);
        for (int i = 0; i < 25; i++)
        {
            epoch += random.Next(1, 5);
            worlds.Epoch = epoch;
            BigInteger power = i % 7 == 0 ? 0 : new BigInteger(2_888_888_880_000_000_000) * random.Next(0, 300) / 100;
            Assert.Equal(ExitCode.Ok, worlds.Implicit(Power, Reward, 4, Power128(power)).Receipt.ExitCode);
            RewardState state = worlds.State<RewardState>(Reward);
            Assert.Equal(epoch + 1, state.Epoch);
            Assert.True(RewardInvariants.Check(state, epoch, null).IsEmpty);
        }

        ApplyResult told = worlds.Send(account, Reward, 3);
        RewardState last = worlds.State<RewardState>(Reward);
        Assert.Equal(
            ChainEncoding.ToCbor(new ThisEpochRewardReturn(last.ThisEpochRewardSmoothed, last.ThisEpochBaselinePower)), told.Receipt.ReturnData.ToArray());
    }

    /// <summary>A tick in the past of the state goes on by one epoch all the same.</summary>
    [Fact]
    public void Two_ticks_in_one_epoch_go_on_twice()
    {
        var worlds = new TwoWorlds();
        worlds.Set(SingletonActors.StoragePower, BuiltinActor.Account);
        worlds.Implicit(Power, Reward, 4, Power128(5));
        worlds.Implicit(Power, Reward, 4, Power128(5));
        Assert.Equal(3, worlds.State<RewardState>(Reward).Epoch);
    }

    [Theory]
    [InlineData(-1, 0, 1, 16)]
    [InlineData(0, -1, 1, 16)]
    [InlineData(0, 0, 0, 16)]
    [InlineData(0, 0, -1, 16)]
    [InlineData(0, 2_000_000_000, 1, 20)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(3, 1, 5, 0)]
    [InlineData(1_000_000_000, 1, 5, 0)]
    public void Awards_that_no_miner_takes_are_burnt(long penaltyFil, long gasFil, long wins, uint exit)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        var award = new AwardBlockRewardParams(account, TokenAmount.FromFil(penaltyFil), TokenAmount.FromFil(gasFil), wins);
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Reward, 2, IpldBlock.Cbor(award)).Receipt.ExitCode);
        TokenAmount before = worlds.Native.Actor(SingletonActors.BurntFunds.ToAddress())!.Balance;
        Assert.Equal(exit, worlds.Implicit(System, Reward, 2, IpldBlock.Cbor(award)).Receipt.ExitCode.Value);
        TokenAmount burnt = worlds.Native.Actor(SingletonActors.BurntFunds.ToAddress())!.Balance - before;
        Assert.Equal(exit == 0, !burnt.IsZero);
        RewardState state = worlds.State<RewardState>(Reward);
        Assert.Equal(exit == 0 ? burnt - TokenAmount.FromFil(gasFil) : TokenAmount.Zero, state.TotalStoragePowerReward);
        if (exit == 0)
            Assert.Equal((state.ThisEpochReward * wins).DivFloor(5), state.TotalStoragePowerReward);
    }

    /// <summary>What there is caps what is paid: here nearly all was given away before.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void Awards_are_capped_by_the_balance(long leftFil, long gasFil)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Assert.Equal(
            ExitCode.Ok, worlds.Implicit(Reward, account, 0, value: TokenAmount.FromFil(1_100_000_000 - leftFil)).Receipt.ExitCode);
        var award = new AwardBlockRewardParams(account, TokenAmount.Zero, TokenAmount.FromFil(gasFil), 5);
        Assert.Equal(ExitCode.Ok, worlds.Implicit(System, Reward, 2, IpldBlock.Cbor(award)).Receipt.ExitCode);
        Assert.Equal(TokenAmount.FromFil(leftFil - gasFil), worlds.State<RewardState>(Reward).TotalStoragePowerReward);
    }

    [Fact]
    public void A_miner_without_an_actor_is_not_found()
    {
        var worlds = new TwoWorlds();
        var award = new AwardBlockRewardParams(Keys.Bls(8), TokenAmount.Zero, TokenAmount.Zero, 1);
        Assert.Equal(ExitCode.UsrNotFound, worlds.Implicit(System, Reward, 2, IpldBlock.Cbor(award)).Receipt.ExitCode);
    }

    private static IpldBlock Power128(BigInteger power) => IpldBlock.Cbor(ActorCodecs.OptionalBigInt, power);
}
