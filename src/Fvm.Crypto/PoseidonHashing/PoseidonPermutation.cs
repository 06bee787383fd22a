using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>
/// Hades: four full rounds, the partial ones, four full rounds. A round adds its constants, takes fifth powers (a partial one of the first element only) and
/// multiplies by the matrix. In the partial rounds the matrix is sparse, as <see cref="SparseRounds"/> explains.
/// </summary>
internal static class PoseidonPermutation
{
    private const int HalfOfFull = PoseidonInstance.FullRounds / 2;

    internal static void Permute(PoseidonInstance instance, Span<Fr> state)
    {
        int width = state.Length;
        ReadOnlySpan<Fr> constants = instance.RoundConstants;
        for (int round = 0; round < HalfOfFull; round++)
            FullRound(state, constants.Slice(round * width, width), round == HalfOfFull - 1 ? instance.Sparse.First : instance.Matrix);
        instance.Sparse.Run(state);
        for (int round = HalfOfFull + instance.PartialRounds; round < instance.PartialRounds + PoseidonInstance.FullRounds; round++)
            FullRound(state, constants.Slice(round * width, width), instance.Matrix);
    }

    internal static Fr FifthPower(in Fr value) => value.Square().Square() * value;

    private static void FullRound(Span<Fr> state, ReadOnlySpan<Fr> constants, ReadOnlySpan<Fr> matrix)
    {
        Span<Fr> result = stackalloc Fr[Poseidon.MaxArity + 1];
        for (int i = 0; i < state.Length; i++)
            state[i] = FifthPower(state[i] + constants[i]);
        for (int row = 0; row < state.Length; row++)
        {
            Fr sum = matrix[row * state.Length] * state[0];
            for (int column = 1; column < state.Length; column++)
                sum += matrix[(row * state.Length) + column] * state[column];
            result[row] = sum;
        }

        result[..state.Length].CopyTo(state);
    }
}
