namespace Fvm.Evm.Analysis;

/// <summary>
/// Code as the loop runs it. A stream comes in two grains: by basic blocks, with constants and jumps resolved and neighbours joined;
/// and by single instructions, each a block of its own, which is what a frame continues on when a block's requirements do not
/// hold (so that it ends at the very instruction that fails, after the effects of those before it), and what tracing runs on.
/// </summary>
internal sealed class InstructionStream
{
    private readonly int[] _blockIndices;
    private readonly int[] _blockPcs;

    internal InstructionStream(Instruction[] instructions, int[] jumpTargets, int[] blockIndices, int[] blockPcs)
    {
        Instructions = instructions;
        JumpTargets = jumpTargets;
        _blockIndices = blockIndices;
        _blockPcs = blockPcs;
    }

    internal Instruction[] Instructions { get; }

    /// <summary>For each byte of the code: 1 + the index of the block that begins with the JUMPDEST there, or 0.</summary>
    internal int[] JumpTargets { get; }

    /// <summary>Where in the code the block at an index begins.</summary>
    internal int PcOf(int index) => _blockPcs[Array.BinarySearch(_blockIndices, index)];

    /// <summary>The index of the block that begins somewhere in the code.</summary>
    internal int IndexOf(int pc) => _blockIndices[Array.BinarySearch(_blockPcs, pc)];
}
