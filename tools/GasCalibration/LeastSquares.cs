namespace Fvm.GasCalibration;

/// <summary>Non-negative least squares by coordinate descent: gas has no negative prices.</summary>
internal static class LeastSquares
{
    private const int Rounds = 20_000;

    /// <summary>The prices x, none below zero, for which rows · x comes nearest to the targets.</summary>
    /// <param name="rows">The rows, all of one length, already weighted.</param>
    /// <param name="targets">A target a row, weighted likewise.</param>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        int count = rows[0].Length;
        double[,] gram = new double[count, count];
        double[] right = new double[count];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < count; i++)
            {
                if (rows[row][i] == 0)
                    continue;
                right[i] += rows[row][i] * targets[row];
                for (int j = 0; j < count; j++)
                    gram[i, j] += rows[row][i] * rows[row][j];
            }
        }

        double[] x = new double[count];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < count; i++)
            {
                if (gram[i, i] == 0)
                    continue;
                double rest = right[i];
                for (int j = 0; j < count; j++)
                    rest -= gram[i, j] * x[j];
                x[i] = Math.Max(0, x[i] + (rest / gram[i, i]));
            }
        }

        return x;
    }
}
