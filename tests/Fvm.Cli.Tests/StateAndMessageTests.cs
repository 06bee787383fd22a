using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>Genesis, state and message commands, through the real tool, on the actors in C#.</summary>
public sealed class StateAndMessageTests : IDisposable
{
    private const string Description = """
        {
          "network": "testnet",
          "accounts": [
            { "address": "f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "balance": "1000 FIL" },
            { "address": "f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a", "balance": 5 }
          ],
          "multisigs": [{ "signers": ["f0100", "f0101"], "threshold": 2, "balance": "100 FIL" }]
        }
        """;

    private const string Propose = """{ "From": "f0100", "To": "f0102", "Method": "Propose", "Params": { "To": "f0101", "Value": "1000", "Method": 0, "Params": "" } }""";

    private readonly string folder = Directory.CreateTempSubdirectory("fvm-state-").FullName;

    private string State => In("state.car");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_state_is_made_and_looked_at()
    {
        JsonNode made = Json(0, "genesis", "new", Write("spec.json", Description), "--out", State, "--json");
        Assert.Equal("f0102", made["multisigs"]![0]!["id"]!.GetValue<string>());

        FvmRun list = Run(0, "state", "list", "--car", State);
        Assert.Contains("f0100      account           nonce 0      1000 FIL", list.Output, StringComparison.Ordinal);
        Assert.Equal(2, Json(0, "state", "list", "--car", State, "--type", "multisig", "--json").AsArray().Count + 1);
        Assert.Equal("testnet\n", Run(0, "state", "get", "f01", "NetworkName", "--car", State).Output.ReplaceLineEndings("\n"));
        Assert.Equal("100\n", Run(0, "state", "get", "f01", "AddressMap/f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "--car", State).Output.ReplaceLineEndings("\n"));
        JsonNode shown = Json(0, "state", "show", "f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "--car", State, "--json");
        Assert.Equal("account", shown["type"]!.GetValue<string>());
        Assert.Equal("f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", shown["state"]!["Address"]!.GetValue<string>());
        Assert.Equal("0", Json(0, "state", "get", "f04", "--car", State, "--json")["TotalRawBytePower"]!.GetValue<string>());
    }

    [Fact]
    public void A_message_changes_what_it_says()
    {
        Run(0, "genesis", "new", Write("spec.json", Description), "--out", State);
        string message = Write("propose.json", Propose);
        FvmRun decoded = Run(0, "message", "decode", message, "--car", State);
        Assert.Contains("multisig   Propose {\"To\":\"f0101\",\"Value\":\"1000\",\"Method\":0,\"Params\":\"\"}", decoded.Output, StringComparison.Ordinal);

        JsonNode applied = Json(0, "message", "apply", State, message, "--out", In("after.car"), "--json");
        Assert.Equal("modelled", applied["gas"]!.GetValue<string>());
        Assert.Equal("""{"TxnID":0,"Applied":false,"Code":0,"Ret":""}""", applied["return_decoded"]!.ToJsonString());
        Assert.Contains("modelled", Run(0, "message", "apply", State, message, "--out", In("again.car")).Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(In("after.car")), File.ReadAllBytes(In("again.car")));

        FvmRun diff = Run(1, "state", "diff", State, In("after.car"));
        Assert.Equal(
            """
            f0100 account
              nonce: 0 -> 1
            f0102 multisig
              state/NextTxnID: 0 -> 1
              state/PendingTxns/0: none -> {"To":"f0101","Value":"1000","Method":0,"Params":"","Approved":["f0100"]}
            2 actors differ

            """.ReplaceLineEndings("\n"),
            diff.Output.ReplaceLineEndings("\n"));
        Run(0, "state", "diff", State, State);
        Assert.Equal("f0100", Json(0, "state", "get", "f0102", "PendingTxns/0/Approved", "--car", In("after.car"), "--json")[0]!.GetValue<string>());
    }

    [Fact]
    public void A_message_that_fails_is_exit_code_1_and_its_state_is_written()
    {
        Run(0, "genesis", "new", Write("spec.json", Description), "--out", State);
        FvmRun run = Run(1, "message", "apply", State, Write("m.json", """{ "From": "f0100", "To": "f0102", "Method": "AddSigner", "Params": { "Signer": "f0100", "Increase": false } }"""), "--out", In("after.car"));
        Assert.Contains("exit    18", run.Output, StringComparison.Ordinal);
        Assert.Contains("f0100 account", Run(1, "state", "diff", State, In("after.car")).Output, StringComparison.Ordinal);
    }

    /// <summary>One message in all forms that the tool reads: its CID says that it is the same.</summary>
    [Fact]
    public void Messages_come_in_many_forms()
    {
        JsonNode json = Json(0, "message", "decode", Write("m.json", Propose), "--type", "multisig", "--json");
        string cid = json["CID"]!["/"]!.GetValue<string>();
        byte[] cbor = Convert.FromHexString("8a004200664200640040004040024a84420065430003e80040");
        foreach (string form in (string[])[Convert.ToHexString(cbor), "0x" + Convert.ToHexStringLower(cbor), Convert.ToBase64String(cbor), WriteBytes("m.cbor", cbor)])
        {
            FvmRun run = Run(0, "message", "decode", form);
            Assert.Contains(cid, run.Output, StringComparison.Ordinal);
            Assert.Contains("multisig   Propose", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Signed_messages_go_to_json_and_back()
    {
        string hex = "82" + "8a004200664200640040004040024a84420065430003e80040" + "5842" + "01" + new string('7', 130);
        JsonNode json = Json(0, "message", "decode", hex, "--json");
        Assert.Equal(1, json["Signature"]!["Type"]!.GetValue<int>());
        var lotus = new JsonObject { ["Message"] = json["Message"]!.DeepClone(), ["Signature"] = json["Signature"]!.DeepClone() };
        JsonNode again = Json(0, "message", "decode", Write("signed.json", lotus.ToJsonString()), "--json");
        Assert.Equal(json.ToJsonString(), again.ToJsonString());
    }

    [Theory]
    [InlineData("genesis new {spec}", "--out")]
    [InlineData("genesis new {nowhere} --out {out}", "no such file")]
    [InlineData("genesis new {text} --out {out}", "is no JSON")]
    [InlineData("genesis new {spec} --out {out} --actors wasm", "--actors wasm")]
    [InlineData("genesis new {spec} --out /nowhere/at/all.car", "cannot be written")]
    [InlineData("state list --car {nowhere}", "no such file")]
    [InlineData("state list --car {text}", "is no CAR")]
    [InlineData("state list --car {state} --type wallet", "--type wallet")]
    [InlineData("state show f0999 --car {state}", "there is no actor f0999")]
    [InlineData("state show f0x --car {state}", "is no address")]
    [InlineData("state get f01 Name --car {state}", "there is no field 'Name'; there are AddressMap, NextID, NetworkName")]
    [InlineData("state get f01 AddressMap/f0100 --car {state}", "there is no entry 'f0100'")]
    [InlineData("state get f0102 Signers/7 --car {state}", "'7'")]
    [InlineData("message decode zz", "neither a file, nor hex, nor base64")]
    [InlineData("message decode 8a00", "is no message")]
    [InlineData("message decode 8200", "is no signed message")]
    [InlineData("message apply {state} {text} --out {out}", "is no message")]
    [InlineData("message apply {state} {bad} --out {out}", "$.Params.Approve is unknown")]
    public void Bad_input(string line, string named)
    {
        string spec = Write("spec.json", Description);
        Run(0, "genesis", "new", spec, "--out", State);
        string text = WriteBytes("text", [0x61, 0xff, 0x00]);
        string bad = Write("bad.json", Propose.Replace("\"To\": \"f0101\"", "\"Approve\": true, \"To\": \"f0101\"", StringComparison.Ordinal));
        string[] arguments = [.. line.Split(' ').Select(part => part switch
        {
            "{spec}" => spec, "{state}" => State, "{text}" => text, "{bad}" => bad, "{out}" => In("out.car"), "{nowhere}" => In("nowhere"), _ => part,
        })];
        FvmRun run = Run(2, arguments);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("out.car")));
    }

    private static FvmRun Run(int exitCode, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run(arguments);
        Assert.True(exitCode == run.ExitCode, $"fvm {string.Join(' ', arguments)}: {run.ExitCode}: {run.Error}{run.Output}");
        return run;
    }

    private static JsonNode Json(int exitCode, params string[] arguments) => JsonNode.Parse(Run(exitCode, arguments).Output)!;

    private string In(string name) => Path.Combine(folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    private string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(In(name), bytes);
        return In(name);
    }
}
