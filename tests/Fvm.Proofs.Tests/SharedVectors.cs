using System.Text.Json;

namespace Fvm.Proofs.Tests;

/// <summary>The recorded vectors beside the repository, <c>../shared/vectors</c>.</summary>
internal static class SharedVectors
{
    public static JsonElement Read(string path)
    {
        string? file = Find(path);
        Assert.SkipWhen(file is null, $"../shared/vectors/{path} is not here");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file!));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    public static ulong Number(this JsonElement element, string name) =>
        ulong.Parse(element.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Find(string path)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "vectors", path);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }
}
