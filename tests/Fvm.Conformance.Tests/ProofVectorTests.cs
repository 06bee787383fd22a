using Fvm.Conformance.ProofVectors;

namespace Fvm.Conformance.Tests;

/// <summary>The recorded vectors of storage proofs: verdicts, reasons, inputs, commitments.</summary>
public sealed class ProofVectorTests
{
    [Fact]
    public void Every_recorded_proof_has_its_verdict_and_every_derived_value_is_equal()
    {
        ProofVectorReport report = ProofVectorSuite.Run(VectorLocations.Proofs);
        Assert.Empty(report.Cases.Where(vector => !vector.IsPassed).Select(vector => $"{vector.File} {vector.Name}: {vector.Differences[0]}"));
        Assert.Equal((707, 0, 0), (report.Passed, report.Failed, report.MissingFiles.Count));
    }
}
