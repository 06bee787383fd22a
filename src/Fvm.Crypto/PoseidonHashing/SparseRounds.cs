using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>
/// The partial rounds in the equivalent form of eprint 2019/458, appendix B. The s-box of a partial round touches the first element only, so B = diag(1, N)
/// commutes with it. With M = A B, N the lower right part of M, A is sparse: a full first row and column, else the identity. B moves to the round before, whose
/// matrix becomes B M, and is split in turn, and so on back to the last full round. Of each round's constants, all but the first move on through A to the next.
/// That makes 2t - 1 products a round instead of t^2.
/// </summary>
internal sealed class SparseRounds
{
    private readonly int _width;

    // Per round: the constant of the first element; the first row, t elements; the first column without its top, t - 1 elements.
    private readonly Fr[] _constants;
    private readonly Fr[] _rows;
    private readonly Fr[] _columns;

    // What remains of the constants after the last partial round.
    private readonly Fr[] _rest;

    /// <summary>Prepares the rounds of one width from the matrix and the constants of the partial rounds, t a round.</summary>
    internal SparseRounds(int width, ReadOnlySpan<Fr> matrix, ReadOnlySpan<Fr> roundConstants)
    {
        int rounds = roundConstants.Length / width;
        _width = width;
        _constants = new Fr[rounds];
        _rows = new Fr[rounds * width];
        _columns = new Fr[rounds * (width - 1)];
        Fr[] constants = roundConstants.ToArray(), current = matrix.ToArray();
        for (int round = rounds - 1; round >= 0; round--)
        {
            Fr[] moved = Split(round, current);
            SquareMatrix.Apply(moved, constants.AsSpan(round * width, width));
            current = SquareMatrix.Multiply(moved, matrix, width);
        }

        First = current;
        _rest = MoveConstants(constants);
    }

    /// <summary>The matrix of the last full round before the partial ones.</summary>
    internal Fr[] First { get; }

    internal void Run(Span<Fr> state)
    {
        ReadOnlySpan<Fr> rows = _rows, columns = _columns;
        foreach (ref readonly Fr constant in _constants.AsSpan())
        {
            Fr first = PoseidonPermutation.FifthPower(state[0] + constant);
            Fr sum = rows[0] * first;
            for (int i = 1; i < state.Length; i++)
            {
                sum += rows[i] * state[i];
                state[i] += columns[i - 1] * first;
            }

            state[0] = sum;
            rows = rows[_width..];
            columns = columns[(_width - 1)..];
        }

        for (int i = 0; i < state.Length; i++)
            state[i] += _rest[i];
    }

    /// <summary>Keeps A of <paramref name="current"/> = A B for a round and gives B: A = ((m, v N^-1), (w, 1)) for ((m, v), (w, N)).</summary>
    private Fr[] Split(int round, ReadOnlySpan<Fr> current)
    {
        int width = _width, side = width - 1;
        Fr[] inner = new Fr[side * side], moved = new Fr[width * width];
        moved[0] = Fr.One;
        for (int i = 0; i < side; i++)
        {
            ReadOnlySpan<Fr> part = current.Slice(((i + 1) * width) + 1, side);
            part.CopyTo(inner.AsSpan(i * side));
            part.CopyTo(moved.AsSpan(((i + 1) * width) + 1));
        }

        Fr[] inverse = SquareMatrix.Invert(inner, side);
        Span<Fr> row = _rows.AsSpan(round * width, width);
        row[0] = current[0];
        for (int column = 0; column < side; column++)
        {
            for (int i = 0; i < side; i++)
                row[column + 1] += current[i + 1] * inverse[(i * side) + column];
            _columns[(round * side) + column] = current[(column + 1) * width];
        }

        return moved;
    }

    /// <summary>Leaves each round its first constant; the others of (c, x) reach the next round as A (0, x) = (row x, x).</summary>
    private Fr[] MoveConstants(ReadOnlySpan<Fr> constants)
    {
        Fr[] carried = new Fr[_width];
        for (int round = 0; round < _constants.Length; round++)
        {
            for (int i = 0; i < _width; i++)
                carried[i] += constants[(round * _width) + i];
            _constants[round] = carried[0];
            carried[0] = Fr.Zero;
            for (int i = 1; i < _width; i++)
                carried[0] += _rows[(round * _width) + i] * carried[i];
        }

        return carried;
    }
}
