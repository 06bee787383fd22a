using System.Globalization;
using System.Text.Json;

namespace Fvm.Evm.Tracing;

/// <summary>A function of a source file.</summary>
/// <param name="Name">The contract's name, a dot, the function's: <c>Token.transfer</c>; <c>constructor</c>, <c>receive</c> or <c>fallback</c> where it has none.</param>
/// <param name="Place">Where it stands.</param>
public sealed record SourceFunction(string Name, SourceSpan Place);

/// <summary>
/// What a compiler tells of a contract, for profiles: its code, with what is filled in later left open; where its instructions came from; the functions of
/// all sources; the selectors. Read from solc's standard JSON output with <c>evm.deployedBytecode</c> (object, sourceMap, immutableReferences),
/// <c>evm.methodIdentifiers</c> and, for functions, <c>ast</c>.
/// </summary>
public sealed class ContractSources
{
    private const int LinkLength = 40;

    private readonly byte[] _code;
    private readonly bool[] _isOpen;
    private readonly SourceMap _map;
    private readonly IReadOnlyList<SourceFunction> _functions;

    private ContractSources(string name, (byte[] Code, bool[] IsOpen) code, SourceMap map, IReadOnlyList<SourceFunction> functions, IReadOnlyDictionary<uint, string> selectors)
    {
        Name = name;
        (_code, _isOpen) = code;
        _map = map;
        _functions = functions;
        Selectors = selectors;
    }

    /// <summary>The contract's name.</summary>
    public string Name { get; }

    /// <summary>Signatures by selector.</summary>
    public IReadOnlyDictionary<uint, string> Selectors { get; }

    /// <summary>Reads all contracts that have code.</summary>
    /// <param name="output">The compiler's output.</param>
    /// <exception cref="FormatException">It is no such output.</exception>
    public static IReadOnlyList<ContractSources> Read(JsonElement output)
    {
        try
        {
            SourceFunction[] functions = output.TryGetProperty("sources", out JsonElement sources)
                ? [.. sources.EnumerateObject().Where(source => source.Value.TryGetProperty("ast", out _)).SelectMany(source => Functions(source.Value.GetProperty("ast"), null))]
                : [];
            return [.. output.GetProperty("contracts").EnumerateObject()
                .SelectMany(file => file.Value.EnumerateObject())
                .Where(contract => HasCode(contract.Value))
                .Select(contract => Read(contract.Name, contract.Value.GetProperty("evm"), functions))];
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"this is no output of solc's standard JSON: {error.Message}", error);
        }
    }

    /// <summary>Whether running code is this contract's: the same but for immutables and library addresses.</summary>
    /// <param name="code">The code.</param>
    public bool Is(ReadOnlySpan<byte> code)
    {
        if (code.Length != _code.Length) return false;
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] != _code[i] && !_isOpen[i]) return false;
        }

        return true;
    }

    /// <summary>The innermost function that an instruction came from; null for code between functions, such as the choice by selector.</summary>
    /// <param name="pc">The instruction's place in the code.</param>
    public SourceFunction? FunctionAt(int pc) => _map.At(pc) is { } span
        ? _functions.Where(function => function.Place.Contains(span)).MinBy(function => function.Place.Length)
        : null;

    /// <summary>The place of an instruction in the sources; null when it is not known.</summary>
    /// <param name="pc">The instruction's place in the code.</param>
    public SourceSpan? SpanAt(int pc) => _map.At(pc);

    private static bool HasCode(JsonElement contract) => contract.TryGetProperty("evm", out JsonElement evm)
        && evm.TryGetProperty("deployedBytecode", out JsonElement code) && code.GetProperty("object").GetString() is { Length: > 0 };

    private static ContractSources Read(string name, JsonElement evm, IReadOnlyList<SourceFunction> functions)
    {
        JsonElement deployed = evm.GetProperty("deployedBytecode");
        (byte[] Code, bool[] IsOpen) code = ReadCode(deployed.GetProperty("object").GetString()!);
        if (deployed.TryGetProperty("immutableReferences", out JsonElement immutables))
        {
            foreach (JsonElement place in immutables.EnumerateObject().SelectMany(one => one.Value.EnumerateArray()))
                code.IsOpen.AsSpan(place.GetProperty("start").GetInt32(), place.GetProperty("length").GetInt32()).Fill(true);
        }

        string map = deployed.TryGetProperty("sourceMap", out JsonElement text) ? text.GetString()! : string.Empty;
        var selectors = new Dictionary<uint, string>();
        if (evm.TryGetProperty("methodIdentifiers", out JsonElement methods))
        {
            foreach (JsonProperty method in methods.EnumerateObject())
                selectors[uint.Parse(method.Value.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)] = method.Name;
        }

        return new ContractSources(name, code, SourceMap.Parse(map, code.Code), functions, selectors);
    }

    /// <summary>Code in hexadecimal digits; where a library's address is missing, 40 others stand: they are open.</summary>
    private static (byte[] Code, bool[] IsOpen) ReadCode(string digits)
    {
        var code = new byte[digits.Length / 2];
        var isOpen = new bool[code.Length];
        for (int i = 0; i < code.Length; i++)
        {
            if (digits[2 * i] == '_')
            {
                isOpen.AsSpan(i, Math.Min(LinkLength / 2, code.Length - i)).Fill(true);
                i += (LinkLength / 2) - 1;
                continue;
            }

            code[i] = byte.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return (code, isOpen);
    }

    private static IEnumerable<SourceFunction> Functions(JsonElement node, string? contract)
    {
        if (node.ValueKind == JsonValueKind.Array)
            return node.EnumerateArray().SelectMany(child => Functions(child, contract));
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("nodeType", out JsonElement type))
            return [];
        switch (type.GetString())
        {
            case "SourceUnit":
                return Functions(node.GetProperty("nodes"), null);
            case "ContractDefinition":
                return Functions(node.GetProperty("nodes"), node.GetProperty("name").GetString());
            case "FunctionDefinition" or "ModifierDefinition":
                string name = node.GetProperty("name").GetString() is { Length: > 0 } own ? own : node.GetProperty("kind").GetString()!;
                return [new SourceFunction(contract is null ? name : $"{contract}.{name}", Place(node.GetProperty("src").GetString()!))];
            default:
                return [];
        }
    }

    private static SourceSpan Place(string text)
    {
        int[] fields = [.. text.Split(':').Select(field => int.Parse(field, CultureInfo.InvariantCulture))];
        return new SourceSpan(fields[0], fields[1], fields[2]);
    }
}
