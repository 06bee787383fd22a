using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Randomness drawn inside the machine (nv18 to nv20).</summary>
public class RandomnessOpsTests
{
    /// <summary>Frozen: recorded by the reference in ../shared/vectors/syscalls/nv18/v3-randomness.json.</summary>
    [Theory]
    [InlineData(1L, 1_000L, "", "ee6ea23debfd7f871461070b65851b211458263e7ba4d7b7ad75cd95f690abf6")]
    [InlineData(5L, 999L, "006400", "04021613936f210cc4f88b784025a9494c7eb78ed6b5635968d199122e70ec81")]
    [InlineData(-1L, 0L, "0064", "f485671137731ab9ce6a91aabf2562a07e4a7d6e9b0b01478719f15425d51260")]
    [InlineData(9L, 1_001L, "", "4f231ecc8aee3d6a627b1e4064fde8a2c27bc045e7d38625331a39e11038205e")]
    [InlineData(4L, -1L, "006400", "8c2f8db7ff085fa2e849d663414d6ee80cf4409e97c24ea89a93a0b674131bbd")]
    public void Draw_is_what_the_reference_recorded(long tag, long epoch, string entropy, string expected)
    {
        var world = new World();
        world.Node.Chain = world.Node.Beacon = Encoding.ASCII.GetBytes("i_am_random_____i_am_random_____");
        byte[] given = Convert.FromHexString(entropy);
        world.Inside(kernel =>
        {
            byte[] drawn = new byte[32];
            ulong cost = kernel.Cost(() => Says.Ok(kernel.Randomness.DrawChainRandomness(tag, epoch, given, drawn)));
            Assert.Equal(21_000_000 + (10_000 * (48 + (ulong)given.Length)), cost);
            Assert.Equal(expected, Convert.ToHexStringLower(drawn));
            Assert.Equal(cost, kernel.Cost(() => Says.Ok(kernel.Randomness.DrawBeaconRandomness(tag, epoch, given, drawn))));
            Assert.Equal(expected, Convert.ToHexStringLower(drawn));
        });
    }

    [Fact]
    public void Chain_and_beacon_are_two_sources() => new World().Inside(kernel =>
    {
        byte[] chain = new byte[32];
        byte[] beacon = new byte[32];
        Says.Ok(kernel.Randomness.DrawChainRandomness(1, 1, [], chain));
        Says.Ok(kernel.Randomness.DrawBeaconRandomness(1, 1, [], beacon));
        Assert.NotEqual(chain, beacon);
    });

    [Fact]
    public void What_the_node_does_not_have_is_refused_with_1_after_the_charge()
    {
        var world = new World();
        world.Node.Chain = world.Node.Beacon = null;
        world.Inside(kernel =>
        {
            byte[] drawn = new byte[32];
            Assert.Equal(21_480_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Randomness.DrawChainRandomness(1, 1, [], drawn))));
            Assert.Equal(21_480_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Randomness.DrawBeaconRandomness(1, 1, [], drawn))));
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(1)));
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Randomness.DrawChainRandomness(1, 1, [], drawn).Outcome);
        }, gasLimit: 3_000_000);
    }
}
