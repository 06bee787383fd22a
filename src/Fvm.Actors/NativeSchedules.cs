using System.Globalization;
using Fvm.Abi;
using Fvm.Actors.Runtime;

namespace Fvm.Actors;

/// <summary>
/// What running the built-in actors costs, by actor: a model of the released wasm. The figures stand in <c>schedules.txt</c>, which
/// <c>tools/GasCalibration</c> fits to the wasm actors of release v18 (docs/gas.md).
/// </summary>
internal static class NativeSchedules
{
    private const string Resource = "schedules.txt";
    private const int LeastFields = 3;

    private static readonly Dictionary<string, ExecutionSchedule> ByActor = Load();

    /// <summary>Placeholders, which are no <see cref="NativeActor"/>.</summary>
    public static ExecutionSchedule Placeholder { get; } = Of("Placeholder");

    /// <summary>The schedule of an actor, by its name; <see cref="ExecutionSchedule.Unmeasured"/> when nobody measured it.</summary>
    public static ExecutionSchedule Of(string actor) => ByActor.GetValueOrDefault(actor, ExecutionSchedule.Unmeasured);

    /// <summary>Reads a table: an actor, a kind of cost (with a name for methods and units), milligas; one a line, in any order; # begins a comment.</summary>
    internal static Dictionary<string, ExecutionSchedule> Parse(TextReader reader)
    {
        var rows = new Dictionary<string, Dictionary<string, GasAmount>>(StringComparer.Ordinal);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            string[] fields = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
                continue;
            if (fields.Length < LeastFields || !ulong.TryParse(fields[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong milligas))
                throw new InvalidDataException($"{Resource} line {number}: '{line}' is not an actor, a cost and milligas");
            if (!rows.TryGetValue(fields[0], out Dictionary<string, GasAmount>? costs))
                rows.Add(fields[0], costs = new Dictionary<string, GasAmount>(StringComparer.Ordinal));
            if (!costs.TryAdd(string.Join(' ', fields[1..^1]), new GasAmount(milligas)))
                throw new InvalidDataException($"{Resource} line {number}: '{line}' stands there twice");
        }

        return rows.ToDictionary(row => row.Key, row => Schedule(row.Value), StringComparer.Ordinal);
    }

    private static ExecutionSchedule Schedule(Dictionary<string, GasAmount> costs) => new(
        costs.GetValueOrDefault("instance"),
        costs.GetValueOrDefault("start"),
        costs.GetValueOrDefault("syscall"),
        costs.GetValueOrDefault("byte-read"),
        costs.GetValueOrDefault("byte-written"),
        costs.GetValueOrDefault("exit"))
    {
        BlockRead = costs.GetValueOrDefault("block-read"),
        BlockWrite = costs.GetValueOrDefault("block-written"),
        Methods = Named(costs, "method "),
        Units = Named(costs, "unit "),
    };

    private static Dictionary<string, GasAmount> Named(Dictionary<string, GasAmount> costs, string kind) => costs
        .Where(cost => cost.Key.StartsWith(kind, StringComparison.Ordinal))
        .ToDictionary(cost => cost.Key[kind.Length..], cost => cost.Value, StringComparer.Ordinal);

    private static Dictionary<string, ExecutionSchedule> Load()
    {
        using Stream stream = typeof(NativeSchedules).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }
}
