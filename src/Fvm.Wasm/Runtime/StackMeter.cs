namespace Fvm.Wasm.Runtime;

/// <summary>
/// Both stack counters in one 64-bit number that calls pass by value: the limiter's height in the upper half, the real stack's bytes in the
/// lower one. Each half begins so high that passing its limit sets its top bit: one addition and one test serve both, and nothing needs to be
/// undone on return.
/// </summary>
internal static class StackMeter
{
    /// <summary>The bits that say "over a limit".</summary>
    public const long OverflowMask = unchecked((long)0x8000_0000_8000_0000);

    /// <summary>Limits of heights from here on count as none; the greatest limit of the real stack.</summary>
    public const uint Ceiling = 0x4000_0000;

    /// <summary>The most that one frame adds to a half: above every limit, and too little to make a half wrap.</summary>
    private const uint MostOfAFrame = Ceiling + 1;

    /// <summary>The counters of an instance in which nothing runs.</summary>
    /// <param name="stackLimit">The greatest height; from <see cref="Ceiling"/> on: none.</param>
    /// <param name="realStackBytes">The greatest real stack, up to <see cref="Ceiling"/>.</param>
    public static long Initial(uint stackLimit, int realStackBytes)
    {
        var height = stackLimit >= Ceiling ? 0L : int.MaxValue - (long)stackLimit;
        return (height << 32) | (uint)(int.MaxValue - realStackBytes);
    }

    /// <summary>What a frame adds.</summary>
    /// <param name="stackLimit">The module's limit: where there is none, heights are not counted.</param>
    /// <param name="stackCost">The limiter's cost of the function.</param>
    /// <param name="realStackWeight">The function's real stack.</param>
    public static long Cost(uint stackLimit, uint stackCost, long realStackWeight) =>
        Height(stackLimit, stackCost) + Math.Min(realStackWeight, MostOfAFrame);

    /// <summary>The limiter's part of <see cref="Cost"/>.</summary>
    public static long Height(uint stackLimit, uint stackCost) =>
        stackLimit >= Ceiling ? 0 : (long)Math.Min(stackCost, MostOfAFrame) << 32;

    /// <summary>Whether a function of this cost can be entered at all.</summary>
    public static bool CanEverEnter(uint stackLimit, uint stackCost) => stackLimit >= Ceiling || stackCost <= stackLimit;
}
