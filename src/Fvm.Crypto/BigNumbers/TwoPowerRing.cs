using System.Numerics;

namespace Fvm.Crypto.BigNumbers;

/// <summary>Numbers modulo a power of two: the lower half of each product.</summary>
internal sealed class TwoPowerRing<TLanes, TVector> : PowerRing
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static readonly ulong[] Weights = ColumnProduct<TLanes, TVector>.Weights();

    private readonly BigInteger _mask;

    /// <summary>For 2^bits.</summary>
    internal TwoPowerRing(int bits)
        : base(bits, ColumnProduct<TLanes, TVector>.Block) => _mask = TwoPower.Mask(bits);

    internal override ulong[] Enter(BigInteger value) => Read(value);

    internal override BigInteger Leave(ulong[] number) => Write(number) & _mask;

    internal override void Multiply(ulong[] left, ulong[] right, ulong[] result)
    {
        ColumnProduct<TLanes, TVector>.Multiply(ref First(left), ref First(right), Length, 0, Length, ref First(Low), ref First(High));
        Combine(result);
    }

    internal override void Square(ulong[] number, ulong[] result)
    {
        ColumnProduct<TLanes, TVector>.Square(ref First(number), Length, 0, Length, ref Weights[0], ref First(Low), ref First(High));
        Combine(result);
    }

    private void Combine(ulong[] result) =>
        ColumnProduct<TLanes, TVector>.Combine(ref First(Low), ref First(High), ref First(Nothing), 0, Length, ref First(result));
}
