using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Groth16;

/// <summary>Adds up the public inputs of many proofs, each times its proof's weight: the factors of a verifying key's points.</summary>
/// <param name="inputCount">Public inputs of one proof.</param>
internal sealed class WeightedInputs(int inputCount)
{
    private readonly Fr[] sums = new Fr[inputCount + 1];

    /// <summary>The sum of the weights, then each input's weighted sum.</summary>
    public ReadOnlySpan<Fr> Sums => sums;

    /// <summary>The sum of the weights.</summary>
    public Fr Total => sums[0];

    /// <summary>Adds the inputs of a proof.</summary>
    public void Add(ReadOnlySpan<Fr> inputs, in Fr weight)
    {
        sums[0] += weight;
        bool isPlain = weight == Fr.One;
        for (int i = 0; i < inputs.Length; i++) sums[i + 1] += isPlain ? inputs[i] : inputs[i] * weight;
    }
}
