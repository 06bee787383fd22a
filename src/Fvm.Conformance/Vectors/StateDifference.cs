using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;

namespace Fvm.Conformance.Vectors;

/// <summary>Says in words how the state that came differs from the one that was expected: which actors, and which of their fields.</summary>
internal static class StateDifference
{
    private const int MaxActors = 20;
    private const int MaxFields = 20;
    private const int MaxValueLength = 160;

    /// <summary>The differences, one a line. Extracted states are incomplete; what cannot be read is said.</summary>
    public static IReadOnlyList<string> Describe(IBlockstore store, Cid expected, Cid actual)
    {
        var lines = new List<string>();
        try
        {
            IReadOnlyList<ActorDifference> differences = StateComparison.Compare(store, expected, actual);
            foreach (ActorDifference difference in differences.Take(MaxActors))
                Describe(difference, lines);
            if (differences.Count > MaxActors)
                lines.Add($"... and {differences.Count - MaxActors} more actors");
        }
        catch (IpldException unreadable)
        {
            lines.Add($"(the states cannot be compared any further: {unreadable.Message})");
        }

        return lines;
    }

    private static void Describe(ActorDifference difference, List<string> lines)
    {
        switch (difference.Kind)
        {
            case ChangeKind.Removed:
                lines.Add($"{difference.Actor}: expected, but there is no such actor");
                return;
            case ChangeKind.Added:
                lines.Add($"{difference.Actor}: there is such an actor, but none was expected");
                return;
        }

        foreach (FieldDifference field in difference.Fields.Take(MaxFields))
            lines.Add($"{difference.Actor}: {field.Path}: expected {Short(field.Before)}, came {Short(field.After)}");
        if (difference.Fields.Count > MaxFields)
            lines.Add($"{difference.Actor}: ... and {difference.Fields.Count - MaxFields} more fields");
    }

    private static string Short(string? value) => value is null ? "none" : value.Length <= MaxValueLength ? value : $"{value[..MaxValueLength]}...";
}
