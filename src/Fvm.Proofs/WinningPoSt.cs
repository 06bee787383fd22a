using Fvm.Proofs.PoSts;
using Fvm.Protocol;

namespace Fvm.Proofs;

/// <summary>What a miner that won an election has to prove.</summary>
public static class WinningPoSt
{
    private const byte FieldMask = 0x3f;

    /// <summary>
    /// Which of a miner's sectors a winning PoSt is about: one. The place among those that have power, by number; the top two bits of the randomness do not count, so that
    /// it is an element of the field (lotus <c>chain/proofs/ffi/verifier_cgo.go</c>; rust-fil-proofs <c>post/fallback/vanilla.rs</c>).
    /// </summary>
    /// <param name="miner">The miner.</param>
    /// <param name="randomness">32 bytes, drawn for <see cref="DomainSeparationTag.WinningPoStChallengeSeed"/>.</param>
    /// <param name="sectors">How many sectors have power; at least 1.</param>
    public static ulong ChallengedSector(ActorId miner, ReadOnlySpan<byte> randomness, ulong sectors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(randomness.Length, RandomnessDraw.Length);
        ArgumentOutOfRangeException.ThrowIfZero(sectors);
        Span<byte> element = stackalloc byte[RandomnessDraw.Length];
        randomness.CopyTo(element);
        element[^1] &= FieldMask;
        return LeafChallenges.WinningSector(ProverId.Of(miner), element, 0, sectors);
    }
}
