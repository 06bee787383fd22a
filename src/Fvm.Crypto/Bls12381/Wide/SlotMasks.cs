using System.Runtime.Intrinsics;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>Which lanes of a <see cref="Fp2x4"/> a choice takes: all ones where it does.</summary>
internal static class SlotMasks
{
    internal static Vector512<ulong> RealParts => Vector512.Create(~0UL, 0, ~0UL, 0, ~0UL, 0, ~0UL, 0);

    internal static Vector512<ulong> Slot0 => Vector512.Create(~0UL, ~0UL, 0, 0, 0, 0, 0, 0);

    internal static Vector512<ulong> Slot1 => Vector512.Create(0, 0, ~0UL, ~0UL, 0, 0, 0, 0);

    internal static Vector512<ulong> Slots01 => Vector512.Create(~0UL, ~0UL, ~0UL, ~0UL, 0, 0, 0, 0);
}
