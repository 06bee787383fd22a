namespace Fvm.Protocol.State;

/// <summary>The version field of <see cref="StateRoot"/>. Source: fvm_shared <c>state/mod.rs</c>.</summary>
public enum StateTreeVersion : ulong
{
    /// <summary>Actors below v2.</summary>
    V0 = 0,

    /// <summary>Actors v2.</summary>
    V1 = 1,

    /// <summary>Actors v3.</summary>
    V2 = 2,

    /// <summary>Actors v4.</summary>
    V3 = 3,

    /// <summary>Actors v5 to v9: actor states have four fields.</summary>
    V4 = 4,

    /// <summary>Actors v10 and later (network version 18): actor states have five fields.</summary>
    V5 = 5,
}
