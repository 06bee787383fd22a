using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Calls;

/// <summary>The gas limit at every charge of a message that does a bit of everything (as ref-fvm testing/integration/tests/gasfuzz.rs).</summary>
public class GasSweepTests
{
    [Theory]
    [InlineData(17u)]
    [InlineData(18u)]
    [InlineData(21u)]
    [InlineData(25u)]
    public void Out_of_gas_at_any_charge_leaves_nothing_but_the_fee(uint version)
    {
        ApplyResult whole = Run(version, 1_000_000_000, out World after);
        Says.Ends(whole, 0);
        Assert.Equal(new TokenAmount(2), after.Balance(World.InitialNextId));
        ulong inclusion = Assert.IsType<GasCharged>(whole.Trace[0]).Amount.RoundUp();

        GasAmount sum = GasAmount.Zero;
        HashSet<ulong> limits = [];
        foreach (GasCharged charge in whole.Trace.OfType<GasCharged>())
        {
            sum += charge.Amount;
            limits.Add(sum.RoundUp() - 1);
            limits.Add(sum.RoundUp());
        }

        Assert.Equal(whole.Receipt.GasUsed, sum.RoundUp());
        foreach (ulong limit in limits.Where(limit => limit >= inclusion))
        {
            ApplyResult result = Run(version, limit, out World world);
            if (limit >= whole.Receipt.GasUsed)
            {
                Says.Ends(result, 0, whole.Receipt.GasUsed);
                continue;
            }

            Says.Ends(result, 7, limit);
            Assert.True(result.Receipt.ReturnData.IsEmpty);
            Assert.Empty(result.Events);
            Assert.Equal(StateRoot.EmptyInfoCid, world.State(200)!.Head);
            Assert.Equal(StateRoot.EmptyInfoCid, world.State(201)!.Head);
            Assert.Equal(new TokenAmount(10), world.Balance(200));
            Assert.Null(world.State(World.InitialNextId));
            Assert.Equal(1ul, world.State(World.AliceId)!.Nonce);
        }
    }

    private static ApplyResult Run(uint version, ulong gasLimit, out World world)
    {
        world = new World { Context = World.At(version).Context with { Tracing = true } };
        Address callee = world.Actor(201, static (kernel, _) => End(SetRoot(kernel, 1)));
        Address actor = world.Actor(200, (kernel, _) => End(Deeds(kernel, callee)), new TokenAmount(10));
        return world.Call(actor, gasLimit: gasLimit);
    }

    /// <summary>An account made by a send with value, a call, a new state, and a block to return.</summary>
    private static (SyscallStatus, uint) Deeds(IActorKernel kernel, Address callee)
    {
        SyscallStatus status = kernel.Send.Send(World.Key(9), 0, 0, new TokenAmount(2), null, false, out SendResult _);
        if (status.IsOk)
            status = kernel.Send.Send(callee, 2, 0, TokenAmount.Zero, null, false, out SendResult _);
        return status.IsOk ? SetRoot(kernel, 2) : (status, 0);
    }

    private static (SyscallStatus Status, uint Block) SetRoot(IActorKernel kernel, byte value)
    {
        Cid? cid = null;
        SyscallStatus status = kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0x81, value], out uint handle);
        if (status.IsOk)
            status = kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out cid);
        if (status.IsOk)
            status = kernel.Self.SetRoot(cid!);
        return (status, handle);
    }

    private static ActorExit End((SyscallStatus Status, uint Block) done)
    {
        if (done.Status.Outcome == SyscallOutcome.OutOfGas)
            return Exit.OutOfGas;
        Says.Ok(done.Status);
        return Exit.Return(done.Block);
    }
}
