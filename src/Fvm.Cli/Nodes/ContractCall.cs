using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Nodes;

/// <summary>A call of a contract, as people write it: a signature with its arguments, a function's name of an interface, or call data.</summary>
/// <param name="Data">The call data.</param>
/// <param name="Function">What is called, where that is known.</param>
internal sealed record ContractCall(byte[] Data, AbiSignature? Function)
{
    /// <summary>Whether what is called is a contract's function rather than a native actor's method.</summary>
    public static bool IsContracts(string? method, ContractArtifact? artifact) =>
        artifact is not null || (method is not null && (method.Contains('(', StringComparison.Ordinal) || method.StartsWith("0x", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads a call.</summary>
    public static ContractCall Parse(string? method, IReadOnlyList<string> arguments, ContractArtifact? artifact)
    {
        if (method is null)
            return new ContractCall([], null);
        if (method.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return arguments.Count == 0 ? new ContractCall(HexText.Parse(method, "the call data"), null) : throw new CommandFailure("call data takes no arguments");
        AbiSignature function = method.Contains('(', StringComparison.Ordinal) ? AbiSignature.Parse(method) : Named(method, arguments.Count, artifact!);
        return new ContractCall(function.EncodeCall(Values(function.Inputs, arguments, function.Canonical)), function);
    }

    /// <summary>Arguments as values.</summary>
    public static object[] Values(AbiTuple types, IReadOnlyList<string> arguments, string whose)
    {
        if (arguments.Count != types.Fields.Count)
            throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{whose} takes {types.Fields.Count} arguments, and {arguments.Count} are given"));
        return [.. types.Fields.Zip(arguments, static (parameter, text) => AbiText.Parse(parameter.Type, text))];
    }

    /// <summary>What a call returned, as lines for people: one a value.</summary>
    public IEnumerable<string> Lines(byte[] returned) => Function?.Outputs is { } outputs
        ? outputs.Fields.Zip(AbiDecoder.Decode(outputs, returned), static (parameter, value) => AbiText.Format(parameter.Type, value))
        : [Quantity.Hex(returned)];

    /// <summary>What a call returned, for programs.</summary>
    public JsonNode? Json(byte[] returned) => Function?.Outputs is { } outputs
        ? new JsonArray([.. outputs.Fields.Zip(AbiDecoder.Decode(outputs, returned), static (parameter, value) => AbiJson.Write(parameter.Type, value))])
        : null;

    private static AbiSignature Named(string name, int count, ContractArtifact artifact)
    {
        IReadOnlyList<AbiSignature> functions = artifact.Functions(name);
        return functions.Where(function => function.Inputs.Fields.Count == count).ToArray() switch
        {
            [var only] => only,
            [] when functions.Count == 0 => throw new CommandFailure($"{artifact.Name} has no function {name}; it has {string.Join(", ", artifact.Of("function").Select(static function => function.Name).Distinct())}"),
            [] => throw new CommandFailure($"{artifact.Name} has no function {name} of that many arguments: {string.Join(", ", functions.Select(static function => function.Canonical))}"),
            _ => throw new CommandFailure($"{artifact.Name} has several functions {name}, give a signature: {string.Join(", ", functions.Select(static function => function.Canonical))}"),
        };
    }
}
