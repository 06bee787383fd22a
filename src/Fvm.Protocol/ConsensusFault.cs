namespace Fvm.Protocol;

/// <summary>The kinds of consensus fault. Source: fvm_shared <c>consensus/mod.rs</c>. 0 on the syscall interface means none.</summary>
public enum ConsensusFaultType : byte
{
    /// <summary>Two blocks at one epoch.</summary>
    DoubleForkMining = 1,

    /// <summary>A block that leaves out its miner's own block among its parents.</summary>
    ParentGrinding = 2,

    /// <summary>Two blocks at different epochs with the same parents.</summary>
    TimeOffsetMining = 3,
}

/// <summary>What the node found in two block headers.</summary>
/// <param name="Target">The miner at fault.</param>
/// <param name="Epoch">The higher epoch of the two blocks.</param>
/// <param name="FaultType">The kind.</param>
public sealed record ConsensusFault(ActorId Target, long Epoch, ConsensusFaultType FaultType);
