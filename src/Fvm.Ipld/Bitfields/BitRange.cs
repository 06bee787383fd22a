namespace Fvm.Ipld.Bitfields;

/// <summary>A run of set bits.</summary>
/// <param name="Start">The first bit of the run.</param>
/// <param name="End">The bit after the last; greater than <paramref name="Start"/>.</param>
public readonly record struct BitRange(ulong Start, ulong End)
{
    /// <summary>The number of bits.</summary>
    public ulong Size => End - Start;
}
