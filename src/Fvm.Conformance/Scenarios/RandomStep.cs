namespace Fvm.Conformance.Scenarios;

/// <summary>
/// A step of a random scenario as numbers, which mean something on every <see cref="RandomStage"/>: so any subset of the steps is a scenario too, and one
/// that fails can be shrunk.
/// </summary>
/// <param name="Kind">What is done.</param>
/// <param name="A">The first choice.</param>
/// <param name="B">The second choice.</param>
/// <param name="C">The third choice.</param>
/// <param name="D">The fourth choice.</param>
internal readonly record struct RandomStep(int Kind, int A, int B, int C, int D)
{
    private const int Choices = 1 << 16;

    public static RandomStep[] Generate(int seed, int count)
    {
        // The algorithm of a seeded System.Random is fixed, so that a seed names the same scenario everywhere.
        var random = new Random(seed);
        var steps = new RandomStep[count];
        for (int i = 0; i < count; i++)
            steps[i] = new(random.Next(Choices), random.Next(Choices), random.Next(Choices), random.Next(Choices), random.Next(Choices));
        return steps;
    }
}
