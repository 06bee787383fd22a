using System.Numerics;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// A point of G2 made ready for many pairings: the lines of its Miller loop, which do not depend on the other side (about 23 KB). Saves the point's own arithmetic
/// each time; worth it for the fixed points of verifying keys. Immutable.
/// </summary>
public sealed class PreparedG2
{
    /// <summary>Prepares a point, which must lie in G2; infinity may be prepared.</summary>
    public PreparedG2(in G2Point point)
    {
        Point = point;
        AffinePoint<Fp2> affine = point.Point.ToAffine();
        Lines = affine.IsInfinity ? [] : LinesOf(affine);
    }

    /// <summary>The point.</summary>
    public G2Point Point { get; }

    /// <summary>In the order in which the loop uses them; none for infinity.</summary>
    internal LineCoefficients[] Lines { get; }

    private static LineCoefficients[] LinesOf(in AffinePoint<Fp2> point)
    {
        var lines = new LineCoefficients[CurveParameters.TopBitOfX + BitOperations.PopCount(CurveParameters.AbsoluteX) - 1];
        var running = new RunningPoint(point);
        int next = 0;
        for (int bit = CurveParameters.TopBitOfX - 1; bit >= 0; bit--)
        {
            lines[next++] = running.Double();
            if (((CurveParameters.AbsoluteX >> bit) & 1) != 0)
                lines[next++] = running.Add();
        }

        return lines;
    }
}
