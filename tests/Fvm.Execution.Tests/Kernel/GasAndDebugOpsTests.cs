using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>The families <c>gas</c> and <c>debug</c>.</summary>
public class GasAndDebugOpsTests
{
    [Fact]
    public void Available_gas_is_what_is_left() => new World().Inside(
        kernel =>
        {
            Assert.Equal(GasAmount.FromGas(2_000_000 - World.Inclusion - 75_000), kernel.Gas.Available);
            Says.Ok(kernel.Gas.Charge("mine", new GasAmount(1)));
            Assert.Equal(2_000_000 - World.Inclusion - 75_000 - 1, kernel.Gas.Available.RoundDown());
            Says.Ok(kernel.Gas.Charge("all", kernel.Gas.Available));
            Says.Ok(kernel.Gas.Charge("nothing", GasAmount.Zero));
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Gas.Charge("more", new GasAmount(1)).Outcome);
        },
        gasLimit: 2_000_000);

    [Fact]
    public void Debugging_is_off_unless_the_machine_says_so()
    {
        new World().Inside(static kernel => Assert.False(kernel.Debug.Enabled));
        new World { Context = new World().Context with { ActorDebugging = true } }.Inside(static kernel => Assert.True(kernel.Debug.Enabled));
    }

    [Fact]
    public void Lines_and_artifacts_stand_in_the_trace()
    {
        var world = new World { Context = new World().Context with { Tracing = true, ActorDebugging = true } };
        ApplyResult result = world.Inside(static kernel =>
        {
            kernel.Debug.Log("hello");
            Says.Ok(kernel.Debug.StoreArtifact("state.cbor", [1]));
        });
        Assert.Contains(new ActorLogged(new ActorId(200), "hello"), result.Trace);
        Assert.Equal("state.cbor", Assert.Single(result.Trace.OfType<ArtifactStored>()).Name);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.b", true)]
    [InlineData("", false)]
    [InlineData(".a", false)]
    [InlineData("a/b", false)]
    public void Artifacts_have_plain_names(string name, bool allowed) => new World().Inside(kernel =>
    {
        Judge(name, allowed);
        Judge(new string('é', 128), true);
        Judge(new string('é', 129), false);

        void Judge(string given, bool expected)
        {
            SyscallStatus status = kernel.Debug.StoreArtifact(given, []);
            if (expected)
                Says.Ok(status);
            else
                Says.Refuses(ErrorNumber.IllegalArgument, status);
        }
    });
}
