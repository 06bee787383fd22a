using Fvm.Abi.Node;

namespace Fvm.Proofs;

/// <summary>A verdict, and for a malformed question the reason.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Fault">The reason; none unless the verdict is <see cref="ProofVerdict.Malformed"/>.</param>
internal readonly record struct Verification(ProofVerdict Verdict, ProofFault Fault)
{
    /// <summary>There is no key.</summary>
    public static Verification CannotVerify => new(ProofVerdict.CannotVerify, ProofFault.None);

    /// <summary>Valid or invalid.</summary>
    public static Verification Of(bool valid) => new(valid ? ProofVerdict.Valid : ProofVerdict.Invalid, ProofFault.None);

    /// <summary>Malformed.</summary>
    public static Verification Malformed(ProofFault fault) => new(ProofVerdict.Malformed, fault);
}
