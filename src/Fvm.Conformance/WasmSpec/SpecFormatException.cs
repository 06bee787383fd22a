namespace Fvm.Conformance.WasmSpec;

/// <summary>A script's JSON is not what wast2json writes.</summary>
public sealed class SpecFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public SpecFormatException(string message)
        : base(message)
    {
    }
}
