namespace Fvm.Conformance.WasmSpec;

/// <summary>Runs the official WebAssembly suite (WebAssembly/testsuite) through the profile Core; see docs/wasm.md.</summary>
public static class SpecSuite
{
    /// <summary>
    /// The stack of the thread that runs a script. An instance's frames are bounded at 4 MiB by our own count; scripts link a few instances, and
    /// emitted code takes at most a few times that count.
    /// </summary>
    private const int StackBytes = 256 << 20;

    /// <summary>How the names of the scripts about SIMD begin, which is in no profile.</summary>
    private const string SimdScripts = "simd_";

    /// <summary>
    /// Runs the scripts of a folder, or one script: .wast, converted by wast2json into a folder of their own, else the .json that wast2json
    /// wrote. A script that is not converted is a failure.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="progress">Told of each script that is done, or null.</param>
    /// <exception cref="FileNotFoundException">There is no script.</exception>
    public static SpecReport Run(string path, Action<SpecScriptReport>? progress)
    {
        List<string> scripts = Find(path);
        if (scripts.Count == 0)
            throw new FileNotFoundException($"{path}: no .wast and no .json of wast2json");
        string work = Directory.CreateTempSubdirectory("fvm-wasm-spec-").FullName;
        try
        {
            var reports = new List<SpecScriptReport>(scripts.Count);
            foreach (string script in scripts)
            {
                SpecScriptReport report = RunScript(script, work);
                reports.Add(report);
                progress?.Invoke(report);
            }

            return new SpecReport(reports);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static List<string> Find(string path)
    {
        if (File.Exists(path))
            return [path];
        List<string> files = [.. Directory.EnumerateFiles(path, "*.wast").Order(StringComparer.Ordinal)];
        return files.Count != 0 ? files : [.. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static SpecScriptReport RunScript(string script, string work)
    {
        string name = Path.GetFileNameWithoutExtension(script);
        if (name.StartsWith(SimdScripts, StringComparison.Ordinal))
            return new SpecScriptReport(name) { Skipped = 1, IsOutside = true };
        string json = script;
        if (Path.GetExtension(script) == ".wast")
        {
            string folder = Directory.CreateDirectory(Path.Combine(work, name)).FullName;
            json = Path.Combine(folder, name + ".json");
            if (SpecTools.Convert(script, json) is { } error)
                return Broken(name, error);
        }

        SpecScriptReport? report = null;
        var thread = new Thread(() => report = RunGuarded(json, name), StackBytes);
        thread.Start();
        thread.Join();
        return report!;
    }

    private static SpecScriptReport RunGuarded(string json, string name)
    {
        try
        {
            return SpecScriptRunner.Run(json, name);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A bug of the engine's on one script must not hide the others' results.
            return Broken(name, error.ToString());
        }
    }

    private static SpecScriptReport Broken(string name, string what)
    {
        var report = new SpecScriptReport(name);
        report.Failures.Add(new SpecFailure(name, 0, "script", what));
        return report;
    }
}
