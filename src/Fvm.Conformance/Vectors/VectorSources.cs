using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;

namespace Fvm.Conformance.Vectors;

/// <summary>A vector that can be read.</summary>
/// <param name="Name">The file, and the entry in an archive.</param>
/// <param name="Open">Reads its JSON; may be called on any thread, once.</param>
/// <param name="IsNamed">Whether the file itself was asked for, and not a folder or an archive that it is in.</param>
public sealed record VectorSource(string Name, Func<ReadOnlyMemory<byte>> Open, bool IsNamed = false)
{
    /// <summary>Reads the vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <returns>False for a document in a folder or archive that has none of a message vector's fields: something else that lies among them.</returns>
    /// <exception cref="VectorFormatException">It is malformed, or was asked for and is something else.</exception>
    public bool TryRead([NotNullWhen(true)] out MessageVector? vector)
    {
        try
        {
            vector = VectorReader.Read(Open());
            return true;
        }
        catch (VectorFormatException other) when (other.IsSomethingElse && !IsNamed)
        {
            vector = null;
            return false;
        }
    }
}

/// <summary>
/// Finds vectors in files and folders: plain (.json), gzipped (.json.gz), or in archives (.zip, .tar, .tar.gz, .tgz). In a folder other files are
/// left alone; a file that is named outright must be one of these.
/// </summary>
public static class VectorSources
{
    /// <summary>The vectors behind paths, ordered by name within each.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <exception cref="IOException">A path does not exist or cannot be read.</exception>
    /// <exception cref="VectorFormatException">A file that is named is none of these.</exception>
    public static IEnumerable<VectorSource> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsVectorFile).Order(StringComparer.Ordinal))
                {
                    foreach (VectorSource source in FromFile(file, isNamed: false))
                        yield return source;
                }
            }
            else if (!File.Exists(path))
            {
                throw new FileNotFoundException($"{path}: there is no such file or folder", path);
            }
            else if (!IsVectorFile(path))
            {
                throw new VectorFormatException($"{path}: is neither .json, .json.gz, .zip, .tar, .tar.gz nor .tgz");
            }
            else
            {
                foreach (VectorSource source in FromFile(path, isNamed: true))
                    yield return source;
            }
        }
    }

    private static bool IsVectorFile(string path) => IsJson(path) || IsTar(path) || Has(path, ".zip");

    private static bool IsJson(string path) => Has(path, ".json") || Has(path, ".json.gz");

    private static bool IsTar(string path) => Has(path, ".tar") || Has(path, ".tar.gz") || Has(path, ".tgz");

    private static bool Has(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static List<VectorSource> FromFile(string file, bool isNamed)
    {
        if (Has(file, ".zip"))
            return FromArchive(file, ReadZip);
        if (IsTar(file))
            return FromArchive(file, ReadTar);
        return [new VectorSource(file, () => Has(file, ".gz") ? Gunzip(File.ReadAllBytes(file)) : File.ReadAllBytes(file), isNamed)];
    }

    /// <summary>What can be read of an archive; where it is broken, a source that says so when it is opened, so that others still run.</summary>
    private static List<VectorSource> FromArchive(string file, Action<string, List<VectorSource>> read)
    {
        var sources = new List<VectorSource>();
        try
        {
            read(file, sources);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            sources.Add(new VectorSource(file, () => throw new VectorFormatException($"the archive is broken: {malformed.Message}", malformed)));
        }

        return sources;
    }

    private static void ReadZip(string file, List<VectorSource> sources)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => IsJson(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using Stream stream = entry.Open();
            sources.Add(FromEntry(file, entry.FullName, ReadAll(stream)));
        }
    }

    private static void ReadTar(string file, List<VectorSource> sources)
    {
        using FileStream compressed = File.OpenRead(file);
        using Stream plain = Has(file, ".tar") ? compressed : new GZipStream(compressed, CompressionMode.Decompress);
        using var reader = new TarReader(plain);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not null && IsJson(entry.Name))
                sources.Add(FromEntry(file, entry.Name, ReadAll(entry.DataStream)));
        }
    }

    private static VectorSource FromEntry(string file, string entry, byte[] bytes) =>
        new($"{file}!{entry}", () => Has(entry, ".gz") ? Gunzip(bytes) : bytes);

    private static byte[] Gunzip(byte[] bytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return ReadAll(gzip);
        }
        catch (InvalidDataException malformed)
        {
            throw new VectorFormatException($"is no gzip: {malformed.Message}", malformed);
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
