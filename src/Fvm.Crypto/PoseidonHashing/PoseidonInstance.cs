using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>
/// The permutation of one width as neptune instantiates it: x^5, eight full rounds around the partial ones, a Cauchy matrix. Immutable.
/// </summary>
internal sealed class PoseidonInstance
{
    internal const int FullRounds = 8;

    private static readonly PoseidonInstance?[] Instances = new PoseidonInstance?[Poseidon.MaxArity + 2];

    private PoseidonInstance(int width)
    {
        Width = width;
        PartialRounds = PartialRoundsOf(width);
        Matrix = CauchyMatrix(width);
        RoundConstants = new Fr[(FullRounds + PartialRounds) * width];
        var grain = new GrainSequence(width, FullRounds, PartialRounds);
        for (int i = 0; i < RoundConstants.Length; i++)
            RoundConstants[i] = grain.NextElement();
        Sparse = new SparseRounds(width, Matrix, RoundConstants.AsSpan(FullRounds / 2 * width, PartialRounds * width));
    }

    /// <summary>Elements of the state: the arity and one for the tag.</summary>
    internal int Width { get; }

    internal int PartialRounds { get; }

    /// <summary>Row after row; symmetric.</summary>
    internal Fr[] Matrix { get; }

    /// <summary>One element after the other, round after round.</summary>
    internal Fr[] RoundConstants { get; }

    /// <summary>The partial rounds in the form that is computed.</summary>
    internal SparseRounds Sparse { get; }

    /// <summary>The instance of a width; made once (a race makes equal ones, of which either will do).</summary>
    internal static PoseidonInstance Of(int width) => Volatile.Read(ref Instances[width]) ?? Make(width);

    private static PoseidonInstance Make(int width)
    {
        var instance = new PoseidonInstance(width);
        Volatile.Write(ref Instances[width], instance);
        return instance;
    }

    /// <summary>
    /// Rounds for 128 bits of security with the margin of 7.5 %, as neptune's <c>round_numbers.rs</c> has them for the widths that Filecoin uses.
    /// </summary>
    private static int PartialRoundsOf(int width) => width switch
    {
        3 => 55,
        5 => 56,
        9 or 12 => 57,
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Poseidon is defined here for arities 2, 4, 8 and 11."),
    };

    /// <summary>1/(x_i + y_j) with x_i = i and y_j = t + j (neptune, <c>mds.rs</c>).</summary>
    private static Fr[] CauchyMatrix(int width)
    {
        var matrix = new Fr[width * width];
        for (int row = 0; row < width; row++)
        {
            for (int column = 0; column < width; column++)
                matrix[(row * width) + column] = Fr.FromUInt64((ulong)(row + column + width)).Invert();
        }

        return matrix;
    }
}
