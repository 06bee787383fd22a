namespace Fvm.Conformance.ProofVectors;

/// <summary>What became of one recorded case.</summary>
/// <param name="File">The file's name without its ending.</param>
/// <param name="Section">The list in the file.</param>
/// <param name="Name">The case's name, or its number.</param>
/// <param name="Differences">What differs from the record; empty where all is equal.</param>
public sealed record ProofVectorCase(string File, string Section, string Name, IReadOnlyList<string> Differences)
{
    /// <summary>Whether all is equal.</summary>
    public bool IsPassed => Differences.Count == 0;
}

/// <summary>The outcome of the suite.</summary>
/// <param name="Cases">All cases that were run.</param>
/// <param name="MissingFiles">Files of the suite that are not there.</param>
public sealed record ProofVectorReport(IReadOnlyList<ProofVectorCase> Cases, IReadOnlyList<string> MissingFiles)
{
    /// <summary>How many cases came out as recorded.</summary>
    public int Passed => Cases.Count(vector => vector.IsPassed);

    /// <summary>How many did not.</summary>
    public int Failed => Cases.Count - Passed;
}
