namespace Fvm.Wasm.FirstTier;

/// <summary>Where a call returns to.</summary>
internal unsafe struct FrameLink
{
    /// <summary>The caller's next instruction.</summary>
    public RegisterInstruction* Next;

    /// <summary>The caller's registers.</summary>
    public ulong* Registers;

    /// <summary>The caller.</summary>
    public FunctionState* Function;

    /// <summary>The caller's stack counters.</summary>
    public long Stack;
}
