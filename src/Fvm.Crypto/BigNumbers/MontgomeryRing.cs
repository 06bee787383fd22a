using System.Numerics;
using static Fvm.Crypto.BigNumbers.ColumnProduct;

namespace Fvm.Crypto.BigNumbers;

/// <summary>
/// Numbers modulo an odd N in Montgomery form, below 2 N, with R = 2^(28 n) at least 8 N. The reduction is not interleaved with the product, so that nothing in it
/// waits for a single limb: q = (T mod R) * (-1/N) mod R, then (T + q N) / R (Montgomery, "Modular multiplication without trial division", 1985).
/// </summary>
internal sealed class MontgomeryRing<TLanes, TVector> : PowerRing
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static readonly ulong[] Weights = ColumnProduct<TLanes, TVector>.Weights();

    private readonly BigInteger _modulusValue;
    private readonly ulong[] _modulus, _negativeInverse, _product, _quotient;

    /// <summary>For an odd modulus above one.</summary>
    internal MontgomeryRing(BigInteger modulus)
        : base((int)modulus.GetBitLength() + 3, ColumnProduct<TLanes, TVector>.Block)
    {
        int bits = Width * Length;
        _modulusValue = modulus;
        _modulus = Read(modulus);
        _negativeInverse = Read((BigInteger.One << bits) - TwoPower.Inverse(modulus, bits));
        _product = new ulong[Low.Length];
        _quotient = Allocate();
    }

    internal override ulong[] Enter(BigInteger value) => Read((value << (Width * Length)) % _modulusValue);

    internal override BigInteger Leave(ulong[] number)
    {
        ulong[] one = Allocate(), result = Allocate();
        one[Margin] = 1;
        Multiply(number, one, result);
        BigInteger value = Write(result);
        return value >= _modulusValue ? value - _modulusValue : value;
    }

    internal override void Multiply(ulong[] left, ulong[] right, ulong[] result)
    {
        ColumnProduct<TLanes, TVector>.Multiply(ref First(left), ref First(right), Length, 0, 2 * Length, ref First(Low), ref First(High));
        Reduce(result);
    }

    internal override void Square(ulong[] number, ulong[] result)
    {
        ColumnProduct<TLanes, TVector>.Square(ref First(number), Length, 0, 2 * Length, ref Weights[0], ref First(Low), ref First(High));
        Reduce(result);
    }

    private void Reduce(ulong[] result)
    {
        int length = Length, block = ColumnProduct<TLanes, TVector>.Block;
        ref ulong low = ref First(Low), high = ref First(High), product = ref First(_product), nothing = ref First(Nothing);
        ColumnProduct<TLanes, TVector>.Combine(ref low, ref high, ref nothing, 0, 2 * length, ref product);
        ColumnProduct<TLanes, TVector>.Multiply(ref product, ref First(_negativeInverse), length, 0, length, ref low, ref high);
        ColumnProduct<TLanes, TVector>.Combine(ref low, ref high, ref nothing, 0, length, ref First(_quotient));

        // Below R the sum T + q N is a multiple of R, whose factor its topmost limb tells by rounding: the others, below 2^38, add less than 2^-17 of R.
        ColumnProduct<TLanes, TVector>.Multiply(ref First(_quotient), ref First(_modulus), length, length - block, 2 * length, ref low, ref high);
        ColumnProduct<TLanes, TVector>.Combine(ref low, ref high, ref product, length, 2 * length, ref First(result));
        int first = Margin + length;
        ulong below = Low[first - 1] + High[first - 2] + _product[first - 1];
        result[Margin] = ((Low[first] + High[first - 1] + _product[first]) & Mask) + ((below + (1UL << (Width - 1))) >> Width);
    }
}
