using Fvm.Evm.Tracing;

namespace Fvm.Evm.Tests.Tracing;

/// <summary>Steps as debug_traceTransaction gives them.</summary>
public sealed class StructLogTracerTests
{
    private const byte Undefined = 0x0c;

    [Fact]
    public void Steps_have_their_place_name_gas_cost_and_stack()
    {
        StructLogTracer tracer = Trace([(byte)Opcode.Push1, 5, (byte)Opcode.Push0, (byte)Opcode.SStore, (byte)Opcode.Push0, (byte)Opcode.SLoad, (byte)Opcode.Pop]);
        Assert.Equal([(0, "PUSH1"), (2, "PUSH0"), (3, "SSTORE"), (4, "PUSH0"), (5, "SLOAD"), (6, "POP"), (7, "STOP")], tracer.Logs.Select(log => (log.Pc, log.Op)));
        Assert.Equal([3L, 2, 20_000, 2, 100, 2, 0], tracer.Logs.Select(log => log.Op == "SSTORE" || log.Op == "SLOAD" ? Round(log.GasCost) : log.GasCost));
        Assert.Equal(1_000_000, tracer.Logs[0].Gas);
        Assert.All(tracer.Logs.Zip(tracer.Logs.Skip(1)), pair => Assert.Equal(pair.First.Gas - pair.First.GasCost, pair.Second.Gas));
        Assert.Equal([new UInt256(5), UInt256.Zero], tracer.Logs[2].Stack!);
        Assert.All(tracer.Logs, log => Assert.Equal(1, log.Depth));
    }

    [Fact]
    public void Stores_and_loads_note_their_slot()
    {
        StructLogTracer tracer = Trace([(byte)Opcode.Push1, 5, (byte)Opcode.Push1, 9, (byte)Opcode.SStore, (byte)Opcode.Push1, 9, (byte)Opcode.SLoad]);
        Assert.Equal(KeyValuePair.Create(new UInt256(9), new UInt256(5)), tracer.Logs[2].Storage);
        Assert.Equal(KeyValuePair.Create(new UInt256(9), new UInt256(5)), tracer.Logs[4].Storage);
        Assert.Null(tracer.Logs[0].Storage);
    }

    [Fact]
    public void A_calls_cost_is_that_of_all_that_it_did_and_its_steps_stand_deeper()
    {
        byte[] inner = [(byte)Opcode.Push0, (byte)Opcode.Pop];
        StructLogTracer tracer = Trace(
            [(byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push1, 0xbb, (byte)Opcode.Gas, (byte)Opcode.StaticCall], inner);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1], tracer.Logs.Select(log => log.Depth));
        StructLog call = tracer.Logs[6];
        Assert.Equal(("STATICCALL", call.Gas - tracer.Logs[^1].Gas), (call.Op, call.GasCost));
        Assert.Equal([2L, 2, 0], tracer.Logs.Skip(7).Take(3).Select(log => log.GasCost));
        Assert.Equal(EvmAddress.FromWord(0xbb), tracer.Logs[7].Self);
    }

    [Fact]
    public void What_fails_is_the_last_step_and_took_all_that_was_left()
    {
        StructLogTracer tracer = Trace([(byte)Opcode.Push0, Undefined]);
        StructLog last = tracer.Logs[^1];
        Assert.Equal(("opcode 0x0c not defined", last.Gas), (last.Op, last.GasCost));
    }

    [Fact]
    public void Memory_is_kept_when_asked_for_and_steps_beyond_the_limit_are_counted_only()
    {
        byte[] code = [(byte)Opcode.Push1, 7, (byte)Opcode.Push0, (byte)Opcode.MStore, (byte)Opcode.Push0, (byte)Opcode.Pop];
        StructLogTracer tracer = Trace(code, options: new StructLogOptions(Stack: false, Memory: true));
        Assert.Empty(tracer.Logs[2].Memory!);
        Assert.Equal(7, tracer.Logs[3].Memory![31]);
        Assert.Null(tracer.Logs[2].Stack);
        tracer = Trace(code, options: new StructLogOptions(MaxSteps: 2));
        Assert.Equal((2, 6L), (tracer.Logs.Count, tracer.StepCount));
        Assert.Equal([3L, 2], tracer.Logs.Select(log => log.GasCost));
        Assert.Null(tracer.Logs[0].Memory);
    }

    [Fact]
    public void Watching_changes_nothing()
    {
        byte[] code = [(byte)Opcode.Push1, 7, (byte)Opcode.Push0, (byte)Opcode.MStore, (byte)Opcode.Push1, 32, (byte)Opcode.Push0, (byte)Opcode.Return];
        var interpreter = new EvmInterpreter { Tracer = new StructLogTracer() };
        EvmResult watched = Programs.Run(interpreter, code, EvmConfiguration.Cancun);
        byte[] output = watched.Output.ToArray();
        EvmResult alone = Programs.Run(new EvmInterpreter(), code, EvmConfiguration.Cancun);
        Assert.Equal((alone.Outcome, alone.GasLeft), (watched.Outcome, watched.GasLeft));
        Assert.Equal(alone.Output.ToArray(), output);
    }

    /// <summary>Whether a slot was met before is the world's business, not the tracer's.</summary>
    private static long Round(long gas) => gas / 100 * 100;

    private static StructLogTracer Trace(byte[] code, byte[]? inner = null, StructLogOptions? options = null)
    {
        var tracer = new StructLogTracer(options);
        var interpreter = new EvmInterpreter { Tracer = tracer };
        var host = new EmptyHost(interpreter);
        if (inner is not null)
            host.Codes[EvmAddress.FromWord(0xbb)] = EvmProgram.Analyse(inner, EvmConfiguration.Cancun);
        Programs.Run(interpreter, code, EvmConfiguration.Cancun, host: host);
        return tracer;
    }
}
