using System.Globalization;

namespace Fvm.Ethereum.Abi;

/// <summary>Reads types and signatures as Solidity and its tools write them.</summary>
internal sealed class AbiParser(string text)
{
    private const int MaxNesting = 32;
    private const long MaxStaticSize = 1 << 24;
    private const int MaxBits = 256;
    private const int MaxDecimals = 80;

    /// <summary>Words that stand between a type and its name, and change nothing in the encoding.</summary>
    private static readonly string[] Locations = ["memory", "calldata", "storage", "payable"];

    private int position;

    public static AbiType Type(string text)
    {
        var parser = new AbiParser(text);
        AbiType type = parser.ReadType(0);
        parser.ExpectEnd();
        return type;
    }

    public static AbiSignature Signature(string text)
    {
        var parser = new AbiParser(text);
        string name = parser.ReadWord();
        if (name is "function" or "event" or "error" && parser.Peek() != '(')
            name = parser.ReadWord();
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            throw parser.Error("the name of a function is missing");
        if (parser.Peek() != '(')
            throw parser.Error("'(' is missing");
        AbiTuple inputs = parser.ReadTuple(0);
        while (parser.Word() is "view" or "pure" or "external" or "public" or "payable" or "nonpayable" or "returns" or "anonymous")
            parser.ReadWord();
        AbiTuple? outputs = parser.Peek() == '(' ? parser.ReadTuple(0) : null;
        parser.ExpectEnd();
        return new AbiSignature(name, inputs, outputs);
    }

    /// <summary>A name of the JSON form: there the fields of a tuple stand beside it.</summary>
    public static AbiType Named(string name, Func<AbiTuple> components)
    {
        if (!name.StartsWith("tuple", StringComparison.Ordinal))
            return Type(name);
        var parser = new AbiParser(name) { position = "tuple".Length };
        AbiType type = parser.Arrays(components(), 0);
        parser.ExpectEnd();
        return type;
    }

    private AbiType ReadType(int depth)
    {
        if (depth > MaxNesting)
            throw Error("tuples nest too deep");
        if (Peek() == '(')
            return Arrays(ReadTuple(depth), depth);
        string name = ReadWord();
        if (name == "tuple" && Peek() == '(')
            return Arrays(ReadTuple(depth), depth);
        return Arrays(Elementary(name) ?? throw Error(name.Length == 0 ? "a type is missing" : $"'{name}' is no type"), depth);
    }

    private AbiTuple ReadTuple(int depth)
    {
        Expect('(');
        var fields = new List<AbiParameter>();
        while (Peek() != ')')
        {
            if (fields.Count != 0)
                Expect(',');
            AbiType type = ReadType(depth + 1);
            string word = ReadWord();
            bool indexed = word == "indexed";
            if (indexed || Locations.Contains(word))
                word = ReadWord();
            fields.Add(new AbiParameter(word, type, indexed));
        }

        position++;
        return Bounded(new AbiTuple(fields));
    }

    private AbiType Arrays(AbiType element, int depth)
    {
        while (Peek() == '[')
        {
            if (++depth > MaxNesting)
                throw Error("arrays nest too deep");
            position++;
            string length = ReadWord();
            Expect(']');
            element = Bounded(new AbiArray(element, length.Length == 0 ? null : Size(length, 0, int.MaxValue) ?? throw Error($"'{length}' is no length of an array")));
        }

        return element;
    }

    private static AbiType? Elementary(string name) => name switch
    {
        "address" => new AbiAddress(),
        "bool" => new AbiBool(),
        "string" => new AbiString(),
        "bytes" => new AbiBytes(),
        "byte" => new AbiFixedBytes(1),
        "function" => new AbiFixedBytes(AbiFixedBytes.FunctionLength, IsFunction: true),
        "uint" => new AbiInteger(MaxBits, IsSigned: false),
        "int" => new AbiInteger(MaxBits, IsSigned: true),
        "fixed" => new AbiFixedPoint(128, 18, IsSigned: true),
        "ufixed" => new AbiFixedPoint(128, 18, IsSigned: false),
        _ => Sized(name),
    };

    private static AbiType? Sized(string name)
    {
        int digits = name.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0)
            return null;
        string size = name[digits..];
        switch (name[..digits])
        {
            case "uint" or "int":
                return Bits(size) is { } bits ? new AbiInteger(bits, name[0] == 'i') : null;
            case "bytes":
                return Size(size, 1, AbiType.Word) is { } length ? new AbiFixedBytes(length) : null;
            case "fixed" or "ufixed":
                string[] parts = size.Split('x');
                return parts.Length == 2 && Bits(parts[0]) is { } whole && Size(parts[1], 1, MaxDecimals) is { } decimals
                    ? new AbiFixedPoint(whole, decimals, name[0] == 'f')
                    : null;
            default:
                return null;
        }
    }

    private static int? Bits(string text) => Size(text, 8, MaxBits) is { } bits && bits % 8 == 0 ? bits : null;

    private static int? Size(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size >= least && size <= most && (text[0] != '0' || text.Length == 1) ? size : null;

    /// <summary>Nobody's parameters are larger than this, and sums stay far from overflow.</summary>
    private AbiType Bounded(AbiType type)
    {
        if (type.IsDynamic || type.StaticSize <= MaxStaticSize)
            return type;
        throw Error($"{type.Canonical} is too large");
    }

    private AbiTuple Bounded(AbiTuple type) => (AbiTuple)Bounded((AbiType)type);

    private char Peek()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        return position < text.Length ? text[position] : '\0';
    }

    private string Word()
    {
        Peek();
        int end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '$'))
            end++;
        return text[position..end];
    }

    private string ReadWord()
    {
        string word = Word();
        position += word.Length;
        return word;
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
            throw Error($"'{wanted}' is missing");
        position++;
    }

    private void ExpectEnd()
    {
        if (Peek() != '\0' || position < text.Length)
            throw Error($"'{text[position..]}' is too much");
    }

    private AbiException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what} at character {position + 1} of '{text}'"));
}
