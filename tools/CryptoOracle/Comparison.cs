using System.Diagnostics;
using System.Globalization;

namespace Fvm.CryptoOracle;

/// <summary>One random case: the question for the oracle and our own answer.</summary>
internal readonly record struct OracleCase(string Question, string Answer);

/// <summary>A kind of case: cheap ones run many times, dear ones (pairings, sums of many multiples, maps) fewer.</summary>
internal sealed record CaseKind(string Name, bool IsDear, Func<Inputs, OracleCase> Make);

/// <summary>Runs rows of cases and counts differences.</summary>
internal sealed class Comparison(NodeOracle oracle, int seed, int cheapCases, int dearCases)
{
    private const int BatchSize = 500;
    private const int ShownDifferences = 3;

    internal long Compared { get; private set; }

    internal long Different { get; private set; }

    internal void Run(CaseKind kind)
    {
        // Each row draws from its own generator, so that a row alone repeats what it did among others.
        var inputs = new Inputs(unchecked((seed * 397) ^ Stable(kind.Name)));
        int total = kind.IsDear ? dearCases : cheapCases, different = 0;
        long start = Stopwatch.GetTimestamp();
        var questions = new List<string>(BatchSize);
        var answers = new List<string>(BatchSize);
        for (int done = 0; done < total; done += questions.Count)
        {
            questions.Clear();
            answers.Clear();
            for (int i = done; i < Math.Min(total, done + BatchSize); i++)
            {
                OracleCase next = kind.Make(inputs);
                questions.Add(next.Question);
                answers.Add(next.Answer);
            }

            string[] expected = oracle.Ask(questions);
            for (int i = 0; i < expected.Length; i++)
            {
                if (expected[i] == answers[i])
                    continue;
                if (different++ < ShownDifferences)
                    Console.WriteLine($"  {questions[i]}\n    ours  {answers[i]}\n    noble {expected[i]}");
            }
        }

        Compared += total;
        Different += different;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind.Name,-28} {total,7} cases  {different} different  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
    }

    /// <summary>The same number for a name in every run, which the framework's hash of strings is not.</summary>
    private static int Stable(string name)
    {
        int hash = 17;
        foreach (char c in name)
            hash = unchecked((hash * 31) + c);
        return hash;
    }
}
