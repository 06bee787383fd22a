namespace Fvm.Cli;

/// <summary>Files that commands read, and standard input for '-'.</summary>
internal static class InputFile
{
    /// <summary>All bytes.</summary>
    public static byte[] Read(string path)
    {
        if (path != "-")
            return File.Exists(path) ? File.ReadAllBytes(path) : throw new CommandFailure($"{path}: there is no such file");
        using Stream input = Console.OpenStandardInput();
        var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
