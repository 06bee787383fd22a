namespace Fvm.Cli;

/// <summary>Files that commands write: whole, or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file, in the place of one that is there.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            File.WriteAllBytes(partial, bytes);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path}: cannot be written: {failed.Message}");
        }
    }
}
