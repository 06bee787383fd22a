using static Fvm.Crypto.Secp256k1Curve.WordArithmetic;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// k * G by a table of d * 16^i * G for the 64 windows i and 16 digits d of a scalar: 64 additions, no doubling.
/// The table (120 KiB) is made once, at first use, in under a millisecond.
/// </summary>
internal static class GeneratorMultiples
{
    private const int Windows = 64;
    private const int Digits = 16;

    private static readonly ProjectivePoint[] Table = BuildTable();

    /// <summary>
    /// k * G for a secret k: the same additions for every k, and every entry of a window is read, so that neither time
    /// nor the memory touched tells the digit.
    /// </summary>
    internal static ProjectivePoint MultiplySecret(in Scalar k)
    {
        ProjectivePoint sum = ProjectivePoint.Infinity;
        for (int window = 0; window < Windows; window++)
        {
            ulong digit = (ulong)k.Nibble(window);
            ProjectivePoint term = ProjectivePoint.Infinity;
            for (int candidate = 1; candidate < Digits; candidate++)
            {
                // Both are below 16: their difference less one has its top bit set only if they are equal.
                ulong isDigit = ((digit ^ (ulong)candidate) - 1) >> 63;
                term = ProjectivePoint.Choose(Mask(isDigit), Table[(window * Digits) + candidate], term);
            }

            sum += term;
        }

        return sum;
    }

    private static ProjectivePoint[] BuildTable()
    {
        ProjectivePoint[] table = new ProjectivePoint[Windows * Digits];
        ProjectivePoint step = AffinePoint.Generator.ToProjective();
        for (int window = 0; window < Windows; window++)
        {
            ProjectivePoint multiple = ProjectivePoint.Infinity;
            for (int digit = 0; digit < Digits; digit++)
            {
                table[(window * Digits) + digit] = multiple;
                multiple += step;
            }

            step = multiple;
        }

        return table;
    }
}
