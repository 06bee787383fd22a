namespace Fvm.Proofs;

/// <summary>
/// Why a question about a proof is malformed: what the errors and panics of the reference's libraries amount to. On chain all are one error; the recorded
/// vectors tell them apart.
/// </summary>
internal enum ProofFault
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The proof type is not one of this network version, or not of this question.</summary>
    UnknownType,

    /// <summary>A proof has another length than its partitions take.</summary>
    WrongLength,

    /// <summary>There is no proof at all.</summary>
    NoProof,

    /// <summary>A proof's or key's point is not canonical, not on its curve or not in the subgroup.</summary>
    NotOnCurve,

    /// <summary>A proof's or key's point is at infinity.</summary>
    Infinity,

    /// <summary>There are more or fewer public inputs than the key has points for.</summary>
    InputCount,

    /// <summary>A commitment is all zeros.</summary>
    ZeroCommitment,

    /// <summary>A commitment, the randomness or a prover id is not below the field's modulus.</summary>
    NotInField,

    /// <summary>A CID is not one of a commitment of its kind.</summary>
    NotACommitment,

    /// <summary>Randomness is not 32 bytes long.</summary>
    WrongRandomnessLength,

    /// <summary>There is nothing to verify.</summary>
    Empty,

    /// <summary>There is no sector.</summary>
    NoSector,

    /// <summary>There are more sectors than the proof type speaks of.</summary>
    SectorCount,

    /// <summary>The bytes end too early.</summary>
    Truncated,

    /// <summary>An aggregate's element of the target group has a coordinate that is not below the base field's modulus.</summary>
    TargetCoordinate,

    /// <summary>An aggregate's element is not in the target group.</summary>
    TargetElement,

    /// <summary>An aggregate's point is not canonical, not on its curve or not in the subgroup.</summary>
    InvalidPoint,

    /// <summary>An aggregate says that it is of fewer than two proofs.</summary>
    ProofCount,

    /// <summary>An aggregate's number of proofs is not a power of two.</summary>
    NotPowerOfTwo,

    /// <summary>An aggregate is of more proofs than the aggregation's points serve.</summary>
    TooManyProofs,

    /// <summary>An aggregate is of fewer proofs than there are statements.</summary>
    TooManyStatements,

    /// <summary>An aggregate is of at least twice as many proofs as there are statements.</summary>
    TooFewStatements,

    /// <summary>There are more or fewer seeds than replica commitments.</summary>
    SeedCount,
}
