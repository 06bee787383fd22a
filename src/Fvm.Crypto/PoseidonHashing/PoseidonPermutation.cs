using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>Hades: four full rounds, the partial ones, four full rounds. A round adds its constants, takes fifth powers (a partial one of the first element only) and multiplies by the matrix.</summary>
internal static class PoseidonPermutation
{
    internal static void Permute(PoseidonInstance instance, Span<Fr> state)
    {
        ReadOnlySpan<Fr> constants = instance.RoundConstants;
        int rounds = PoseidonInstance.FullRounds + instance.PartialRounds;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < state.Length; i++)
                state[i] += constants[(round * state.Length) + i];
            bool isFull = round < PoseidonInstance.FullRounds / 2 || round >= rounds - (PoseidonInstance.FullRounds / 2);
            for (int i = 0; i < (isFull ? state.Length : 1); i++)
                state[i] = FifthPower(state[i]);
            MultiplyByMatrix(instance.Matrix, state);
        }
    }

    private static Fr FifthPower(in Fr value) => value.Square().Square() * value;

    private static void MultiplyByMatrix(ReadOnlySpan<Fr> matrix, Span<Fr> state)
    {
        Span<Fr> result = stackalloc Fr[Poseidon.MaxArity + 1];
        for (int row = 0; row < state.Length; row++)
        {
            Fr sum = Fr.Zero;
            for (int column = 0; column < state.Length; column++)
                sum += matrix[(row * state.Length) + column] * state[column];
            result[row] = sum;
        }

        result[..state.Length].CopyTo(state);
    }
}
