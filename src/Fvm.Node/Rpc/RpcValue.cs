using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Node.Rpc;

/// <summary>A JSON value of a request, with the place where it stood: whatever is wrong with it is said with that place.</summary>
internal readonly struct RpcValue(JsonElement json, string path, int? parameter = null)
{
    private const int ShownCharacters = 40;

    /// <summary>Whether it was left out, or null.</summary>
    public bool IsMissing => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The kind of JSON value.</summary>
    public JsonValueKind Kind => json.ValueKind;

    /// <summary>The value itself.</summary>
    public JsonElement Json => json;

    /// <summary>What is wrong with it.</summary>
    /// <param name="reason">The reason.</param>
    public RpcException Wrong(string reason) => new(RpcErrorCode.InvalidParameters, $"invalid params: {path}: {reason}") { Parameter = parameter };

    /// <summary>A member of an object; missing when the object has none of that name.</summary>
    /// <param name="name">The name.</param>
    public RpcValue Member(string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong($"an object was expected, not {Shown()}");
        return new RpcValue(json.TryGetProperty(name, out JsonElement member) ? member : default, $"{path}.{name}", parameter);
    }

    /// <summary>A member of an object that must be there.</summary>
    /// <param name="name">The name.</param>
    public RpcValue Need(string name)
    {
        RpcValue member = Member(name);
        return member.IsMissing ? throw member.Wrong("it is missing") : member;
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, RpcValue Value)> Members()
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong($"an object was expected, not {Shown()}");
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string name = NameOf(member);
            yield return (name, new RpcValue(member.Value, $"{path}.{name}", parameter));
        }
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<RpcValue> Items()
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw Wrong($"an array was expected, not {Shown()}");
        int index = 0;
        foreach (JsonElement item in json.EnumerateArray())
            yield return new RpcValue(item, $"{path}[{index++}]", parameter);
    }

    /// <summary>Text.</summary>
    public string Text()
    {
        if (json.ValueKind != JsonValueKind.String)
            throw Wrong($"text was expected, not {Shown()}");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("the text is no Unicode: half of a surrogate pair");
        }
    }

    /// <summary>True or false.</summary>
    public bool Flag() => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"true or false was expected, not {Shown()}"),
    };

    /// <summary>Whether it is true; what was left out is not.</summary>
    public bool IsOn() => !IsMissing && Flag();

    /// <summary>Whether an object has a member that is true; neither an object nor a member that was left out has.</summary>
    /// <param name="name">The member's name.</param>
    public bool IsOn(string name) => !IsMissing && Member(name).IsOn();

    /// <summary>A number that is not negative: hex text as Ethereum's (<c>"0x1f"</c>), or a JSON integer.</summary>
    public BigInteger Quantity()
    {
        if (json.ValueKind == JsonValueKind.Number)
            return json.TryGetUInt64(out ulong number) ? number : WideNumber();
        string text = Text();
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Length < 3)
            throw Wrong($"a hex quantity such as \"0x1f\" was expected, not {Shown()}");
        if (text.Length > 66 || !BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger value))
            throw Wrong($"a hex quantity of at most 256 bits was expected, not {Shown()}");
        return value;
    }

    /// <summary>As <see cref="Quantity"/>, or decimal text: what developer methods take besides.</summary>
    public BigInteger Amount() =>
        json.ValueKind == JsonValueKind.String && BigInteger.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value) && Text().Length < 80
            ? value
            : Quantity();

    /// <summary>A quantity of at most 64 bits.</summary>
    public ulong UInt64()
    {
        BigInteger value = Quantity();
        return value <= ulong.MaxValue ? (ulong)value : throw Wrong($"a quantity of at most 64 bits was expected, not {Shown()}");
    }

    /// <summary>A quantity of at most 63 bits: epochs, nonces, gas.</summary>
    public long Int63()
    {
        BigInteger value = Amount();
        return value <= long.MaxValue ? (long)value : throw Wrong($"a quantity of at most 63 bits was expected, not {Shown()}");
    }

    /// <summary>A JSON integer of 64 bits, perhaps negative: epochs of Filecoin's methods.</summary>
    public long Epoch() =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long epoch) ? epoch : throw Wrong($"an integer was expected, not {Shown()}");

    /// <summary>A word of 256 bits.</summary>
    public UInt256 Word() => UInt256.FromBigInteger(Quantity());

    /// <summary>Bytes as hex with 0x.</summary>
    public byte[] Data()
    {
        string text = Text();
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            throw Wrong($"hex bytes that begin with 0x were expected, not {Shown()}");
        if ((text.Length & 1) != 0)
            throw Wrong("hex bytes have an even number of digits");
        try
        {
            return Convert.FromHexString(text.AsSpan(2));
        }
        catch (FormatException)
        {
            throw Wrong($"{Shown()} has characters that are no hex digits");
        }
    }

    /// <summary>So many bytes as hex.</summary>
    /// <param name="length">How many.</param>
    public byte[] Data(int length)
    {
        byte[] bytes = Data();
        return bytes.Length == length ? bytes : throw Wrong($"{length} bytes were expected, not {bytes.Length}");
    }

    /// <summary>A hash: 32 bytes as hex.</summary>
    public byte[] Hash() => Data(UInt256.ByteLength);

    /// <summary>An address of Ethereum: 20 bytes as hex.</summary>
    public EvmAddress EthereumAddress() => EvmAddress.Read(Data(EvmAddress.ByteLength));

    /// <summary>An address of either world: 0x, or f/t text.</summary>
    public Address AnyAddress() => Rpc.AnyAddress.Parse(Text()) ?? throw Wrong($"{Shown()} is no address, neither 0x nor f or t");

    /// <summary>An address of Filecoin, f or t.</summary>
    public Address FilecoinAddress() => Address.TryParse(Text(), out Address? address) ? address : throw Wrong($"{Shown()} is no Filecoin address");

    /// <summary>An amount as Filecoin's methods write it: decimal text of attoFIL.</summary>
    public TokenAmount Atto()
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetUInt64(out ulong number))
            return TokenAmount.FromAtto(number);
        string text = Text();
        return text.Length < 80 && BigInteger.TryParse(text.Length == 0 ? "0" : text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger atto)
            ? TokenAmount.FromAtto(atto)
            : throw Wrong($"an amount of attoFIL as decimal text was expected, not {Shown()}");
    }

    /// <summary>Bytes as base64 text, as Filecoin's methods write them.</summary>
    public byte[] Base64()
    {
        try
        {
            return Convert.FromBase64String(Text());
        }
        catch (FormatException)
        {
            throw Wrong($"base64 text was expected, not {Shown()}");
        }
    }

    /// <summary>A link: <c>{"/": "bafy..."}</c>.</summary>
    public Cid Link() => Need("/").CidText();

    /// <summary>A CID as text.</summary>
    public Cid CidText() => Cid.TryParse(Text(), out Cid? cid) ? cid : throw Wrong($"{Shown()} is no CID");

    /// <summary>The value, short enough for an error.</summary>
    public string Shown()
    {
        if (json.ValueKind == JsonValueKind.Undefined)
            return "nothing";
        string text = json.GetRawText();
        return text.Length <= ShownCharacters ? text : string.Concat(text.AsSpan(0, ShownCharacters), "...");
    }

    private BigInteger WideNumber()
    {
        string text = json.GetRawText();
        return text.Length < 80 && BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value) && value.GetBitLength() <= 256
            ? value
            : throw Wrong($"an integer that is not negative was expected, not {Shown()}");
    }

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("the name of a member is no Unicode: half of a surrogate pair");
        }
    }
}
