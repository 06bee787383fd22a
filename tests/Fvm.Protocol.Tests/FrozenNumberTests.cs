using Fvm.Protocol.State;

namespace Fvm.Protocol.Tests;

/// <summary>
/// Numbers that others rely on: on chain, in contracts, in recorded vectors. When a row breaks, do not change the row: give the member its number
/// back. A new number is a new row, with the FIP that brought it.
/// </summary>
public class FrozenNumberTests
{
    public static TheoryData<ExitCode, uint, string?> ExitCodes => new()
    {
        { ExitCode.Ok, 0, "Ok" },
        { ExitCode.SysSenderInvalid, 1, "SysSenderInvalid" },
        { ExitCode.SysSenderStateInvalid, 2, "SysSenderStateInvalid" },
        { new ExitCode(3), 3, null },
        { ExitCode.SysIllegalInstruction, 4, "SysIllegalInstruction" },
        { ExitCode.SysInvalidReceiver, 5, "SysInvalidReceiver" },
        { ExitCode.SysInsufficientFunds, 6, "SysInsufficientFunds" },
        { ExitCode.SysOutOfGas, 7, "SysOutOfGas" },
        { new ExitCode(8), 8, null },
        { ExitCode.SysIllegalExitCode, 9, "SysIllegalExitCode" },
        { ExitCode.SysAssertionFailed, 10, "SysAssertionFailed" },
        { ExitCode.SysMissingReturn, 11, "SysMissingReturn" },
        { new ExitCode(12), 12, null },
        { new ExitCode(15), 15, null },
        { ExitCode.UsrIllegalArgument, 16, "UsrIllegalArgument" },
        { ExitCode.UsrNotFound, 17, "UsrNotFound" },
        { ExitCode.UsrForbidden, 18, "UsrForbidden" },
        { ExitCode.UsrInsufficientFunds, 19, "UsrInsufficientFunds" },
        { ExitCode.UsrIllegalState, 20, "UsrIllegalState" },
        { ExitCode.UsrSerialization, 21, "UsrSerialization" },
        { ExitCode.UsrUnhandledMessage, 22, "UsrUnhandledMessage" },
        { ExitCode.UsrUnspecified, 23, "UsrUnspecified" },
        { ExitCode.UsrAssertionFailed, 24, "UsrAssertionFailed" },
        { ExitCode.UsrReadOnly, 25, "UsrReadOnly" },
        { ExitCode.UsrNotPayable, 26, "UsrNotPayable" },
        { new ExitCode(27), 27, null },
        { new ExitCode(uint.MaxValue), uint.MaxValue, null },
    };

    [Theory]
    [MemberData(nameof(ExitCodes))]
    public void Exit_codes(ExitCode code, uint value, string? name)
    {
        Assert.Equal(value, code.Value);
        Assert.Equal(name, code.Name);
        Assert.Equal(name is null ? $"{value}" : $"{value} ({name})", code.ToString());
        Assert.Equal(value == 0, code.IsSuccess);
        Assert.Equal(value < 16, code.IsSystemError);
    }

    [Fact]
    public void Error_numbers() => AssertEnum<ErrorNumber>(
        "IllegalArgument=1 IllegalOperation=2 LimitExceeded=3 AssertionFailed=4 InsufficientFunds=5 NotFound=6 InvalidHandle=7 IllegalCid=8 IllegalCodec=9 "
        + "Serialization=10 Forbidden=11 BufferTooSmall=12 ReadOnly=13");

    [Fact]
    public void Protocol_enums()
    {
        AssertEnum<AddressProtocol>("Id=0 Secp256k1=1 Actor=2 Bls=3 Delegated=4");
        AssertEnum<SignatureType>("Secp256k1=1 Bls=2 Delegated=3");
        AssertEnum<ConsensusFaultType>("DoubleForkMining=1 ParentGrinding=2 TimeOffsetMining=3");
        AssertEnum<StateTreeVersion>("V0=0 V1=1 V2=2 V3=3 V4=4 V5=5");
        AssertEnum<NetworkVersion>(string.Join(' ', Enumerable.Range(0, 30).Select(static v => $"V{v}={v}")));
        AssertEnum<BuiltinActor>(
            "System=1 Init=2 Cron=3 Account=4 Power=5 Miner=6 Market=7 PaymentChannel=8 Multisig=9 Reward=10 VerifiedRegistry=11 DataCap=12 Placeholder=13 "
            + "Evm=14 Eam=15 EthAccount=16");
        AssertEnum<DomainSeparationTag>(
            "TicketProduction=1 ElectionProofProduction=2 WinningPoStChallengeSeed=3 WindowedPoStChallengeSeed=4 SealRandomness=5 "
            + "InteractiveSealChallengeSeed=6 WindowedPoStDeadlineAssignment=7 MarketDealCronSeed=8 PoStChainCommit=9 EvmPrevRandao=10");
    }

    [Fact]
    public void Singleton_actors()
    {
        ActorId[] ids =
        [
            SingletonActors.System, SingletonActors.Init, SingletonActors.Reward, SingletonActors.Cron, SingletonActors.StoragePower,
            SingletonActors.StorageMarket, SingletonActors.VerifiedRegistry, SingletonActors.DataCap, SingletonActors.EthereumAddressManager,
            SingletonActors.BurntFunds,
        ];
        Assert.Equal("f00 f01 f02 f03 f04 f05 f06 f07 f010 f099", string.Join(' ', ids));
        Assert.Equal(100UL, ActorId.FirstNonSingleton);
        Assert.Equal(Address.FromId(99), SingletonActors.BurntFunds.ToAddress());
    }

    [Theory]
    // Numbers that builtin-actors and contracts of others have written down.
    [InlineData("Receive", 3726118371)]
    [InlineData("AuthenticateMessage", 2643134072)]
    [InlineData("InvokeEVM", 3844450837)]
    [InlineData("Constructor", 1)]
    public void Method_numbers_by_name(string name, ulong number) => Assert.Equal(number, MethodNumber.FromName(name));

    [Theory]
    [InlineData("")]
    [InlineData("receive")]
    [InlineData("Has space")]
    [InlineData("Ünicode")]
    [InlineData("1Digit")]
    public void Method_names_follow_FRC_0042(string name) => Assert.Throws<ArgumentException>(() => MethodNumber.FromName(name));

    [Fact]
    public void Method_numbers()
    {
        Assert.Equal(0UL, MethodNumber.Send);
        Assert.Equal(1UL, MethodNumber.Constructor);
        Assert.Equal(2UL, MethodNumber.CronEpochTick);
        Assert.Equal(2UL, MethodNumber.RewardAwardBlockReward);
        Assert.Equal(16777216UL, MethodNumber.FirstExported);
        Assert.Equal(932083UL, MethodNumber.Upgrade);
    }

    internal static void AssertEnum<T>(string expected)
        where T : struct, Enum
        => Assert.Equal(expected, string.Join(' ', Enum.GetValues<T>().Select(static value => $"{value}={value:D}")));
}
