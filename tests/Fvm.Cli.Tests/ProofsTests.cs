using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm proofs</c>: the closing line, exit codes, one JSON document, and what is no folder of vectors or keys.</summary>
public sealed class ProofsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-proofs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_last_line_counts_cases_and_files_that_are_not_here()
    {
        File.WriteAllText(Path.Combine(folder, "update.json"), Updates().ToJsonString());
        FvmRun run = FvmProcess.Run("proofs", "vectors", folder);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("36 passed, 0 failed, 5 skipped\n", run.Output, StringComparison.Ordinal);

        FvmRun json = FvmProcess.Run("proofs", "vectors", folder, "--json");
        JsonNode document = JsonNode.Parse(json.Output)!;
        Assert.Equal((36, 0, 5), ((int)document["passed"]!, (int)document["failed"]!, (int)document["skipped"]!));
    }

    [Fact]
    public void A_verdict_that_differs_is_a_failure_with_its_name()
    {
        JsonNode updates = Updates();
        updates["cases"]![0]!["verdict"] = "false";
        updates["derived"]![0]!["inputs"]![1]![0] = new string('0', 64);
        File.WriteAllText(Path.Combine(folder, "update.json"), updates.ToJsonString());
        FvmRun run = FvmProcess.Run("proofs", "vectors", folder);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAILED update.json cases 'update-v1_1-a': verdict: recorded false, ours true\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("34 passed, 2 failed, 5 skipped\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "none of groth16.json")]
    [InlineData("{", "update.json is not of the form")]
    [InlineData("{}", "update.json is not of the form")]
    [InlineData("{\"verifying_keys\":{\"a\":\"00\"}}", "verifying key a")]
    [InlineData("{\"verifying_keys\":{\"a\":\"x\"}}", "update.json is not of the form")]
    public void What_are_no_vectors_cannot_be_run(string? content, string complaint)
    {
        if (content is not null)
            File.WriteAllText(Path.Combine(folder, "update.json"), content);
        Refused(complaint, "proofs", "vectors", folder);
    }

    [Fact]
    public void What_is_no_archive_and_what_is_no_folder_of_keys_is_refused()
    {
        string archive = Path.Combine(folder, "a.tar.gz");
        File.WriteAllText(archive, "not gzip");
        Refused("not an archive", "proofs", "vectors", archive);
        Refused("not a folder, nor a .tar.gz", "proofs", "vectors", Path.Combine(folder, "none"));
        Refused("no such folder", "proofs", "keys", Path.Combine(folder, "none"));
        Refused("there is no proof key", "proofs", "keys", folder);
        Refused("no such folder", "vectors", "run", FvmProcess.Vectors, "--proof-keys", Path.Combine(folder, "none"));
        Refused("--passes", "proofs", "bench", folder, "--passes", "0");
    }

    private static void Refused(string complaint, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(complaint, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    private static JsonNode Updates()
    {
        using FileStream file = File.OpenRead(Path.Combine(FvmProcess.Root, "tests", "vectors-proofs", "proofs.tar.gz"));
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        while (reader.GetNextEntry() is { } entry)
        {
            if (Path.GetFileName(entry.Name) == "update.json")
                return JsonNode.Parse(entry.DataStream!)!;
        }

        throw new InvalidOperationException("update.json is not in the archive");
    }
}
