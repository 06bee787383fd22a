namespace Fvm.Actors;

/// <summary>The numbers of multisigs. Source: builtin-actors <c>actors/multisig/src/types.rs</c>.</summary>
public static class MultisigPolicy
{
    /// <summary>The most signers that there may be.</summary>
    public const int MaxSigners = 256;
}
