using System.Runtime.Intrinsics;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>Elements into slots and out of them.</summary>
internal static class SlotTransfer
{
    /// <summary>Up to four elements of F(p^2); empty slots are zero. The bound is that of <see cref="Fp"/>, 8.</summary>
    internal static Fp2x4 Gather(in Fp2 s0, in Fp2 s1 = default, in Fp2 s2 = default, in Fp2 s3 = default) => new(
        Vector512.Create(s0.C0.L0, s0.C1.L0, s1.C0.L0, s1.C1.L0, s2.C0.L0, s2.C1.L0, s3.C0.L0, s3.C1.L0),
        Vector512.Create(s0.C0.L1, s0.C1.L1, s1.C0.L1, s1.C1.L1, s2.C0.L1, s2.C1.L1, s3.C0.L1, s3.C1.L1),
        Vector512.Create(s0.C0.L2, s0.C1.L2, s1.C0.L2, s1.C1.L2, s2.C0.L2, s2.C1.L2, s3.C0.L2, s3.C1.L2),
        Vector512.Create(s0.C0.L3, s0.C1.L3, s1.C0.L3, s1.C1.L3, s2.C0.L3, s2.C1.L3, s3.C0.L3, s3.C1.L3),
        Vector512.Create(s0.C0.L4, s0.C1.L4, s1.C0.L4, s1.C1.L4, s2.C0.L4, s2.C1.L4, s3.C0.L4, s3.C1.L4),
        Vector512.Create(s0.C0.L5, s0.C1.L5, s1.C0.L5, s1.C1.L5, s2.C0.L5, s2.C1.L5, s3.C0.L5, s3.C1.L5),
        Vector512.Create(s0.C0.L6, s0.C1.L6, s1.C0.L6, s1.C1.L6, s2.C0.L6, s2.C1.L6, s3.C0.L6, s3.C1.L6));

    /// <summary>The element of one slot, for a bound up to 127.</summary>
    internal static Fp2 Extract(in Fp2x4 value, int slot)
    {
        Fp2x4 reduced = value.Reduce();
        return new Fp2(Lane(reduced, 2 * slot), Lane(reduced, (2 * slot) + 1));
    }

    private static Fp Lane(in Fp2x4 value, int lane) => new(
        value.L0[lane], value.L1[lane], value.L2[lane], value.L3[lane], value.L4[lane], value.L5[lane], value.L6[lane]);
}
