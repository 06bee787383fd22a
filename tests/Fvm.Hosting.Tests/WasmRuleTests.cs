using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;

namespace Fvm.Hosting.Tests;

/// <summary>Consensus rules of running wasm that surprise, end to end: whole messages, whole figures of gas (../shared/reference/vm-facts.md 3.7 and 8).</summary>
public class WasmRuleTests
{
    /// <summary>A call, and 16 pages of memory (419,430.4 gas).</summary>
    private const ulong CallMilligas = 75_000_000 + 419_430_400;

    /// <summary>The thunk around an entry point of one parameter, and one constant.</summary>
    private const ulong EntryAndConstant = 60_000;

    public static TheoryData<uint> Versions => [18u, 20u, 21u, 25u, 29u];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_call_of_an_actor_that_does_nothing_costs_75_000_and_its_memory_and_60(uint version) =>
        Assert.Equal(CallMilligas + EntryAndConstant, Milligas("plain", version));

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_stack_limiters_own_instructions_are_metered_52_gas_a_direct_call(uint version) =>
        Assert.Equal(CallMilligas + EntryAndConstant + 52_000, Milligas("calling", version));

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_default_of_br_table_parts_no_block_so_what_it_jumps_over_is_paid(uint version)
    {
        // local.get, br_table and the constants: four operators, jumped over or not.
        Assert.Equal(CallMilligas + 56_000 + 16_000, Milligas("jumping", version));
        Assert.Equal(CallMilligas + 56_000 + 16_000, Milligas("jumping", version, parameters: [0x80]));
    }

    [Fact]
    public void Arithmetic_makes_the_canonical_NaN_and_neg_abs_and_copysign_keep_its_bits()
    {
        ReadOnlySpan<byte> bits = Apply("nan", 28, []).Receipt.ReturnData.Span;
        Assert.Equal([0x7fc00000u, 0x7fa01337u, 0x7fa01337u, 0x7fa01337u], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bits).ToArray());
    }

    /// <summary>The gas of a message's call; the receipt must be the inclusion and it, rounded up.</summary>
    private static ulong Milligas(string actor, uint version, byte[]? parameters = null)
    {
        ApplyResult result = Apply(actor, version, parameters ?? []);
        ulong milligas = 0;
        foreach (Abi.Tracing.GasCharged charge in result.Trace.OfType<Abi.Tracing.GasCharged>().Where(charge => charge.Name != "OnChainMessage"))
            milligas += charge.Amount.Milligas;
        ulong inclusion = 560_663 + (1300 * (ulong)Message(parameters ?? []).Encode().Length);
        Assert.Equal(inclusion + ((milligas + 999) / 1000), result.Receipt.GasUsed);
        return milligas;
    }

    private static ApplyResult Apply(string actor, uint version, byte[] parameters)
    {
        var store = new MemoryBlockstore();
        byte[] wasm = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Fvm.Hosting.Tests", "Actors", $"{actor}.wasm"));
        Cid root = FreshState.Create(store, wasm).Root;
        VirtualMachine machine = new VirtualMachineBuilder((NetworkVersion)version).OnState(store, root).WithTracing(TraceDetail.Events).Build();
        ApplyResult result = machine.Apply(Message(parameters));
        Assert.True(result.Receipt.ExitCode.IsSuccess, result.Failure);
        return result;
    }

    private static Message Message(byte[] parameters) => new()
    {
        From = FreshState.Sender,
        To = FreshState.Actor,
        MethodNum = 2,
        Params = parameters,
        GasLimit = 100_000_000,
    };
}
