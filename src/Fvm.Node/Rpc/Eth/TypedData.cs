using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Structured data to be signed: the hash of EIP-712. Clients send it as an object, or as text of one.</summary>
internal sealed class TypedData
{
    private const int MaxDepth = 32;
    private const string DomainType = "EIP712Domain";

    private readonly Dictionary<string, (string Name, string Type)[]> types = new(StringComparer.Ordinal);

    private TypedData(RpcValue types)
    {
        foreach ((string name, RpcValue members) in types.Members())
            this.types[name] = [.. members.Items().Select(static member => (member.Need("name").Text(), member.Need("type").Text()))];
    }

    /// <summary>What is signed.</summary>
    /// <param name="value">The typed data.</param>
    /// <exception cref="RpcException">It is not well formed; the message says where.</exception>
    public static byte[] Hash(RpcValue value)
    {
        if (value.Kind == JsonValueKind.String)
        {
            try
            {
                using JsonDocument inner = JsonDocument.Parse(value.Text());
                return HashObject(new RpcValue(inner.RootElement, "typed data"));
            }
            catch (JsonException wrong)
            {
                throw value.Wrong($"the text is no JSON: {wrong.Message}");
            }
        }

        return HashObject(value);
    }

    private static byte[] HashObject(RpcValue value)
    {
        var data = new TypedData(value.Need("types"));
        if (!data.types.ContainsKey(DomainType))
            throw value.Wrong($"types has no {DomainType}");
        byte[] domain = data.HashStruct(DomainType, value.Need("domain"), 0);
        string primary = value.Need("primaryType").Text();
        return primary == DomainType
            ? Keccak256.Hash([0x19, 0x01, .. domain])
            : Keccak256.Hash([0x19, 0x01, .. domain, .. data.HashStruct(primary, value.Need("message"), 0)]);
    }

    private byte[] HashStruct(string type, RpcValue value, int depth)
    {
        if (depth > MaxDepth)
            throw value.Wrong($"structs nest deeper than {MaxDepth}");
        if (!types.TryGetValue(type, out (string Name, string Type)[]? members))
            throw value.Wrong($"there is no type {type}");
        var encoded = new List<byte>(Keccak256.Hash(Encoding.UTF8.GetBytes(EncodeType(type))));
        foreach ((string name, string memberType) in members)
            encoded.AddRange(Encode(memberType, value.Member(name), depth + 1));
        return Keccak256.Hash([.. encoded]);
    }

    /// <summary>The struct's type, and behind it those that it uses, sorted by name.</summary>
    private string EncodeType(string type)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        Collect(type, used);
        used.Remove(type);
        return string.Concat(used.Prepend(type).Select(name => $"{name}({string.Join(',', types[name].Select(static member => $"{member.Type} {member.Name}"))})"));
    }

    private void Collect(string type, SortedSet<string> used)
    {
        int bracket = type.IndexOf('[', StringComparison.Ordinal);
        string single = bracket < 0 ? type : type[..bracket];
        if (!types.TryGetValue(single, out (string Name, string Type)[]? members) || !used.Add(single))
            return;
        foreach ((_, string member) in members)
            Collect(member, used);
    }

    private byte[] Encode(string type, RpcValue value, int depth)
    {
        if (depth > MaxDepth)
            throw value.Wrong($"values nest deeper than {MaxDepth}");
        if (type.EndsWith(']') && type.LastIndexOf('[') is > 0 and int bracket)
        {
            if (value.IsMissing)
                throw value.Wrong("it is missing");
            string item = type[..bracket];
            return Keccak256.Hash([.. value.Items().SelectMany(one => Encode(item, one, depth + 1))]);
        }

        if (types.ContainsKey(type))
            return value.IsMissing ? new byte[UInt256.ByteLength] : HashStruct(type, value, depth + 1);
        if (value.IsMissing)
            throw value.Wrong("it is missing");
        return Atomic(type, value);
    }

    private static byte[] Atomic(string type, RpcValue value)
    {
        switch (type)
        {
            case "string":
                return Keccak256.Hash(Encoding.UTF8.GetBytes(value.Text()));
            case "bytes":
                return Keccak256.Hash(value.Data());
            case "bool":
                return Word(value.Flag() ? BigInteger.One : BigInteger.Zero);
            case "address":
                return Word(new BigInteger(value.EthereumAddress().ToArray(), isUnsigned: true, isBigEndian: true));
        }

        if (type.StartsWith("bytes", StringComparison.Ordinal) && Size(type, 5) is >= 1 and <= UInt256.ByteLength and int length)
            return [.. value.Data(length), .. new byte[UInt256.ByteLength - length]];
        if (type.StartsWith("uint", StringComparison.Ordinal) && Size(type, 4) is >= 8 and <= 256)
            return Word(Integer(value));
        if (type.StartsWith("int", StringComparison.Ordinal) && Size(type, 3) is >= 8 and <= 256)
            return Word(Integer(value));
        throw value.Wrong($"there is no type {type}");
    }

    private static int? Size(string type, int prefix) =>
        type.Length == prefix ? 256 : int.TryParse(type.AsSpan(prefix), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null;

    private static BigInteger Integer(RpcValue value)
    {
        string text = value.Kind == JsonValueKind.Number ? value.Json.GetRawText() : value.Text();
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return value.Quantity();
        return text.Length < 80 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) && number.GetBitLength() <= 256
            ? number
            : throw value.Wrong($"an integer of at most 256 bits was expected, not {value.Shown()}");
    }

    /// <summary>Two's complement for what is negative.</summary>
    private static byte[] Word(BigInteger value) =>
        UInt256.FromBigInteger(value.Sign < 0 ? value + (BigInteger.One << 256) : value).ToBigEndian();
}
