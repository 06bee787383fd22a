using Fvm.Conformance.Vectors;

namespace Fvm.Cli.Commands;

/// <summary>Which vectors to run.</summary>
internal sealed class VectorSelection
{
    private readonly HashSet<string>? names;
    private readonly string? part;

    private VectorSelection(HashSet<string>? names, string? part)
    {
        this.names = names;
        this.part = part;
    }

    /// <summary>Reads a list of names (file names with or without .json; blank lines and # comments do not count).</summary>
    public static VectorSelection Read(string? listFile, string? part)
    {
        HashSet<string>? names = listFile is null
            ? null
            : [.. File.ReadLines(listFile).Select(line => line.Trim()).Where(line => line.Length != 0 && line[0] != '#').Select(Stem)];
        return new VectorSelection(names, part);
    }

    public bool Contains(VectorSource source) =>
        (names is null || names.Contains(Stem(source.Name)))
        && (part is null || source.Name.Contains(part, StringComparison.Ordinal));

    /// <summary>The file's name without folders and extensions.</summary>
    private static string Stem(string name)
    {
        string file = name[(name.LastIndexOfAny(['/', '\\', '!']) + 1)..];
        int end = file.IndexOf(".json", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? file : file[..end];
    }
}
