using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Nodes;

/// <summary>A compiled contract: what forge, hardhat and solc (standard JSON, combined JSON) write; a bare interface; or init code in hex.</summary>
/// <param name="Name">The contract's name; that of the file where it has none.</param>
/// <param name="Interface">Its interface; null where there is none.</param>
/// <param name="InitCode">The code that makes it, in hex, perhaps with places for libraries; empty where there is none.</param>
internal sealed partial record ContractArtifact(string Name, JsonArray? Interface, string InitCode)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file, or hex.</summary>
    /// <param name="given">The argument.</param>
    /// <param name="contract">Which contract, where the file has several.</param>
    public static ContractArtifact Read(string given, string? contract)
    {
        string text = given == "-" || File.Exists(given) ? Encoding.UTF8.GetString(InputFile.Read(given)).Trim() : given.Trim();
        if (text is ['{' or '[', ..])
            return FromJson(text, given, contract);
        return Hex().IsMatch(text)
            ? new ContractArtifact(Path.GetFileNameWithoutExtension(given.Length > 80 ? "contract" : given), null, text)
            : throw new CommandFailure(File.Exists(given) ? $"{given}: is neither JSON of a compiler nor hex" : $"'{(given.Length <= 60 ? given : given[..60])}' is neither a file nor hex");
    }

    /// <summary>The functions of a name.</summary>
    public IReadOnlyList<AbiSignature> Functions(string name) => [.. Of("function").Where(function => function.Name == name)];

    /// <summary>The entries of a kind.</summary>
    public IReadOnlyList<AbiSignature> Of(string kind) => Interface is null ? [] : AbiJson.Read(Interface, kind);

    /// <summary>The init code and the constructor's arguments.</summary>
    public byte[] Creation(IReadOnlyList<string> arguments)
    {
        if (InitCode is "" or "0x")
            throw new CommandFailure($"{Name} has no bytecode: is it an interface or an abstract contract?");
        if (Library().Match(InitCode) is { Success: true } library)
            throw new CommandFailure($"{Name} is not linked: deploy the library {library.Value} and put its address there");
        byte[] code = HexText.Parse(InitCode, "the bytecode");
        AbiSignature? constructor = Of("constructor") is [var only, ..] ? only : null;
        if (constructor is null && arguments.Count != 0)
            throw new CommandFailure(Interface is null ? "arguments need the constructor's types: give an artifact with an interface, or append the encoded arguments to the hex" : $"{Name} has no constructor that takes arguments");
        return constructor is null ? code : [.. code, .. AbiEncoder.Encode(constructor.Inputs, ContractCall.Values(constructor.Inputs, arguments, $"{Name}'s constructor"))];
    }

    private static ContractArtifact FromJson(string text, string path, string? contract)
    {
        JsonNode json;
        try
        {
            json = JsonNode.Parse(text, documentOptions: Strict)!;
        }
        catch (JsonException malformed)
        {
            throw new CommandFailure($"{path}: is no JSON: {malformed.Message}");
        }

        if (json is JsonArray bare)
            return new ContractArtifact(Path.GetFileNameWithoutExtension(path), bare, string.Empty);
        if (json["contracts"] is JsonObject contracts)
            return Choose(contracts, path, contract);
        if (json["abi"] is null && json["bytecode"] is null)
            throw new CommandFailure($"{path}: is no artifact: it has neither abi, bytecode nor contracts");
        string name = Quantity.Text(json["contractName"]) is { Length: > 0 } named ? named : Path.GetFileNameWithoutExtension(path);
        return One(name, json);
    }

    /// <summary>solc's outputs: contracts by file and name (standard JSON), or by "file:Name" (combined JSON).</summary>
    private static ContractArtifact Choose(JsonObject contracts, string path, string? wanted)
    {
        var found = new List<(string Name, JsonNode Contract)>();
        foreach ((string file, JsonNode? entry) in contracts)
        {
            if (entry is not JsonObject fields)
                continue;
            if (fields.ContainsKey("abi") || fields.ContainsKey("bin"))
                found.Add((file[(file.LastIndexOf(':') + 1)..], fields));
            else
                found.AddRange(fields.Where(static inner => inner.Value is not null).Select(static inner => (inner.Key, inner.Value!)));
        }

        (string Name, JsonNode Contract)[] chosen = [.. found.Where(entry => wanted is null || entry.Name == wanted)];
        if (wanted is null && chosen.Length > 1)
            chosen = [.. chosen.Where(static entry => CodeOf(entry.Contract) is not ("" or "0x"))];
        return chosen switch
        {
            [var only] => One(only.Name, only.Contract),
            [] => throw new CommandFailure(wanted is null ? $"{path}: has no contract" : $"{path}: has no contract {wanted}; it has {string.Join(", ", found.Select(static entry => entry.Name))}"),
            _ => throw new CommandFailure($"{path}: has several contracts, choose one with --contract: {string.Join(", ", chosen.Select(static entry => entry.Name))}"),
        };
    }

    private static ContractArtifact One(string name, JsonNode contract)
    {
        // solc's older combined JSON has the interface as text.
        JsonNode? entries = contract["abi"] is JsonValue text && text.TryGetValue(out string? nested) ? JsonNode.Parse(nested, documentOptions: Strict) : contract["abi"];
        return new ContractArtifact(name, entries as JsonArray, CodeOf(contract));
    }

    private static string CodeOf(JsonNode contract)
    {
        JsonNode? code = contract["bytecode"] ?? contract["evm"]?["bytecode"] ?? contract["bin"];
        return Quantity.Text(code is JsonObject nested ? nested["object"] : code);
    }

    [GeneratedRegex("^(0x|0X)?([0-9a-fA-F]{2}|__[$].{34}[$]__)+$")]
    private static partial Regex Hex();

    [GeneratedRegex("__.{36}__")]
    private static partial Regex Library();
}
