using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Protocol;

namespace Fvm.Conformance.Tests;

/// <summary>Messages rerun with the gas limit at charges of their trace.</summary>
public class GasCliffTests
{
    private const int LimitsInCi = 6;

    /// <summary>A share of the repository's own vectors, on every machine. <c>.ci/full</c> runs all, and the corpora, at up to 200 limits a message.</summary>
    [Fact]
    public void Messages_run_out_where_the_limit_says_and_change_nothing_but_fees()
    {
        GasCliffReport report = GasCliffSuite.Run(new ActorEngine(), VectorLocations.OpenBundles(), OwnVectors.Share(10), LimitsInCi, Environment.ProcessorCount);
        Assert.Empty(report.Skipped);
        Assert.Empty(report.Outcomes.Where(outcome => outcome.Violations.Count != 0).Select(outcome => $"{outcome.Name}\n  {string.Join("\n  ", outcome.Violations)}"));
        Assert.True(report.Outcomes.Count(outcome => outcome.Strict) > 100);
        Assert.True(report.Outcomes.Sum(outcome => outcome.Limits) > 500);
    }

    [Fact]
    public void Limits_fall_just_short_of_the_end_of_each_charge()
    {
        ExecutionEvent[] trace = [Charge(500_000), Charge(0), Charge(1_500), Charge(499), Charge(1), Charge(7_000_000)];
        // Ends at 500, 501.5, 501.999, 502, 7502 gas. The third and fourth share a limit, and would hold what came before.
        Assert.Equal([499UL, 501, 7501], GasCliff.LimitsOf(trace, 200));
        Assert.Equal([499UL], GasCliff.LimitsOf(trace, 1));
    }

    [Theory]
    [InlineData(1_000UL, true)]
    [InlineData(900UL, false)] // a limit of its own
    public void A_message_that_looks_at_its_gas_is_not_held_to_the_strict_rules(ulong limit, bool strict)
    {
        var message = new Message { From = Address.FromId(1), To = Address.FromId(2), GasLimit = 1_100 };
        ExecutionEvent[] trace =
        [
            Charge(100_000),
            new CallStarted(new ActorId(1), Address.FromId(2), 0, null, TokenAmount.Zero, limit, ReadOnly: false),
        ];
        Assert.Equal(strict, GasCliff.IsStrict(message, trace));
        Assert.False(GasCliff.IsStrict(message, [.. trace, new SyscallEntered("gas", "available", 0)]));
    }

    private static GasCharged Charge(ulong milligas) => new("charge", new GasAmount(milligas));
}
