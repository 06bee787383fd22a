using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Ethereum.Tests;

/// <summary>The contract ABI: the examples of its specification (docs.soliditylang.org, "Contract ABI Specification"), both ways, and what is none.</summary>
public class AbiTests
{
    /// <summary>"Examples" and "Use of Dynamic Types" of the specification.</summary>
    [Theory]
    [InlineData("baz(uint32,bool)", "69|true", "cdcd77c0 45 1")]
    [InlineData("bar(bytes3[2])", "[0x616263,0x646566]", "fce353f6 <616263 <646566")]
    [InlineData("sam(bytes,bool,uint256[])", "0x64617665|true|[1,2,3]", "a5643bf2 60 1 a0 4 <64617665 3 1 2 3")]
    [InlineData("f(uint256,uint32[],bytes10,bytes)", "0x123|[0x456,0x789]|0x31323334353637383930|0x48656c6c6f2c20776f726c6421",
        "8be65246 123 80 <31323334353637383930 e0 2 456 789 d <48656c6c6f2c20776f726c6421")]
    [InlineData("g(uint256[][],string[])", "[[1,2],[3]]|[one,two,three]",
        "2289b18c 40 140 2 40 a0 2 1 2 1 3 3 60 a0 e0 3 <6f6e65 3 <74776f 5 <7468726565")]
    public void Examples_of_the_specification(string signature, string arguments, string encoding) => BothWays(signature, arguments, encoding);

    /// <summary>What the examples leave out: signs, tuples in arrays, static ones in place, empty ones, functions, fixed-point numbers.</summary>
    [Theory]
    [InlineData("a(int8,int256)", "-1|-2", "- ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe")]
    [InlineData("a((uint8,bool)[2],uint8)", "[(1, true), (2, false)]|7", "- 1 1 2 0 7")]
    [InlineData("a((uint8,string)[])", "[(1, \"a,b\"), (2, \"\")]", "- 20 2 40 c0 1 40 3 <612c62 2 40 0")]
    [InlineData("a(string[0],uint8)", "[]|5", "- 40 5")]
    [InlineData("a(uint8[][2])", "[[], [9]]", "- 20 40 60 0 1 9")]
    [InlineData("a(function)", "0x000102030405060708090a0b0c0d0e0f1011121314151617", "- <000102030405060708090a0b0c0d0e0f1011121314151617")]
    [InlineData("a(ufixed128x18,fixed8x1)", "1.5|-12.8", "- 14d1120d7b160000 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80")]
    [InlineData("a(address)", "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "- f39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    public void Corners(string signature, string arguments, string encoding) => BothWays(signature, arguments, encoding);

    [Theory]
    [InlineData("transfer(address to, uint amount)", "transfer(address,uint256)")]
    [InlineData("function f(tuple(uint a, bytes b)[] calldata xs) external view returns (int)", "f((uint256,bytes)[])")]
    [InlineData("event Transfer(address indexed from, address indexed to, uint256 value)", "Transfer(address,address,uint256)")]
    [InlineData("f(uint8[2][],byte,fixed)(bool)", "f(uint8[2][],bytes1,fixed128x18)")]
    public void Signatures_as_Solidity_writes_them(string text, string canonical) => Assert.Equal(canonical, AbiSignature.Parse(text).Canonical);

    /// <summary>Well-known hashes: ERC-20's Transfer, and its transfer.</summary>
    [Fact]
    public void Hashes()
    {
        Assert.Equal("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", Convert.ToHexStringLower(AbiSignature.Parse("Transfer(address indexed,address indexed,uint256)").Hash));
        Assert.Equal("a9059cbb", Convert.ToHexStringLower(AbiSignature.Parse("transfer(address,uint256)(bool)").Selector));
    }

    [Theory]
    [InlineData("f", "'(' is missing at character 2")]
    [InlineData("f(uint7)", "'uint7' is no type")]
    [InlineData("f(uint264)", "no type")]
    [InlineData("f(bytes33)", "no type")]
    [InlineData("f(uint08)", "no type")]
    [InlineData("f(uint[-1])", "']' is missing")]
    [InlineData("f(uint", "',' is missing")]
    [InlineData("f(uint)(bool) x", "too much")]
    [InlineData("f(uint[1000000000][1000000000])", "too large")]
    public void No_signatures(string text, string reason) => Assert.Contains(reason, Assert.Throws<AbiException>(() => AbiSignature.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("uint8", "256", "does not fit uint8")]
    [InlineData("int8", "-129", "does not fit int8")]
    [InlineData("uint256", "-1", "does not fit")]
    [InlineData("uint256", "1.5", "is no uint256")]
    [InlineData("uint256", "0x", "is no uint256")]
    [InlineData("bool", "yes", "is no bool")]
    [InlineData("bytes2", "0x01", "has 2 bytes, and 1 are given")]
    [InlineData("bytes", "0x012", "is no bytes")]
    [InlineData("address", "0x01", "must have 20 bytes")]
    [InlineData("address", "f1abjxfbp274xpdqcpuaykwkfb43omjotacm2p3za", "has no Ethereum form")]
    [InlineData("uint8[2]", "[1]", "has 2 values, and 1 are given")]
    [InlineData("uint8[]", "1,2", "is written [a,b]")]
    [InlineData("(uint8,uint8)", "(1)", "is no (uint8,uint8)")]
    [InlineData("string[]", "[\"a]", "is no string[]")]
    public void Values_that_do_not_fit(string type, string text, string reason)
    {
        AbiType parsed = AbiType.Parse(type);
        AbiException refused = Assert.Throws<AbiException>(() => AbiEncoder.Encode(new AbiTuple([new AbiParameter("", parsed)]), [AbiText.Parse(parsed, text)]));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e18", "1000000000000000000")]
    [InlineData("1.5ether", "1500000000000000000")]
    [InlineData("3 gwei", "3000000000")]
    [InlineData("2 FIL", "2000000000000000000")]
    [InlineData("7 attofil", "7")]
    [InlineData("-0x10", "-16")]
    public void Numbers_as_people_type_them(string text, string value) => Assert.Equal(BigInteger.Parse(value, null), AbiText.Parse(AbiType.Parse("int256"), text));

    [Fact]
    public void Addresses_of_Filecoin_that_have_an_Ethereum_form() =>
        Assert.Equal("ff00000000000000000000000000000000000064", Convert.ToHexStringLower((byte[])AbiText.Parse(AbiType.Parse("address"), "t0100")));

    [Theory]
    [InlineData("uint8", "100", "is no uint8")]
    [InlineData("int8", "80", "is no int8")]
    [InlineData("bool", "2", "is no bool")]
    [InlineData("address", "10000000000000000000000000000000000000000", "is no address")]
    [InlineData("bytes1", "<0101", "is no bytes1")]
    [InlineData("uint8", "", "the data ends after 0 bytes")]
    [InlineData("string", "20 40", "the data ends after 64 bytes")]
    [InlineData("string", "ffffffffffffffff", "leads behind")]
    [InlineData("uint8[]", "20 3 1 2", "the data ends before")]
    [InlineData("(uint8[0])[]", "20 2", "")]
    public void Data_that_is_none(string type, string words, string reason)
    {
        var tuple = new AbiTuple([new AbiParameter("", AbiType.Parse(type))]);
        if (reason.Length == 0)
            AbiDecoder.Decode(tuple, Words(words));
        else
            Assert.Contains(reason, Assert.Throws<AbiException>(() => AbiDecoder.Decode(tuple, Words(words))).Message, StringComparison.Ordinal);
    }

    /// <summary>Offsets that all lead to the same bytes would make 16^8 values out of a few hundred bytes.</summary>
    [Fact]
    public void A_bomb_of_offsets_is_refused()
    {
        string level = "10 " + string.Join(' ', Enumerable.Repeat("0", 16));
        var tuple = new AbiTuple([new AbiParameter("", AbiType.Parse("uint8" + string.Concat(Enumerable.Repeat("[]", 9))))]);
        string words = "20 10 " + string.Join(' ', Enumerable.Repeat("200", 16)) + " " + string.Concat(Enumerable.Repeat("10 " + string.Join(' ', Enumerable.Repeat("200", 16)) + " ", 7)) + level;
        Assert.Contains("more values", Assert.Throws<AbiException>(() => AbiDecoder.Decode(tuple, Words(words))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interfaces_of_compilers()
    {
        JsonArray abi = JsonNode.Parse("""
            [
              { "type": "constructor", "inputs": [{ "name": "owner", "type": "address" }] },
              { "type": "function", "name": "f", "inputs": [{ "name": "p", "type": "tuple[2]", "components": [{ "name": "x", "type": "uint256" }, { "name": "y", "type": "string" }] }],
                "outputs": [{ "name": "", "type": "bool" }] },
              { "type": "event", "name": "E", "inputs": [{ "name": "a", "type": "uint8", "indexed": true }] }
            ]
            """)!.AsArray();
        AbiSignature function = Assert.Single(AbiJson.Read(abi, "function"));
        Assert.Equal("f((uint256,string)[2])", function.Canonical);
        Assert.Equal("(bool)", function.Outputs!.Canonical);
        Assert.True(Assert.Single(AbiJson.Read(abi, "event")).Inputs.Fields[0].IsIndexed);
        Assert.Equal("(address)", Assert.Single(AbiJson.Read(abi, "constructor")).Inputs.Canonical);
        object value = AbiText.Parse(function.Inputs.Fields[0].Type, "[(1,a),(2,b)]");
        Assert.Equal("""[{"x":"1","y":"a"},{"x":"2","y":"b"}]""", AbiJson.Write(function.Inputs.Fields[0].Type, value).ToJsonString());
    }

    [Theory]
    [InlineData("", "no reason given")]
    [InlineData("08c379a0 20 2 <6e6f", "no")]
    [InlineData("4e487b71 11", "Panic(0x11): overflow")]
    [InlineData("cf479181 1 2", "InsufficientBalance(1, 2)")]
    [InlineData("12345678", "0x12345678")]
    public void Reasons(string data, string reason) =>
        Assert.Equal(reason, RevertData.Describe(Words(data), [AbiSignature.Parse("InsufficientBalance(uint256 available, uint256 required)")]));

    private static void BothWays(string signature, string arguments, string encoding)
    {
        AbiSignature parsed = AbiSignature.Parse(signature);
        string[] texts = arguments.Split('|');
        object[] values = [.. parsed.Inputs.Fields.Zip(texts, static (field, text) => AbiText.Parse(field.Type, text))];
        byte[] expected = Words(encoding.Replace("-", Convert.ToHexStringLower(parsed.Selector), StringComparison.Ordinal));
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(parsed.EncodeCall(values)));

        object[] decoded = AbiDecoder.Decode(parsed.Inputs, expected.AsSpan(4));
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(parsed.EncodeCall(decoded)));
        string text = AbiText.Format(parsed.Inputs, decoded);
        Assert.Equal(text, AbiText.Format(parsed.Inputs, (object[])AbiText.Parse(parsed.Inputs, text)));
    }

    /// <summary>Words in hex: of 8 digits as it is when it stands first, a selector; after &lt; filled on the right, else on the left.</summary>
    private static byte[] Words(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(static (word, index) => Convert.FromHexString(
        word[0] == '<' ? word[1..].PadRight((word.Length + 62) / 64 * 64, '0') : word.Length == 8 && index == 0 ? word : word.PadLeft(64, '0')))];
}
