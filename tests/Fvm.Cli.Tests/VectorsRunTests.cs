using System.Text;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm vectors run</c>: every option, every kind of file, the closing line and the exit code.</summary>
public sealed class VectorsRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-vectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_filter_selects_and_the_last_line_counts()
    {
        FvmRun run = FvmProcess.Run("vectors", "run", FvmProcess.Vectors, "--filter", "syscalls/nv18/exit-1");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^[0-9]+ passed, 0 failed, 0 skipped\n$", run.Output);
    }

    [Theory]
    [InlineData("plain.json")]
    [InlineData("gzipped.json.gz")]
    [InlineData("archive.zip")]
    [InlineData("archive.tar")]
    [InlineData("archive.tar.gz")]
    [InlineData("archive.tgz")]
    [InlineData("gzipped-inside.zip")]
    [InlineData("gzipped-inside.tar.gz")]
    public void Every_kind_of_file_is_read_alone_and_in_a_folder(string name)
    {
        byte[] good = VectorFiles.Good();
        string file = Write(name, name switch
        {
            "plain.json" => good,
            "gzipped.json.gz" => VectorFiles.Gzip(good),
            "archive.zip" => VectorFiles.Zip("deep/inside/good.json", good),
            "archive.tar" => VectorFiles.Tar("good.json", good),
            "gzipped-inside.zip" => VectorFiles.Zip("good.json.gz", VectorFiles.Gzip(good)),
            "gzipped-inside.tar.gz" => VectorFiles.Gzip(VectorFiles.Tar("good.json.gz", VectorFiles.Gzip(good))),
            _ => VectorFiles.Gzip(VectorFiles.Tar("good.json", good)),
        });
        Write("notes.txt", Encoding.UTF8.GetBytes("other files are left alone"));
        foreach (string path in (string[])[file, folder])
        {
            FvmRun run = FvmProcess.Run("vectors", "run", path);
            Assert.Equal("1 passed, 0 failed, 0 skipped\n", run.Output);
            Assert.Equal(0, run.ExitCode);
        }
    }

    [Fact]
    public void A_list_selects_by_file_name_with_or_without_extension()
    {
        string list = Write("list.txt", Encoding.UTF8.GetBytes("# these two\n\nexit-0.json\nsome/where/exit-16\n"));
        FvmRun run = FvmProcess.Run("vectors", "run", FvmProcess.Vectors, "--list", list, "--jobs", "2");
        Assert.Equal("2 passed, 0 failed, 0 skipped\n", run.Output);
    }

    [Fact]
    public void A_vector_whose_bundle_is_absent_is_skipped_with_that_reason_and_with_require_all_cannot_be_done()
    {
        const string Manifest = "bafy2bzacecsuyf7mmvrhkx2evng5gnz5canlnz2fdlzu2lvcgptiq2pzuovos";
        Write("good.json", VectorFiles.Good());
        Write("needy.json", VectorFiles.Changed(vector => vector["selector"]!["bundle"] = Manifest));
        FvmRun run = FvmProcess.Run("vectors", "run", folder);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"skipped 1: bundle {Manifest} is not in ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 0 failed, 1 skipped\n", run.Output, StringComparison.Ordinal);
        FvmRun strict = FvmProcess.Run("vectors", "run", folder, "--require-all");
        Assert.Equal(2, strict.ExitCode);
        Assert.EndsWith("1 passed, 0 failed, 1 skipped\n", strict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_whose_bundle_is_damaged_cannot_be_done_and_the_others_run()
    {
        const string Manifest = "bafy2bzacecsuyf7mmvrhkx2evng5gnz5canlnz2fdlzu2lvcgptiq2pzuovos";
        Write("good.json", VectorFiles.Good());
        Write("needy.json", VectorFiles.Changed(vector => vector["selector"]!["bundle"] = Manifest));
        string bundle = Write($"{Manifest}.car", [0x0a, 1, 2, 3]);
        FvmRun run = FvmProcess.Run("vectors", "run", folder, "--bundles", folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(bundle, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("1 passed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_of_another_kind_among_vectors_are_left_alone_but_not_when_they_are_named()
    {
        Write("good.json", VectorFiles.Good());
        string other = Write("proofs.json", Encoding.UTF8.GetBytes("""{"about":"storage proofs","cases":[]}"""));
        FvmRun run = FvmProcess.Run("vectors", "run", folder, "--require-all");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("left alone 1: no message vectors, such as ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 0 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
        FvmRun named = FvmProcess.Run("vectors", "run", other);
        Assert.Equal(2, named.ExitCode);
        Assert.Contains("MALFORMED", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_on_standard_output_stands_alone()
    {
        FvmRun run = FvmProcess.Run("vectors", "run", FvmProcess.Vectors, "--filter", "exit-data", "--json", "-");
        Assert.Equal(0, run.ExitCode);
        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal(0, (int)report["failed"]!);
        Assert.Equal((int)report["passed"]!, report["vectors"]!.AsArray().Count);
    }

    [Fact]
    public void Json_into_a_file_comes_beside_the_text()
    {
        Write("good.json", VectorFiles.Good());
        string report = Path.Combine(folder, "report.out");
        FvmRun run = FvmProcess.Run("vectors", "run", folder, "--json", report);
        Assert.Equal("1 passed, 0 failed, 0 skipped\n", run.Output);
        JsonNode vector = JsonNode.Parse(File.ReadAllText(report))!["vectors"]!.AsArray().Single()!;
        Assert.Equal("passed", (string)vector["verdict"]!);
        Assert.Equal(1, (int)vector["messages"]!);
        Assert.Equal(["good.json", "report.out"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_trace_is_every_charge_of_every_message()
    {
        string file = Write("good.json", VectorFiles.Good());
        FvmRun run = FvmProcess.Run("vectors", "run", file, "--trace");
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("TRACE ", lines[0], StringComparison.Ordinal);
        string[] recorded = [.. JsonNode.Parse(VectorFiles.Good())!["postconditions"]!["results"]![0]!["trace"]!.AsArray().Select(line => line!.ToJsonString())];
        Assert.Equal(recorded, lines[1..^1].Select(line => line.Trim()));
    }

    [Fact]
    public void Different_states_are_told_by_actor_and_field()
    {
        string file = Write("wrong.json", VectorFiles.Changed(vector =>
            vector["postconditions"]!["state_tree"]!["root_cid"] = vector["preconditions"]!["state_tree"]!["root_cid"]!.DeepClone()));
        FvmRun run = FvmProcess.Run("vectors", "run", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("state root: expected ", run.Output, StringComparison.Ordinal);
        Assert.Matches("f0[0-9]+: nonce: expected 0, came 1\n", run.Output);
        Assert.Matches("f099: balance: expected ", run.Output);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        foreach (string command in (string[])[
            "run", "trace", "gas", "vectors run", "vectors record", "vectors cliff", "vectors bench", "bundle import", "bundle list",
            "state show", "state get", "state list", "devnet", "accounts", "addr", "fund", "call", "send", "deploy", "tx", "block", "logs", "mine", "time", "snapshot", "revert", "dump", "load", "config",
            "doctor", "rpc"])
        {
            FvmRun run = FvmProcess.Run([.. command.Split(' '), "--help"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains($"fvm {command}", run.Output, StringComparison.Ordinal);
            Assert.Matches("Examples?:", run.Output);
        }
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
