using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Fvm.Conformance.Vectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary>
/// Runs the recorded vectors of storage proofs (<c>../shared/vectors/proofs</c>, whose README says how they were made): every verdict and, for what is
/// malformed, the reason; every public input, challenge and commitment.
/// </summary>
public static class ProofVectorSuite
{
    private static readonly (string Name, Func<JsonElement, IEnumerable<ProofVectorCase>> Check)[] Files =
    [
        ("groth16", Groth16Vectors.Check),
        ("porep", SealVectors.Check),
        ("post", PoStVectors.Check),
        ("update", UpdateVectors.Check),
        ("aggregate", AggregateVectors.Check),
        ("commitments", CommitmentVectors.Check),
    ];

    /// <summary>Runs the files of a folder, or of a .tar.gz.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="show">Is told each case as it is done.</param>
    /// <exception cref="VectorFormatException">There is none of the files, or one is not of the form.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ProofVectorReport Run(string path, Action<ProofVectorCase>? show = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Dictionary<string, byte[]> contents = ReadFiles(path);
        List<ProofVectorCase> cases = [];
        foreach ((string name, Func<JsonElement, IEnumerable<ProofVectorCase>> check) in Files)
        {
            if (!contents.TryGetValue(name, out byte[]? content)) continue;
            try
            {
                using JsonDocument document = JsonDocument.Parse(content);
                foreach (ProofVectorCase vector in check(document.RootElement))
                {
                    show?.Invoke(vector);
                    cases.Add(vector);
                }
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
            {
                throw new VectorFormatException($"{path}: {name}.json is not of the form of these vectors: {exception.Message}");
            }
        }

        return new ProofVectorReport(cases, [.. Files.Select(file => file.Name + ".json").Where(file => !contents.ContainsKey(Path.GetFileNameWithoutExtension(file)))]);
    }

    /// <summary>The files by their names without endings.</summary>
    internal static Dictionary<string, byte[]> ReadFiles(string path)
    {
        Dictionary<string, byte[]> contents = Directory.Exists(path) ? ReadFolder(path) : ReadArchive(path);
        return contents.Count > 0
            ? contents
            : throw new VectorFormatException($"{path}: none of {string.Join(", ", Files.Select(file => file.Name + ".json"))} is here");
    }

    private static Dictionary<string, byte[]> ReadFolder(string path)
    {
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach ((string name, _) in Files)
        {
            string file = Path.Combine(path, name + ".json");
            if (File.Exists(file)) contents[name] = File.ReadAllBytes(file);
        }

        return contents;
    }

    private static Dictionary<string, byte[]> ReadArchive(string path)
    {
        if (!path.EndsWith(".tar.gz", StringComparison.Ordinal) && !path.EndsWith(".tgz", StringComparison.Ordinal))
            throw new VectorFormatException($"{path}: not a folder, nor a .tar.gz");
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        using FileStream file = File.OpenRead(path);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                string name = Path.GetFileNameWithoutExtension(entry.Name);
                if (entry.DataStream is null || !Files.Any(known => known.Name == name)) continue;
                using MemoryStream content = new();
                entry.DataStream.CopyTo(content);
                contents[name] = content.ToArray();
            }
        }
        catch (InvalidDataException exception)
        {
            throw new VectorFormatException($"{path}: not an archive: {exception.Message}");
        }

        return contents;
    }
}
