using Fvm.Proofs;

namespace Fvm.Conformance.ProofVectors;

/// <summary>The reference's error messages and the faults that they stand for.</summary>
internal static class RecordedReasons
{
    private static readonly (string Part, ProofFault Fault)[] Reasons =
    [
        ("not on curve", ProofFault.NotOnCurve),
        ("point at infinity", ProofFault.Infinity),
        ("expected exactly", ProofFault.WrongLength),
        ("Invalid proof bytes (empty vector)", ProofFault.NoProof),
        ("malformed verifying key", ProofFault.InputCount),
        ("Invalid all zero commitment", ProofFault.ZeroCommitment),
        ("Bytes could not be converted to Fr", ProofFault.NotInField),
        ("from_repr failure", ProofFault.NotInField),
        ("Cannot prove empty batch", ProofFault.Empty),
        ("no replicas supplied", ProofFault.NoSector),
        ("invalid amount of replicas", ProofFault.SectorCount),
        ("failed to fill whole buffer", ProofFault.Truncated),
        ("invalid fp", ProofFault.TargetCoordinate),
        ("invalid compression point", ProofFault.TargetElement),
        ("invalid point", ProofFault.InvalidPoint),
        ("number of proofs is invalid", ProofFault.ProofCount),
        ("cannot verify non-pow2", ProofFault.NotPowerOfTwo),
        ("num_inputs extended beyond target", ProofFault.TooManyStatements),
        ("target len must be greater", ProofFault.TooFewStatements),
        ("cannot verify with empty inputs", ProofFault.Empty),
        ("invalid comm_rs and seeds len mismatch", ProofFault.SeedCount),
    ];

    /// <summary>Whether a message means this fault.</summary>
    public static bool Match(string message, ProofFault fault) =>
        Reasons.Any(reason => reason.Fault == fault && message.Contains(reason.Part, StringComparison.Ordinal));
}
