using System.Globalization;

namespace Fvm.Wasm.FirstTier;

/// <summary>When a function goes from register code to machine code. Nothing but speed depends on it.</summary>
/// <param name="InstructionsPerByte">
/// How many register instructions a function runs per byte of its body before it is compiled: 0 compiles at the first call,
/// <see cref="Never"/> not at all.
/// </param>
/// <param name="InBackground">Whether another thread compiles, while the function goes on in this tier.</param>
/// <param name="LoopsAtOnce">Whether every function begins without heat, so that the first loop it meets changes tier: for tests.</param>
internal readonly record struct TierPolicy(int InstructionsPerByte, bool InBackground, bool LoopsAtOnce = false)
{
    /// <summary>How many register instructions go by before a running loop looks again whether it can change tier.</summary>
    public const int LoopPatience = 1 << 16;

    /// <summary>No function is ever compiled.</summary>
    public const int Never = int.MaxValue;

    /// <summary>
    /// Where RyuJIT's time for a byte (about 2.5 us) and what these instructions take here break even: whoever waits that long takes at most
    /// twice what the better choice would have taken.
    /// </summary>
    public const int BreakEven = 600;

    /// <summary>The setting of <see cref="AppContext"/> that overrides the policy, for tests and measurements: a number, or "never".</summary>
    public const string Setting = "Fvm.Wasm.InstructionsPerByteBeforeCompilation";

    /// <summary>Compiles at the first call.</summary>
    public static TierPolicy CompileFirst => new(0, InBackground: false);

    /// <summary>The policy of this process.</summary>
    public static TierPolicy Current() => Of(AppContext.GetData(Setting) as string);

    /// <summary>The policy that a setting asks for; null asks for nothing.</summary>
    public static TierPolicy Of(string? setting) => setting switch
    {
        "never" => new TierPolicy(Never, InBackground: false),
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new TierPolicy(number, InBackground: false),
        _ => new TierPolicy(BreakEven, InBackground: Environment.ProcessorCount > 1),
    };

    /// <summary>The heat that a function begins with.</summary>
    /// <param name="bodyBytes">Its size.</param>
    public int HeatOf(int bodyBytes) => LoopsAtOnce ? 0 : (int)Math.Min((long)InstructionsPerByte * bodyBytes, int.MaxValue);
}
