using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>Small square matrices over the scalar field, row after row.</summary>
internal static class SquareMatrix
{
    internal static Fr[] Multiply(ReadOnlySpan<Fr> left, ReadOnlySpan<Fr> right, int side)
    {
        Fr[] product = new Fr[side * side];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                for (int i = 0; i < side; i++)
                    product[(row * side) + column] += left[(row * side) + i] * right[(i * side) + column];
            }
        }

        return product;
    }

    /// <summary>Replaces a vector by its product with the matrix.</summary>
    internal static void Apply(ReadOnlySpan<Fr> matrix, Span<Fr> vector)
    {
        Fr[] product = new Fr[vector.Length];
        for (int row = 0; row < vector.Length; row++)
        {
            for (int i = 0; i < vector.Length; i++)
                product[row] += matrix[(row * vector.Length) + i] * vector[i];
        }

        product.CopyTo(vector);
    }

    /// <summary>The inverse by elimination; the matrix is regular and all its leading pivots can be made so by exchanging rows.</summary>
    internal static Fr[] Invert(ReadOnlySpan<Fr> matrix, int side)
    {
        Fr[] left = matrix.ToArray(), right = new Fr[side * side];
        for (int i = 0; i < side; i++)
            right[(i * side) + i] = Fr.One;
        for (int pivot = 0; pivot < side; pivot++)
        {
            int found = pivot;
            while (left[(found * side) + pivot].IsZero)
                found++;
            Exchange(left, side, pivot, found);
            Exchange(right, side, pivot, found);
            Fr inverse = left[(pivot * side) + pivot].Invert();
            Scale(left.AsSpan(pivot * side, side), inverse);
            Scale(right.AsSpan(pivot * side, side), inverse);
            for (int row = 0; row < side; row++)
            {
                if (row == pivot)
                    continue;
                Fr factor = left[(row * side) + pivot];
                TakeOff(left, side, row, pivot, factor);
                TakeOff(right, side, row, pivot, factor);
            }
        }

        return right;
    }

    private static void Exchange(Fr[] matrix, int side, int first, int second)
    {
        for (int i = 0; i < side; i++)
            (matrix[(first * side) + i], matrix[(second * side) + i]) = (matrix[(second * side) + i], matrix[(first * side) + i]);
    }

    private static void Scale(Span<Fr> row, in Fr factor)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] *= factor;
    }

    private static void TakeOff(Fr[] matrix, int side, int row, int pivot, in Fr factor)
    {
        for (int i = 0; i < side; i++)
            matrix[(row * side) + i] -= factor * matrix[(pivot * side) + i];
    }
}
