using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fvm.Protocol;

namespace Fvm.Hosting.Genesis;

/// <summary>A value of a description in JSON that knows where it stands, so that errors say so.</summary>
internal readonly struct SpecField(JsonElement element, string path)
{
    private static readonly string[] SizeUnits = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Refuses fields that nobody reads, so that a misspelt one is not silently ignored.</summary>
    public void Knows(params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Error("is no object");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw new GenesisException($"{path}.{property.Name} is unknown; known here: {string.Join(", ", names)}");
        }
    }

    public bool TryGet(string name, out SpecField field)
    {
        bool found = element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
        field = new SpecField(value, $"{path}.{name}");
        return found;
    }

    public SpecField Required(string name) => TryGet(name, out SpecField field) ? field : throw new GenesisException($"{path}.{name} is missing");

    public List<T> List<T>(string name, Func<SpecField, T> read)
    {
        if (!TryGet(name, out SpecField field))
            return [];
        return field.Items(read);
    }

    public List<T> Items<T>(Func<SpecField, T> read)
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Error("is no list");
        var items = new List<T>();
        foreach (JsonElement item in element.EnumerateArray())
            items.Add(read(new SpecField(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"))));
        return items;
    }

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error("is no text");

    public bool Boolean() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Error("is neither true nor false");

    public ulong UInt64() => element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong value) ? value : throw Error("is no unsigned integer");

    public long Int64() => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) ? value : throw Error("is no integer");

    /// <summary>An amount: text with a unit or without (FIL), or a number of FIL.</summary>
    public TokenAmount Amount() => TokenAmount.TryParse(NumberOrText(), out TokenAmount amount) && !amount.IsNegative
        ? amount
        : throw Error("is no amount such as \"1.5 FIL\" or \"100 attoFIL\"");

    /// <summary>A number of bytes: digits, with a unit such as GiB or without.</summary>
    public BigInteger Bytes()
    {
        string text = NumberOrText();
        int unit = Array.FindIndex(SizeUnits, name => text.EndsWith(name, StringComparison.Ordinal));
        string digits = (unit < 0 ? text : text[..^3]).Trim();
        return BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
            ? number << (10 * (unit + 1))
            : throw Error("is no number of bytes such as 1024 or \"32 GiB\"");
    }

    /// <summary>An address, as text of Filecoin's or of Ethereum's.</summary>
    public Address Address()
    {
        string text = Text();
        if (text.StartsWith("0x", StringComparison.Ordinal) && text.Length == 42)
            return Protocol.Address.FromEthereum(Hex(text));
        return Protocol.Address.TryParse(text, out Address? address) ? address : throw Error($"is no address: '{text}'");
    }

    public byte[] Hex() => Hex(Text());

    public GenesisException Error(string what) => new($"{path} {what}");

    private byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text);
        }
        catch (FormatException)
        {
            throw Error("is no hex");
        }
    }

    private string NumberOrText() => element.ValueKind == JsonValueKind.Number ? element.GetRawText() : Text();
}
