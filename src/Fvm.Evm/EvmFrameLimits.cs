namespace Fvm.Evm;

/// <summary>Limits of a frame, and sizes of what the pool keeps.</summary>
internal static class EvmFrameLimits
{
    /// <summary>Yellow Paper, 9.1: 1024 words.</summary>
    internal const int StackWords = 1024;

    /// <summary>The first memory of a frame: what most contracts never outgrow.</summary>
    internal const int FirstMemory = 4096;

    /// <summary>
    /// A frame's memory beyond this is given back when the frame ends, or 1024 frames could hold on to gigabytes. Outer frames keep
    /// more, half as much with each depth: fresh pages are what a call with a large memory spends most of its time on.
    /// </summary>
    internal static int KeptMemory(int level) => Math.Max(OutermostMemory >> Math.Min(level, 31), InnerMemory);

    private const int OutermostMemory = 16 << 20;

    private const int InnerMemory = 1 << 18;
}
