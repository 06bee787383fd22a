using System.Runtime.CompilerServices;

namespace Fvm.Crypto.BigNumbers;

/// <summary>The form of numbers that <see cref="ColumnProduct{TLanes, TVector}"/> multiplies.</summary>
internal static class ColumnProduct
{
    /// <summary>Bits of a limb. A limb may pass 2^28 by some thousands (it is "loose"): carries need not be brought to their end.</summary>
    internal const int Width = 28;

    internal const ulong Mask = (1UL << Width) - 1;

    /// <summary>Zero limbs that stand before and behind every number, and before every array of sums: as many as a block of columns has at most.</summary>
    internal const int Margin = 16;

    /// <summary>Products of two loose limbs that 64 bits hold.</summary>
    internal const int MaxTerms = 240;
}

/// <summary>
/// Long multiplication by columns: limbs of 28 bits, one in each 64-bit lane, so that products of a column are added with no carry to watch and neighbouring
/// columns stand in one vector. A block is two vectors of columns; for each limb of the left number it takes the right number's limbs from memory,
/// moved by one lane (after Gueron and Krasnov, "Software implementation of modular exponentiation, using advanced vector instructions architectures", 2012).
/// A column's sum is given in two parts, 28 bits and the rest, which belongs to the next column.
/// </summary>
internal static class ColumnProduct<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Columns of a block; lengths of numbers are its multiples.</summary>
    internal static int Block => 2 * TLanes.Count;

    /// <summary>
    /// The columns from <paramref name="from"/> (a multiple of the block) below <paramref name="to"/> of left * right, both of <paramref name="length"/> limbs and given by
    /// the first; the right one stands between margins of zeros. <paramref name="low"/> receives 28 bits of each column, <paramref name="high"/> what is above them.
    /// </summary>
    internal static void Multiply(ref ulong left, ref ulong right, int length, int from, int to, ref ulong low, ref ulong high)
    {
        for (int column = from; column < to; column += Block)
        {
            int end = Math.Min(length, column + Block);
            bool isFirst = true;
            for (int row = Math.Max(0, column - length + 1); row < end || isFirst; row += ColumnProduct.MaxTerms)
            {
                TVector sum0 = default, sum1 = default;
                Rows(ref left, ref right, column, row, Math.Min(end, row + ColumnProduct.MaxTerms), ref sum0, ref sum1);
                Flush(sum0, sum1, column, isFirst, ref low, ref high);
                isFirst = false;
            }
        }
    }

    /// <summary>As <see cref="Multiply"/> for two equal numbers: rows above the diagonal count twice, those that meet it by <paramref name="weights"/>.</summary>
    internal static void Square(ref ulong number, int length, int from, int to, ref ulong weights, ref ulong low, ref ulong high)
    {
        for (int column = from; column < to; column += Block)
        {
            TVector sum0 = default, sum1 = default;
            int half = column / 2;
            for (int row = half; row < Math.Min(length, half + TLanes.Count); row++)
            {
                TVector factor = TLanes.Repeat(Unsafe.Add(ref number, row));
                int weight = (row - half) * Block;
                sum0 = TLanes.Add(sum0, TLanes.Multiply(factor, TLanes.Multiply(TLanes.Load(ref weights, weight), TLanes.Load(ref number, column - row))));
                sum1 = TLanes.Add(sum1, TLanes.Multiply(
                    factor, TLanes.Multiply(TLanes.Load(ref weights, weight + TLanes.Count), TLanes.Load(ref number, column - row + TLanes.Count))));
            }

            Flush(sum0, sum1, column, isFirst: true, ref low, ref high);
            for (int row = Math.Max(0, column - length + 1); row < half; row += ColumnProduct.MaxTerms / 2)
            {
                sum0 = default;
                sum1 = default;
                Rows(ref number, ref number, column, row, Math.Min(half, row + (ColumnProduct.MaxTerms / 2)), ref sum0, ref sum1);
                Flush(TLanes.Add(sum0, sum0), TLanes.Add(sum1, sum1), column, isFirst: false, ref low, ref high);
            }
        }
    }

    /// <summary>The weights for <see cref="Square"/>: in row half + r the lane l holds right limb half + l - r, so it is on the diagonal at l = 2 r.</summary>
    internal static ulong[] Weights()
    {
        ulong[] weights = new ulong[TLanes.Count * Block];
        for (int row = 0; row < TLanes.Count; row++)
        {
            for (int lane = 2 * row; lane < Block; lane++)
                weights[(row * Block) + lane] = lane == 2 * row ? 1UL : 2UL;
        }

        return weights;
    }

    /// <summary>
    /// Limbs from <paramref name="from"/> below <paramref name="to"/> of the sum low + high + addend, made loose: a carry passes one limb. The first of them goes to
    /// <paramref name="limbs"/>.
    /// </summary>
    internal static void Combine(ref ulong low, ref ulong high, ref ulong addend, int from, int to, ref ulong limbs)
    {
        TVector mask = TLanes.Repeat(ColumnProduct.Mask);
        for (int i = from; i < to; i += TLanes.Count)
        {
            TVector here = TLanes.Add(TLanes.Add(TLanes.Load(ref low, i), TLanes.Load(ref high, i - 1)), TLanes.Load(ref addend, i));
            TVector before = TLanes.Add(TLanes.Add(TLanes.Load(ref low, i - 1), TLanes.Load(ref high, i - 2)), TLanes.Load(ref addend, i - 1));
            TLanes.Store(TLanes.Add(TLanes.And(here, mask), TLanes.Carry(before)), ref limbs, i - from);
        }
    }

    private static void Rows(ref ulong left, ref ulong right, int column, int row, int end, ref TVector sum0, ref TVector sum1)
    {
        TVector s0 = sum0, s1 = sum1;
        for (; row < end; row++)
        {
            TVector factor = TLanes.Repeat(Unsafe.Add(ref left, row));
            s0 = TLanes.Add(s0, TLanes.Multiply(factor, TLanes.Load(ref right, column - row)));
            s1 = TLanes.Add(s1, TLanes.Multiply(factor, TLanes.Load(ref right, column - row + TLanes.Count)));
        }

        sum0 = s0;
        sum1 = s1;
    }

    private static void Flush(TVector sum0, TVector sum1, int column, bool isFirst, ref ulong low, ref ulong high)
    {
        TVector mask = TLanes.Repeat(ColumnProduct.Mask);
        TVector low0 = TLanes.And(sum0, mask), low1 = TLanes.And(sum1, mask), high0 = TLanes.Carry(sum0), high1 = TLanes.Carry(sum1);
        int next = column + TLanes.Count;
        if (!isFirst)
        {
            low0 = TLanes.Add(low0, TLanes.Load(ref low, column));
            low1 = TLanes.Add(low1, TLanes.Load(ref low, next));
            high0 = TLanes.Add(high0, TLanes.Load(ref high, column));
            high1 = TLanes.Add(high1, TLanes.Load(ref high, next));
        }

        TLanes.Store(low0, ref low, column);
        TLanes.Store(low1, ref low, next);
        TLanes.Store(high0, ref high, column);
        TLanes.Store(high1, ref high, next);
    }
}
