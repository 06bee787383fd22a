using System.Text;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Ipld.Cars;

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
    [InlineData("vectors run {vectors} --jobs two", "--jobs")]
    [InlineData("vectors run {vectors} --fast", "--fast")]
    [InlineData("vectors cliff {vectors} --limits 0", "--limits")]
    [InlineData("vectors cliff {vectors} --jobs 0", "--jobs")]
    [InlineData("vectors run {sample}", "counter.wasm")]
    [InlineData("run {sample} --network-version 15", "--network-version")]
    [InlineData("run {sample} --method -1", "--method")]
    [InlineData("bundle import /nowhere.car", "/nowhere.car")]
    [InlineData("devnet --accounts 801", "1 to 800")]
    public void Bad_arguments(string line, string named)
    {
        string[] arguments = [.. line.Split(' ').Select(part => part.Replace("{sample}", FvmProcess.Sample, StringComparison.Ordinal)
            .Replace("{vectors}", FvmProcess.Vectors, StringComparison.Ordinal))];
        FvmRun run = FvmProcess.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("empty.wasm", "")]
    [InlineData("text.wasm", "this is no module")]
    [InlineData("version.wasm", "\0asm\x02\0\0\0")]
    [InlineData("truncated.wasm", "\0asm\x01\0\0\0\x01\x05\x01")]
    [InlineData("invalid.wasm", "\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x05\x01\x03\0\x1a\x0b")] // drop of nothing
    [InlineData("simd.wasm", "\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7b")] // the type v128
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
    [InlineData("[]", "is no object")]
    [InlineData("""{"class":"tipset"}""", "tipset")]
    [InlineData("""{"class":"message","car":"AAAA","preconditions":{"state_tree":{"root_cid":{"/":"x"}},"variants":[]},"postconditions":{}}""", "state_tree")]
    [InlineData("""{"class":"message","car":"!","preconditions":{},"postconditions":{}}""", "base64")]
    public void A_malformed_vector_is_reported_and_the_others_run(string json, string named)
    {
        Write("bad.json", Encoding.UTF8.GetBytes(json));
        Write("good.json", VectorFiles.Good());
        FvmRun run = FvmProcess.Run("vectors", "run", folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("MALFORMED", run.Output, StringComparison.Ordinal);
        Assert.Contains("bad.json", run.Output, StringComparison.Ordinal);
        Assert.Contains(named, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_missing_field_is_named()
    {
        string[] fields = ["class", "car", "preconditions", "postconditions", "apply_messages", "preconditions.state_tree", "preconditions.variants", "postconditions.receipts"];
        foreach (string field in fields)
            Write($"without-{field}.json", VectorFiles.Changed(vector => Parent(vector, field).AsObject().Remove(field.Split('.')[^1])));
        FvmRun run = FvmProcess.Run("vectors", "run", folder);
        Assert.Equal(2, run.ExitCode);
        foreach (string field in fields)
            Assert.Contains($"without-{field}.json\n  $", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"0 passed, {fields.Length} failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("malformed", "ff")]
    [InlineData("truncated", "8a00")]
    [InlineData("trailing", null)]
    [InlineData("deep", "8181818181818181")]
    public void A_message_that_is_no_message_is_malformed(string name, string? hex)
    {
        string file = Write($"{name}.json", VectorFiles.Changed(vector =>
        {
            JsonNode message = vector["apply_messages"]![0]!;
            byte[] bytes = hex is null ? [.. Convert.FromBase64String((string)message["bytes"]!), 0] : Convert.FromHexString(hex);
            message["bytes"] = Convert.ToBase64String(bytes);
        }));
        FvmRun run = FvmProcess.Run("vectors", "run", file);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("$.apply_messages[0].bytes is no message", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, null, "at byte")] // cut in the header
    [InlineData(300, null, "at byte")] // cut in a block
    [InlineData(null, 200, "at byte")] // a flipped byte: a wrong hash
    public void A_broken_car_inside_a_vector_is_malformed_and_says_where(int? length, int? flip, string named)
    {
        string file = Write("broken.json", VectorFiles.WithCar(car =>
        {
            car = car[..(length ?? car.Length)];
            if (flip is { } at)
                car[at] ^= 1;
            return car;
        }));
        FvmRun run = FvmProcess.Run("vectors", "run", file);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("MALFORMED", run.Output, StringComparison.Ordinal);
        Assert.Contains("$.car", run.Output, StringComparison.Ordinal);
        Assert.Contains(named, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_is_not_in_the_car_is_malformed()
    {
        string file = Write("stateless.json", VectorFiles.Changed(vector =>
            vector["preconditions"]!["state_tree"]!["root_cid"]!["/"] = Cid.ForBlock(Multicodec.DagCbor, [1]).ToString()));
        FvmRun run = FvmProcess.Run("vectors", "run", file);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("bafy2bza", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken.zip")]
    [InlineData("broken.tar.gz")]
    [InlineData("cut.tar.gz")]
    [InlineData("broken.json.gz")]
    public void A_broken_archive_is_reported_and_the_others_run(string name)
    {
        Write("good.json", VectorFiles.Good());
        byte[] whole = VectorFiles.Gzip(VectorFiles.Tar("inside.json", VectorFiles.Good("exit-16")));
        Write(name, name.StartsWith("cut", StringComparison.Ordinal) ? whole[..(whole.Length / 2)] : "this is none"u8.ToArray());
        FvmRun run = FvmProcess.Run("vectors", "run", folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"MALFORMED {Path.Combine(folder, name)}", run.Output, StringComparison.Ordinal);
        // What came out of a cut archive before the cut may be half a vector.
        Assert.Matches("\n1 passed, [12] failed, 0 skipped\n$", run.Output);
    }

    [Theory]
    [InlineData("garbage", "at byte")]
    [InlineData("empty", "at byte")]
    [InlineData("truncated", "at byte")]
    [InlineData("wrong hash", "at byte")]
    [InlineData("two roots", "one root")]
    [InlineData("no code", "'account'")]
    [InlineData("malformed manifest", "malformed")]
    [InlineData("trailing bytes", "malformed")]
    [InlineData("too deep", "malformed")]
    public void A_bad_bundle_is_one_line_and_leaves_nothing_behind(string defect, string named)
    {
        string store = Path.Combine(folder, "store");
        FvmRun run = FvmProcess.Run("bundle", "import", Write("bad.car", BadBundle(defect)), "--bundles", store);
        Assert.Equal(2, run.ExitCode);
        string line = Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("bad.car", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store) && Directory.EnumerateFileSystemEntries(store).Any());
    }

    [Fact]
    public void A_good_bundle_among_bad_ones_is_kept()
    {
        string store = Path.Combine(folder, "store");
        FvmRun run = FvmProcess.Run(
            "bundle", "import", Write("bad.car", BadBundle("truncated")), Write("good.car", BadBundle("none")), "--bundles", store, "--json");
        Assert.Equal(2, run.ExitCode);
        JsonNode bundle = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!;
        Assert.Equal("account", (string)bundle["actors"]![0]!["name"]!);
        JsonNode listed = Assert.Single(JsonNode.Parse(FvmProcess.Run("bundle", "list", "--bundles", store, "--json").Output)!.AsArray())!;
        Assert.Equal((string)bundle["manifest"]!, (string)listed["manifest"]!);
        Assert.Single(Directory.EnumerateFileSystemEntries(store));
    }

    [Fact]
    public void A_wrong_record_fails_with_what_was_expected_and_what_came()
    {
        string file = Write("wrong.json", VectorFiles.Changed(vector => vector["postconditions"]!["receipts"]![0]!["gas_used"] = 12345));
        FvmRun run = FvmProcess.Run("vectors", "run", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("gas used: expected 12345, came ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    private static JsonNode Parent(JsonNode vector, string field) => field.Split('.')[..^1].Aggregate(vector, (node, name) => node[name]!);

    /// <summary>A bundle of one actor with a defect, or with none.</summary>
    private static byte[] BadBundle(string defect)
    {
        if (defect is "garbage" or "empty")
            return defect == "empty" ? [] : [0x0a, 0x01, 0x02];
        byte[] wasm = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
        Cid code = Cid.ForBlock(Multicodec.Raw, wasm);
        byte[] data = defect == "too deep"
            ? [.. Enumerable.Repeat((byte)0x81, 2000), 0x80]
            : [0x81, 0x82, 0x67, .. "account"u8, 0xd8, 42, 0x58, (byte)(code.Bytes.Length + 1), 0, .. code.Bytes];
        Cid dataCid = Cid.ForBlock(Multicodec.DagCbor, data);
        byte[] manifest = [0x82, 0x01, 0xd8, 42, 0x58, (byte)(dataCid.Bytes.Length + 1), 0, .. dataCid.Bytes];
        if (defect == "malformed manifest")
            manifest[1] = 0xff;
        if (defect == "trailing bytes")
            manifest = [.. manifest, 0];
        Cid root = Cid.ForBlock(Multicodec.DagCbor, manifest);
        using var file = new MemoryStream();
        var car = new CarWriter(file, defect == "two roots" ? [root, dataCid] : [root]);
        car.Write(root, manifest);
        car.Write(dataCid, data);
        if (defect != "no code")
            car.Write(code, defect == "wrong hash" ? [.. wasm, 1] : wasm);
        byte[] bytes = file.ToArray();
        return defect == "truncated" ? bytes[..^3] : bytes;
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
