using Fvm.Abi;

namespace Fvm.Actors;

/// <summary>What a precompiled contract costs that takes pairs: of points, or of a point and a scalar.</summary>
/// <param name="Fixed">In any case.</param>
/// <param name="Once">When there is a pair that counts: the last step of a pairing.</param>
/// <param name="Pair">A pair that counts.</param>
/// <param name="Nothing">A pair with the point at infinity or the scalar zero, which is decoded and then skipped.</param>
internal readonly record struct EvmPairsGas(GasAmount Fixed, GasAmount Once, GasAmount Pair, GasAmount Nothing)
{
    /// <summary>The cost of an input; an empty one is free.</summary>
    public GasAmount Of(ReadOnlySpan<byte> input, int leftLength, int rightLength)
    {
        ulong pairs = 0, nothing = 0;
        for (int at = 0; at + leftLength + rightLength <= input.Length; at += leftLength + rightLength)
        {
            bool counts = input.Slice(at, leftLength).ContainsAnyExcept((byte)0) && input.Slice(at + leftLength, rightLength).ContainsAnyExcept((byte)0);
            (pairs, nothing) = counts ? (pairs + 1, nothing) : (pairs, nothing + 1);
        }

        if (pairs + nothing == 0)
            return GasAmount.Zero;
        return Fixed + (pairs == 0 ? GasAmount.Zero : Once) + (Pair * pairs) + (Nothing * nothing);
    }
}
