using System.Diagnostics;

namespace Fvm.Conformance.WasmSpec;

/// <summary>The programs of wabt that read the text format. They are looked for on the PATH.</summary>
internal static class SpecTools
{
    private const string Converter = "wast2json";
    private const string Assembler = "wat2wasm";

    /// <summary>Whether text modules can be judged.</summary>
    public static bool HasAssembler { get; } = IsOnPath(Assembler);

    /// <summary>Converts a script; null if that works, else why not.</summary>
    public static string? Convert(string script, string json) => !IsOnPath(Converter)
        ? $"not converted: {Converter} (of wabt) is not on the PATH"
        : Run(Converter, [script, "-o", json]) is { } error ? $"not converted: {error}" : null;

    /// <summary>Whether the text format's parser refuses a file; validation is left out.</summary>
    public static bool RefusesText(string file) => Run(Assembler, ["--no-check", file, "-o", "/dev/null"]) is not null;

    private static string? Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return process.ExitCode == 0 ? null : error.Length == 0 ? $"{program} ended with {process.ExitCode}" : error.Trim();
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
