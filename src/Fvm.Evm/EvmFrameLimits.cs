namespace Fvm.Evm;

/// <summary>Limits of a frame, and sizes of what the pool keeps.</summary>
internal static class EvmFrameLimits
{
    /// <summary>Yellow Paper, 9.1: 1024 words.</summary>
    internal const int StackWords = 1024;

    /// <summary>The first memory of a frame: what most contracts never outgrow.</summary>
    internal const int FirstMemory = 4096;

    /// <summary>A frame's memory beyond this is given back, or 1024 frames could hold on to gigabytes.</summary>
    internal const int KeptMemory = 1 << 18;
}
