namespace Fvm.Hosting.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The sample actor: method 2 adds, 3 tells.</summary>
    public static byte[] Counter { get; } = File.ReadAllBytes(Path.Combine(Root, "samples", "counter", "counter.wasm"));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fvm.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
