using Fvm.Evm.Tracing;

namespace Fvm.Evm.Tests;

/// <summary>Where Filecoin's EVM is another than Ethereum's, and what watches a run.</summary>
public sealed class ConfigurationTests
{
    private static readonly EvmConfiguration Filecoin = EvmConfiguration.Filecoin(GasSchedule.Free);

    /// <summary>Actors v18: no blobs, no CALLCODE, CLZ; everything else that Cancun has, and nothing more.</summary>
    [Fact]
    public void FilecoinHasCancunsInstructionsButThree()
    {
        for (int code = 0; code < 256; code++)
        {
            bool inCancun = EvmConfiguration.Cancun.TryGetOpcode((byte)code, out _);
            bool isAbsent = (Opcode)code is Opcode.BlobHash or Opcode.BlobBaseFee or Opcode.CallCode;
            Assert.Equal((Opcode)code == Opcode.Clz || (inCancun && !isAbsent), Filecoin.TryGetOpcode((byte)code, out _));
        }
    }

    [Theory]
    [InlineData(Opcode.BlobHash)]
    [InlineData(Opcode.BlobBaseFee)]
    [InlineData(Opcode.CallCode)]
    public void AbsentInstructionsAreUndefined(Opcode code) =>
        Assert.Equal(EvmOutcome.UndefinedOpcode, Run(Filecoin, [(byte)code]).Outcome);

    /// <summary>Exit 34 is INVALID's own, 35 is for bytes that are no instruction.</summary>
    [Fact]
    public void InvalidIsNotUndefined() => Assert.Equal(EvmOutcome.InvalidOpcode, Run(Filecoin, [(byte)Opcode.Invalid]).Outcome);

    /// <summary>Exit 38: offset, size and their sum are numbers of 32 bits; a region of nothing may lie anywhere.</summary>
    [Fact]
    public void FilecoinMemoryEndsAtTwoToThe32()
    {
        byte[] far = [(byte)Opcode.Push5, 1, 0, 0, 0, 0, (byte)Opcode.MLoad];
        Assert.Equal(EvmOutcome.MemoryBounds, Run(Filecoin, far).Outcome);
        Assert.Equal(EvmOutcome.OutOfGas, Run(EvmConfiguration.Cancun, far).Outcome);
        byte[] nothing = [(byte)Opcode.Push0, (byte)Opcode.Push5, 1, 0, 0, 0, 0, (byte)Opcode.Return];
        Assert.Equal(EvmOutcome.Return, Run(Filecoin, nothing).Outcome);
    }

    /// <summary>Actors v18 have no limit of init code (EIP-3860 is not theirs).</summary>
    [Fact]
    public void FilecoinInitCodeHasNoLimit()
    {
        byte[] create = [(byte)Opcode.Push2, 0xc0, 0x01, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Create];
        Assert.Equal(EvmOutcome.Stop, Run(Filecoin, create).Outcome);
        Assert.Equal(EvmOutcome.CodeRefused, Run(EvmConfiguration.Cancun, create).Outcome);
    }

    /// <summary>A block is checked as one, but the effects before the instruction that fails are seen by the host.</summary>
    [Fact]
    public void AFailingBlockEndsAtTheInstructionThatFails()
    {
        var interpreter = new EvmInterpreter();
        var host = new EmptyHost(interpreter);
        byte[] code = [(byte)Opcode.Push1, 7, (byte)Opcode.Push1, 1, (byte)Opcode.SStore, (byte)Opcode.Push1, 8, (byte)Opcode.Push1, 2, (byte)Opcode.SStore, (byte)Opcode.Pop];
        Assert.Equal(EvmOutcome.StackUnderflow, Programs.Run(interpreter, code, Filecoin, host: host).Outcome);
        Assert.Equal((UInt256)8, host.GetStorage(EvmAddress.FromWord(0xaa), 2));
    }

    [Fact]
    public void CallsAndGasAreTraced()
    {
        var interpreter = new EvmInterpreter();
        var host = new EmptyHost(interpreter);
        byte[] inner = [(byte)Opcode.Push1, 1, (byte)Opcode.Push1, 2, (byte)Opcode.Add, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Revert];
        host.Codes[EvmAddress.FromWord(0xbb)] = EvmProgram.Analyse(inner, EvmConfiguration.Cancun);
        // Call data is the selector of f(): four bytes of memory.
        uint selector = GasProfile.Selector("f()");
        byte[] outer =
        [
            (byte)Opcode.Push4, (byte)(selector >> 24), (byte)(selector >> 16), (byte)(selector >> 8), (byte)selector, (byte)Opcode.Push1, 224, (byte)Opcode.Shl,
            (byte)Opcode.Push0, (byte)Opcode.MStore, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push1, 4, (byte)Opcode.Push0,
            (byte)Opcode.Push1, 0xbb, (byte)Opcode.Gas, (byte)Opcode.StaticCall,
        ];

        var calls = new CallTracer();
        interpreter.Tracer = calls;
        var result = Programs.Run(interpreter, outer, EvmConfiguration.Cancun, host: host);
        var root = Assert.Single(calls.Roots);
        var call = Assert.Single(root.Calls);
        Assert.Equal((EvmMessageKind.StaticCall, EvmOutcome.Revert, 13L), (call.Kind, call.Outcome, call.GasUsed));
        Assert.Equal((EvmAddress.FromWord(0xaa), EvmAddress.FromWord(0xbb), 4), (call.From, call.To, call.Input.Count));
        Assert.Equal((EvmOutcome.Stop, 1_000_000 - result.GasLeft), (root.Outcome, root.GasUsed));

        var profile = new GasProfile(new Dictionary<uint, string> { [selector] = "f()" });
        interpreter.Tracer = profile;
        Programs.Run(interpreter, outer, EvmConfiguration.Cancun, host: host);
        Assert.Equal(new GasLine(1, 3), profile.Of(Opcode.Add));
        Assert.Equal(new GasLine(1, 100), profile.Of(Opcode.StaticCall));
        Assert.Equal([("receive", root.GasUsed - 13), ("f()", 13L)], profile.Functions.Select(line => (line.Function, line.Line.Gas)));
    }

    private static EvmResult Run(EvmConfiguration configuration, byte[] code) => Programs.Run(new EvmInterpreter(), code, configuration);
}
