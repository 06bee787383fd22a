using Fvm.Abi;
using Fvm.Execution.Gas.Prices;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests;

/// <summary>Which rules hold at which network version (vm-facts 1.1).</summary>
public class MachineRulesTests
{
    [Fact]
    public void Versions_have_their_rules()
    {
        foreach (NetworkVersion version in Enum.GetValues<NetworkVersion>())
        {
            uint number = (uint)version;
            if (number < 16)
            {
                Assert.Throws<FatalException>(() => MachineRules.Of(version));
                continue;
            }

            MachineRules rules = MachineRules.Of(version);
            (bool two, bool three, bool four) = (number <= 17, number is >= 18 and <= 20, number >= 21);
            Assert.Same(two ? SkyrPrices.List : three ? HyggePrices.List : number <= 24 ? WatermelonPrices.List : TeepPrices.List, rules.Prices);
            Assert.Equal(two ? StateTreeVersion.V4 : StateTreeVersion.V5, rules.StateTree);
            Assert.Equal(two ? StateTreeVersion.V3 : StateTreeVersion.V5, rules.OldestStateTree);
            Assert.Equal(two ? 3 : 6, rules.RequiredActors.Count);
            Assert.All(
                [
                    rules.SignedGas, rules.OnlyDagCbor, rules.AllowsOneFrameMore, rules.ChargesCallsAtOnce, rules.ChargesBeforeChecks,
                    rules.ResolvesSigners, rules.AnyoneCreatesActors,
                ],
                rule => Assert.Equal(two, rule));
            Assert.All(
                [rules.PricesStateAccess, rules.ChargesBatchSeals, rules.BoundsMemory, rules.HasDelegatedAddresses],
                rule => Assert.Equal(!two, rule));
            Assert.All([rules.LeaksLimitAtGreatestDepth, rules.FailsEarlyCalibrationPoSts], rule => Assert.Equal(three, rule));
            Assert.Equal(four, rules.TracksReachability);
            Assert.Equal(three ? 900 : null, rules.TipsetCidBound);
        }
    }
}
