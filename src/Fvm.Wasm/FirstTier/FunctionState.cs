namespace Fvm.Wasm.FirstTier;

/// <summary>
/// What calls need to know of a function, in native memory, one record a function of the module, shared by all threads. <see cref="Code"/>
/// and <see cref="Compiled"/> are published last; <see cref="Heat"/> loses some of what several threads count, which harms nothing: tiers
/// differ in speed alone.
/// </summary>
internal unsafe struct FunctionState
{
    /// <summary>The machine code, or 0.</summary>
    public nint Compiled;

    /// <summary>How the host calls that machine code (<see cref="Compilation.EntryCalls"/>), or 0 as long as nobody has asked.</summary>
    public nint Entry;

    /// <summary>The register code, or null as long as nobody has called.</summary>
    public RegisterInstruction* Code;

    /// <summary>What entering adds to the stack counters.</summary>
    public long StackCost;

    /// <summary>How many register instructions may still run before it is worth compiling.</summary>
    public int Heat;

    /// <summary>What a call takes from <see cref="Heat"/>.</summary>
    public int EntryWeight;

    /// <summary>Whether the background was asked to compile it.</summary>
    public bool IsAsked;

    /// <summary>How many registers a frame has: parameters, locals, operands.</summary>
    public int Registers;

    /// <summary>How many parameters.</summary>
    public int Parameters;

    /// <summary>How many locals besides, to be zeroed.</summary>
    public int Locals;
}
