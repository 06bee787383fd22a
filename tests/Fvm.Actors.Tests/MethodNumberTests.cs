using System.Globalization;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

/// <summary>
/// Frozen: contracts and messages on chain have these numbers. A change here is an actor of another release; then the release's number belongs into the table's
/// name. Source: builtin-actors v18.0.0, the Method enumerations.
/// </summary>
public class MethodNumberTests
{
    [Theory]
    [InlineData(BuiltinActor.System, "1 Constructor")]
    [InlineData(BuiltinActor.Init, "1 Constructor, 2 Exec, 3 Exec4")]
    [InlineData(BuiltinActor.Cron, "1 Constructor, 2 EpochTick")]
    [InlineData(BuiltinActor.Account, "1 Constructor, 2 PubkeyAddress, 2643134072 AuthenticateMessage, fallback")]
    [InlineData(BuiltinActor.Reward, "1 Constructor, 2 AwardBlockReward, 3 ThisEpochReward, 4 UpdateNetworkKPI")]
    [InlineData(BuiltinActor.EthAccount, "1 Constructor, fallback")]
    public void Actors_answer_to_their_numbers(BuiltinActor type, string expected)
    {
        MethodTable table = Assert.IsType<NativeActor>(NativeActors.Get(type), exactMatch: false).Methods;
        IEnumerable<string> lines = table.Methods.Select(method => method.Id.Exported is { } exported
            ? string.Create(CultureInfo.InvariantCulture, $"{method.Id.Number}/{exported} {method.Id.Name}")
            : string.Create(CultureInfo.InvariantCulture, $"{method.Id.Number} {method.Id.Name}"));
        Assert.Equal(expected, string.Join(", ", table.Fallback is null ? lines : lines.Append("fallback")));
        Assert.True(table.RestrictsInternalApi);
    }

    [Fact]
    public void The_receiver_hook_and_tokens_have_the_numbers_of_their_standard()
    {
        (ulong Number, MethodId Method)[] table =
        [
            (3726118371, UniversalReceiver.Receive),
            (48890204, Frc46Token.Name),
            (2061153854, Frc46Token.Symbol),
            (3936767397, Frc46Token.Granularity),
            (114981429, Frc46Token.TotalSupply),
            (3261979605, Frc46Token.Balance),
            (80475954, Frc46Token.Transfer),
            (3621052141, Frc46Token.TransferFrom),
            (1777121560, Frc46Token.IncreaseAllowance),
            (1529376545, Frc46Token.DecreaseAllowance),
            (2765635761, Frc46Token.RevokeAllowance),
            (1434719642, Frc46Token.Burn),
            (2979674018, Frc46Token.BurnFrom),
            (4205072950, Frc46Token.Allowance),
        ];
        Assert.All(table, row => Assert.Equal(row.Number, row.Method.Number));
        Assert.Equal(2233613279u, Frc46Token.ReceiverType);
    }

    [Fact]
    public void What_is_not_written_yet_is_owed()
    {
        // Takes a line out when an actor comes; an actor that is here must never be owed again.
        BuiltinActor[] here =
        [
            BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Cron, BuiltinActor.Account, BuiltinActor.Reward, BuiltinActor.Placeholder, BuiltinActor.EthAccount,
        ];
        Assert.All(here, type => Assert.False(NativeActors.IsOwed(type)));
        Assert.True(NativeActors.IsOwed(BuiltinActor.Miner));
    }
}
