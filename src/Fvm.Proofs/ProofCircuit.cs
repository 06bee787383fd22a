namespace Fvm.Proofs;

/// <summary>The circuits that storage is proven by; each has a verifying key for every sector size.</summary>
public enum ProofCircuit
{
    /// <summary>Seals, of every version.</summary>
    Seal,

    /// <summary>Window PoSt, of both versions.</summary>
    WindowPoSt,

    /// <summary>Winning PoSt.</summary>
    WinningPoSt,

    /// <summary>Replica updates.</summary>
    ReplicaUpdate,
}
