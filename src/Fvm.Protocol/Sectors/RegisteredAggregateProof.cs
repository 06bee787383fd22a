namespace Fvm.Protocol.Sectors;

/// <summary>
/// The kinds of aggregate proof.
/// Any other int64 decodes too and is refused where it is used. Source: fvm_shared <c>sector/registered_proof.rs</c>.
/// </summary>
public enum RegisteredAggregateProof : long
{
    /// <summary>SnarkPack.</summary>
    SnarkPackV1 = 0,

    /// <summary>SnarkPack, second version (actors v8).</summary>
    SnarkPackV2 = 1,
}
