using System.Buffers;
using System.Text.Json;
using Fvm.Crypto;

namespace Fvm.Proofs.Keys;

/// <summary>
/// Digests of files, as filecoin's <c>parameters.json</c> and <c>srs-inner-product.json</c> have them: an object for each file name, whose "digest" is the
/// first 16 bytes of the file's BLAKE2b-512 in hexadecimal digits.
/// </summary>
internal sealed class KeyManifest
{
    private const int DigestLength = 16;
    private const int BufferLength = 1 << 20;

    private static readonly string[] FileNames = ["parameters.json", "srs-inner-product.json"];

    private readonly Dictionary<string, string> digests = new(StringComparer.Ordinal);

    /// <summary>Reads the manifests of a folder; it need not have one.</summary>
    /// <exception cref="InvalidDataException">A manifest is not of this form.</exception>
    public static KeyManifest Read(string folder)
    {
        KeyManifest manifest = new();
        foreach (string name in FileNames)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) manifest.Add(path);
        }

        return manifest;
    }

    /// <summary>Whether a digest is given for a file; throws when the file has another.</summary>
    /// <exception cref="InvalidDataException">The file has another digest.</exception>
    public bool Check(string path)
    {
        if (!digests.TryGetValue(Path.GetFileName(path), out string? expected)) return false;
        string actual = Digest(path);
        if (!string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase)) Throw.BadFile(path, $"the digest is {actual}, the manifest says {expected}");
        return true;
    }

    private static string Digest(string path)
    {
        Blake2bHasher hasher = new(Blake2b.MaxDigestLength);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using FileStream file = File.OpenRead(path);
            for (int read = file.Read(buffer); read > 0; read = file.Read(buffer)) hasher.Update(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Span<byte> digest = stackalloc byte[Blake2b.MaxDigestLength];
        hasher.Finish(digest);
        return Convert.ToHexStringLower(digest[..DigestLength]);
    }

    private void Add(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonProperty file in document.RootElement.EnumerateObject())
            {
                string digest = file.Value.GetProperty("digest").GetString() ?? "";
                if (digest.Length != 2 * DigestLength) Throw.BadFile(path, $"{file.Name}: a digest has {2 * DigestLength} hexadecimal digits, not {digest.Length}");
                digests[file.Name] = digest;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            Throw.BadFile(path, $"not a list of digests: {exception.Message}");
        }
    }
}
