namespace Fvm.Evm.Interpretation;

/// <summary>Whether a loop reports its steps: a type parameter, so that the loop that does not is compiled without a trace of it.</summary>
internal interface ITraceMode
{
    static abstract bool IsOn { get; }
}

/// <summary>No steps.</summary>
internal readonly struct Untraced : ITraceMode
{
    public static bool IsOn => false;
}

/// <summary>Each step.</summary>
internal readonly struct Traced : ITraceMode
{
    public static bool IsOn => true;
}
