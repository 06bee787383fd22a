using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;

namespace Fvm.Cli.Tests;

/// <summary>Vectors in files of all kinds, made of the repository's own.</summary>
internal static class VectorFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Own = new(() => VectorSources.Find([FvmProcess.Vectors])
        .Where(source => source.Name.Contains("syscalls/nv18/exit-", StringComparison.Ordinal))
        .ToDictionary(source => Path.GetFileNameWithoutExtension(source.Name), source => source.Open().ToArray()));

    /// <summary>One of the repository's vectors that need no bundle, such as <c>exit-0</c>.</summary>
    public static byte[] Good(string name = "exit-0") => Own.Value[name];

    /// <summary>A good vector with a change.</summary>
    public static byte[] Changed(Action<JsonNode> change)
    {
        JsonNode vector = JsonNode.Parse(Good())!;
        change(vector);
        return Encoding.UTF8.GetBytes(vector.ToJsonString());
    }

    /// <summary>A good vector whose CAR, unzipped, is changed.</summary>
    public static byte[] WithCar(Func<byte[], byte[]> change) => Changed(vector =>
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String((string)vector["car"]!)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        vector["car"] = Convert.ToBase64String(Gzip(change(plain.ToArray())));
    });

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zip(string entry, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry(entry).Open();
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Tar(string entry, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var archive = new TarWriter(packed, leaveOpen: true))
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(bytes) });
        return packed.ToArray();
    }
}
