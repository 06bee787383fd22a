using System.Diagnostics.CodeAnalysis;

namespace Fvm.Proofs;

/// <summary>The exceptions of this assembly: broken promises of callers, and files that are not what they should be.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void NotChecked() => throw new InvalidOperationException("Commitments must be checked before inputs are derived from them.");

    [DoesNotReturn]
    public static void BadFile(string path, string problem) => throw new InvalidDataException($"{path}: {problem}");
}
