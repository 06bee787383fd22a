using System.Text.Json.Nodes;
using System.Xml.Linq;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm trace</c>, <c>fvm gas</c>, <c>fvm vectors record</c>.</summary>
public sealed class TraceAndGasTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-trace-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_recorded_message_runs_and_its_trace_and_gas_say_the_same()
    {
        string vector = RecordCounter();
        FvmRun run = FvmProcess.Run("vectors", "run", vector);
        Assert.Equal("1 passed, 0 failed, 0 skipped\n", run.Output);

        ulong used = (ulong)JsonNode.Parse(File.ReadAllText(vector))!["postconditions"]!["receipts"]![0]!["gas_used"]!;
        JsonNode gas = JsonNode.Parse(FvmProcess.Run("gas", vector, "--json").Output)!;
        Assert.Equal(used, ((ulong)gas["milligas"]! + 999) / 1000);
        Assert.Contains(gas["functions"]!.AsArray(), row => (string)row!["function"]! == "invoke");

        JsonNode trace = JsonNode.Parse(FvmProcess.Run("trace", vector, "--json").Output)!["messages"]![0]!;
        Assert.Equal(used, (ulong)trace["gas_used"]!);
        JsonNode call = trace["trace"]!.AsArray().Single(entry => (string)entry!["kind"]! == "call")!;
        Assert.Contains(call["inside"]!.AsArray(), entry => (string)entry!["kind"]! == "syscall" && (string)entry["name"]! == "ipld::block_link");

        string text = FvmProcess.Run("trace", vector).Output;
        Assert.Contains("call f0100 -> f0101 method 2", text, StringComparison.Ordinal);
        Assert.Contains("event of f0101: counted=1a00000005", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_alone_are_a_few_lines()
    {
        string[] lines = FvmProcess.Run("trace", RecordCounter(), "--calls").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void A_flame_graph_is_one_valid_picture()
    {
        string svg = Path.Combine(folder, "flame.svg");
        Assert.Equal(0, FvmProcess.Run("gas", RecordCounter(), "--flame", svg).ExitCode);
        XDocument picture = XDocument.Load(svg);
        Assert.Equal("svg", picture.Root!.Name.LocalName);
        Assert.Contains(picture.Descendants(), element => element.Name.LocalName == "title" && element.Value.StartsWith("invoke: ", StringComparison.Ordinal));
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "image" or "use");
    }

    [Fact]
    public void Whatever_modules_call_their_functions_is_escaped()
    {
        var frame = new FlameFrame("<script>alert(\"&\")</script>\0\u001b[31m\ud800", FlameKind.Function);
        using var output = new MemoryStream();
        FlameGraphSvg.Write(frame, "a & b <c>", output);
        output.Position = 0;
        XDocument picture = XDocument.Load(output);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName == "script");
        Assert.Contains(picture.Descendants(), element => element.Value.Contains("<script>alert(\"&\")</script>\uFFFD\uFFFD[31m\uFFFD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trace {vectors}", "name one")]
    [InlineData("trace {vectors}!no-such-entry.json", "no such vector")]
    [InlineData("gas /nowhere.json", "/nowhere.json")]
    [InlineData("vectors record out.json", "--state")]
    [InlineData("vectors record out.json --wasm {sample} --message zz", "--message")]
    [InlineData("vectors record out.json --state {sample} --message 00", "message")]
    [InlineData("vectors bench {vectors} --jobs 0", "--jobs")]
    [InlineData("vectors cliff {vectors} --filter nothing-is-called-so", "no vector")]
    public void Bad_arguments(string line, string named)
    {
        string[] arguments = [.. line.Split(' ').Select(part => part.Replace("{sample}", FvmProcess.Sample, StringComparison.Ordinal)
            .Replace("{vectors}", FvmProcess.Vectors, StringComparison.Ordinal))];
        FvmRun run = FvmProcess.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_and_cliff_end_with_figures()
    {
        string vector = RecordCounter();
        FvmRun bench = FvmProcess.Run("vectors", "bench", vector, "--passes", "1", "--json");
        Assert.Equal(0, bench.ExitCode);
        Assert.Equal(1, (int)JsonNode.Parse(bench.Output)!["messages"]!);
        FvmRun cliff = FvmProcess.Run("vectors", "cliff", vector);
        Assert.Equal(0, cliff.ExitCode);
        Assert.EndsWith("1 passed, 0 failed, 0 skipped\n", cliff.Output, StringComparison.Ordinal);
    }

    private string RecordCounter()
    {
        string vector = Path.Combine(folder, "counter.json");
        FvmRun run = FvmProcess.Run("vectors", "record", vector, "--wasm", FvmProcess.Sample, "--params", "05");
        Assert.Equal(0, run.ExitCode);
        return vector;
    }
}
