using Fvm.Abi;
using Fvm.Execution.Gas.Prices;
using Fvm.Protocol;

namespace Fvm.Execution.Tests;

/// <summary>Which rules hold at which network version.</summary>
public class MachineRulesTests
{
    [Fact]
    public void Versions_have_their_prices()
    {
        foreach (NetworkVersion version in Enum.GetValues<NetworkVersion>())
        {
            uint number = (uint)version;
            if (number < 18)
            {
                Assert.Throws<FatalException>(() => MachineRules.Of(version));
                continue;
            }

            MachineRules rules = MachineRules.Of(version);
            Assert.Same(number <= 20 ? HyggePrices.List : number <= 24 ? WatermelonPrices.List : TeepPrices.List, rules.Prices);
            Assert.Equal(number >= 21, rules.TracksReachability);
            Assert.Equal(number <= 20, rules.LeaksLimitAtGreatestDepth);
            Assert.Equal(number <= 20, rules.TracesImplicitConstructors);
            Assert.Equal(number <= 20, rules.FailsEarlyCalibrationPoSts);
            Assert.Equal(number <= 20 ? 900 : null, rules.TipsetCidBound);
        }
    }
}
