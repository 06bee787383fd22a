using System.IO.Compression;
using System.Text;

namespace Fvm.Cli.Tests;

/// <summary>Whatever is wrong with what a person gives: one clear line on standard error, exit code 2, nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-bad-input-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("run nowhere.wasm", "nowhere.wasm")]
    [InlineData("run {sample} --params zz", "--params")]
    [InlineData("run {sample} --gas-limit 0", "--gas-limit")]
    [InlineData("run {sample} --gas-limit many", "--gas-limit")]
    [InlineData("run {sample} --speed", "--speed")]
    [InlineData("run", "ACTOR.wasm")]
    [InlineData("vectors run", "run")]
    [InlineData("vectors run /nowhere/at/all", "/nowhere/at/all")]
    [InlineData("vectors run {vectors} --jobs 0", "--jobs")]
    [InlineData("vectors run {vectors} --filter nothing-is-called-so", "no vector")]
    [InlineData("vectors run {vectors} --list /nowhere/list", "/nowhere/list")]
    [InlineData("bundle import /nowhere.car", "/nowhere.car")]
    [InlineData("fly", "fly")]
    public void Bad_arguments(string line, string named)
    {
        string[] arguments = [.. line.Split(' ').Select(part => part.Replace("{sample}", FvmProcess.Sample, StringComparison.Ordinal)
            .Replace("{vectors}", FvmProcess.Vectors, StringComparison.Ordinal))];
        FvmRun run = FvmProcess.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.wasm", "")]
    [InlineData("text.wasm", "this is no module")]
    [InlineData("version.wasm", "\0asm\x02\0\0\0")]
    public void Bad_modules(string name, string content)
    {
        FvmRun run = FvmProcess.Run("run", Write(name, Encoding.Latin1.GetBytes(content)));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("{}", "class")]
    [InlineData("""{"class":"tipset"}""", "tipset")]
    [InlineData("""{"class":"message","car":"AAAA","preconditions":{"state_tree":{"root_cid":{"/":"x"}},"variants":[]},"postconditions":{}}""", "state_tree")]
    [InlineData("""{"class":"message","car":"!","preconditions":{},"postconditions":{}}""", "base64")]
    public void A_malformed_vector_is_reported_and_the_others_run(string json, string named)
    {
        Write("bad.json", Encoding.UTF8.GetBytes(json));
        Write("good.json", GoodVector());
        FvmRun run = FvmProcess.Run("vectors", "run", folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("bad.json", run.Output, StringComparison.Ordinal);
        Assert.Contains(named, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, null)] // cut in the header
    [InlineData(300, null)] // cut in a block
    [InlineData(null, 200)] // a flipped byte: a wrong hash, or no CAR any more
    public void A_broken_car_inside_a_vector_is_malformed(int? length, int? flip)
    {
        var vector = System.Text.Json.Nodes.JsonNode.Parse(GoodVector())!;
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String((string)vector["car"]!)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        byte[] car = plain.ToArray()[..(length ?? (int)plain.Length)];
        if (flip is { } at)
            car[at] ^= 1;
        using var packed = new MemoryStream();
        using (var repack = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            repack.Write(car);
        vector["car"] = Convert.ToBase64String(packed.ToArray());
        FvmRun run = FvmProcess.Run("vectors", "run", Write("broken.json", Encoding.UTF8.GetBytes(vector.ToJsonString())));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("MALFORMED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_bundle_leaves_nothing_behind()
    {
        string store = Path.Combine(folder, "store");
        FvmRun run = FvmProcess.Run("bundle", "import", Write("bad.car", [0x0a, 0x01, 0x02]), "--bundles", store);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("bad.car", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store) && Directory.EnumerateFileSystemEntries(store).Any());
    }

    [Fact]
    public void A_wrong_record_fails_with_what_was_expected_and_what_came()
    {
        var vector = System.Text.Json.Nodes.JsonNode.Parse(GoodVector())!;
        vector["postconditions"]!["receipts"]![0]!["gas_used"] = 12345;
        FvmRun run = FvmProcess.Run("vectors", "run", Write("wrong.json", Encoding.UTF8.GetBytes(vector.ToJsonString())));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("gas used: expected 12345, came ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    private static byte[] GoodVector() =>
        Conformance.Vectors.VectorSources.Find([FvmProcess.Vectors]).First(source => source.Name.EndsWith("exit-0.json", StringComparison.Ordinal)).Open().ToArray();

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
