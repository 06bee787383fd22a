namespace Fvm.Evm.Tests;

/// <summary>What the analysis of code may join, and what it may not.</summary>
public sealed class AnalysisTests
{
    /// <summary>
    /// Whatever stands in a wide word, it is no instruction: PUSH32, PUSH2, JUMPI jumps. Every number that could be read as an
    /// operation is tried in both places of the word (27 in the second was once read as ISZERO).
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    public void AWideConditionIsNeverTakenForAnInstruction(int shift)
    {
        const byte Target = 41;
        for (ulong operation = 0; operation < 256; operation++)
        {
            UInt256 word = (new UInt256(operation) << shift) | (UInt256.One << 200);
            byte[] code =
            [
                (byte)Opcode.Push32, .. word.ToBigEndian(), (byte)Opcode.Push2, 0, Target, (byte)Opcode.JumpI,
                (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Revert, (byte)Opcode.Invalid, (byte)Opcode.JumpDest, (byte)Opcode.Stop,
            ];
            EvmResult jumped = Programs.Run(new EvmInterpreter(), code, EvmConfiguration.Cancun);
            Assert.True(jumped.Outcome == EvmOutcome.Stop, $"{operation} << {shift}: {jumped.Outcome}");
            // PUSH32, PUSH2, JUMPI, JUMPDEST.
            Assert.Equal(1_000_000 - 3 - 3 - 10 - 1, jumped.GasLeft);
        }
    }

    /// <summary>A destination of more than 64 bits is none, whatever its parts look like.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    public void AWideDestinationIsNeverTakenForAConstantOne(int shift)
    {
        for (ulong operation = 0; operation < 256; operation++)
        {
            UInt256 word = (new UInt256(operation) << shift) | (UInt256.One << 200);
            byte[] jump = [(byte)Opcode.JumpDest, (byte)Opcode.Push32, .. word.ToBigEndian(), (byte)Opcode.Jump];
            Assert.Equal(EvmOutcome.BadJump, Programs.Run(new EvmInterpreter(), jump, EvmConfiguration.Cancun).Outcome);
            byte[] jumpIf = [(byte)Opcode.JumpDest, (byte)Opcode.Push1, 1, (byte)Opcode.Push32, .. word.ToBigEndian(), (byte)Opcode.JumpI];
            Assert.Equal(EvmOutcome.BadJump, Programs.Run(new EvmInterpreter(), jumpIf, EvmConfiguration.Cancun).Outcome);
        }
    }
}
