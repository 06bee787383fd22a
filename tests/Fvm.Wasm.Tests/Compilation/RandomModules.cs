using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// Random valid modules of the profile Filecoin that use most of the instruction set. Expressions contain statements and statements
/// expressions, so that operands wait on the stack while locals, globals and memory under them change.
/// </summary>
internal sealed class RandomModules
{
    private const string Types = "ilfd";
    private static readonly ILookup<char, OpcodeInfo> Operators = OpcodeTable.All
        .Where(row => row.Opcode is (>= Opcode.I32Eqz and <= Opcode.I64Extend32S) or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U))
        .ToLookup(row => Letter(row.Results[0]));

    private static readonly ILookup<char, string> Loads = OpcodeTable.All
        .Where(row => row.Opcode is >= Opcode.I32Load and <= Opcode.I64Load32U).ToLookup(row => Letter(row.Results[0]), row => row.Name);

    private static readonly ILookup<char, string> Stores = OpcodeTable.All
        .Where(row => row.Opcode is >= Opcode.I32Store and <= Opcode.I64Store32).ToLookup(row => Letter(row.Operands[1]), row => row.Name);

    private static readonly string[] Signatures = ["ilfd:i", "ii:i", "l:l", "d:d", "if:f", ":"];
    private readonly Random _random;
    private readonly List<char?> _labels = [];
    private string _locals = "";
    private char? _result;
    private int _budget;

    private RandomModules(int seed) => _random = new Random(seed);

    /// <summary>A module; functions 1 to 6 have the signatures of <see cref="Signatures"/>, 0 is imported with the type ii:i.</summary>
    public static ModuleBuilder Build(int seed) => new RandomModules(seed).Build();

    private ModuleBuilder Build()
    {
        var builder = new ModuleBuilder().Memory(1, 3).Table(8);
        foreach (var signature in Signatures) builder.Type(signature);
        builder.ImportFunction("ii:i");
        foreach (var type in Types) builder.Global(type, mutable: true, $"{Prefix(type)}.const {_random.Next(100)}");
        builder.Global('i', mutable: false, "i32.const 65532").ToString();
        builder.Global('d', mutable: true, "f64.const 0x7ff4000000000001");
        for (var i = 0; i < Signatures.Length; i++)
        {
            var parts = Signatures[i].Split(':');
            _locals = parts[0] + "iilfd";
            _result = parts[1].Length == 0 ? null : parts[1][0];
            _labels.Clear();
            _labels.Add(_result);
            _budget = 60;
            var body = Statements(3) + (_result is { } result ? Expression(result, 4) : "");
            builder.Function(Signatures[i], body, "2i 1l 1f 1d", export: $"f{i}");
        }

        builder.Element(0, 1, 2, 3, 4, 5, 0).PassiveElement(2, 2, 0);
        builder.Data(65_500, 1, 2, 3, 0xA1, 0xFF, 0x7F).PassiveData(9, 8, 7, 6, 5, 4, 3, 2, 1);
        return builder;
    }

    private string Statements(int depth)
    {
        var text = "";
        for (var count = _random.Next(4); count > 0; count--) text += Statement(depth);
        return text;
    }

    private string Statement(int depth)
    {
        if (depth <= 0 || --_budget < 0) return "nop; ";
        var type = AnyType();
        switch (_random.Next(18))
        {
            case 0 or 1 or 2: return Local(type) is { } set ? Expression(type, depth) + $"local.set {set}; " : "nop; ";
            case 3: return Expression(type, depth) + $"global.set {Global(type)}; ";
            case 4 or 5 or 6: return Address(depth) + Expression(type, depth) + $"{Pick(Stores[type])} {Offset()}; ";
            case 7: return Expression(type, depth) + "drop; ";
            case 8: return Expression('i', depth) + "if; " + Nested(null, depth) + (Chance(2) ? "else; " + Nested(null, depth) : "") + "end; ";
            case 9: return "block; " + Nested(null, depth) + "end; ";
            case 10: return "loop; " + Nested(null, depth, loop: true) + "end; ";
            case 11: return Carried(_labels.Count - 1, out var target) is null ? Expression('i', depth) + $"br_if {target}; " : "nop; ";
            case 12: return Bulk(depth);
            case 13: return Chance(6) ? "unreachable; " : "nop; ";
            case 14: return Table(depth);
            case 15: return (Chance(2) ? "i32.const 1; " : Expression('i', depth) + "i32.const 3; i32.and; ") + "memory.grow; drop; ";
            case 16: return "block; " + Within([null], () => Expression('i', depth) + "br_table 0 0 0; ") + "end; ";
            default: return Chance(3) ? Exit(depth) : "call 6; ";
        }
    }

    // What follows is unreachable, and must stay valid all the same.
    private string Exit(int depth)
    {
        var carried = Carried(_labels.Count - 1, out var target);
        return "block; " + Within([null], () =>
            Expression('i', depth) + "i32.eqz; br_if 0; " + (carried is { } type ? Expression(type, depth - 1) : "") + $"br {target + 1}; " + Statement(depth - 1)) + "end; ";
    }

    private string Bulk(int depth)
    {
        var operands = Address(depth) + Address(depth) + $"i32.const {_random.Next(12)}; i32.const 15; i32.and; ";
        return _random.Next(6) switch
        {
            0 => operands + "memory.copy; ",
            1 => operands + "memory.fill; ",
            2 => Address(depth) + $"i32.const {_random.Next(6)}; i32.const {_random.Next(6)}; memory.init 1; ",
            3 => $"i32.const {_random.Next(6)}; i32.const {_random.Next(4)}; i32.const {_random.Next(3)}; table.init 1; ",
            4 => $"i32.const {_random.Next(7)}; i32.const {_random.Next(7)}; i32.const {_random.Next(3)}; table.copy; ",
            _ => Chance(3) ? "data.drop 1; " : "nop; ",
        };
    }

    private string Table(int depth) =>
        "block; block; block; " + Within([null, null, null], () => Expression('i', depth - 1)) + "br_table 2 0 1 1 0; end; "
        + Within([null, null], () => Statement(depth - 1)) + "br 1; end; " + Within([null], () => Statement(depth - 1)) + "end; ";

    private string Within(ReadOnlySpan<char?> labels, Func<string> text)
    {
        _labels.AddRange(labels);
        var result = text();
        _labels.RemoveRange(_labels.Count - labels.Length, labels.Length);
        return result;
    }

    private string Nested(char? result, int depth, bool loop = false)
    {
        _labels.Add(loop ? null : result);
        var text = Statements(depth - 1) + (result is { } type ? Expression(type, depth - 1) : "");
        _labels.RemoveAt(_labels.Count - 1);
        return text;
    }

    private string Expression(char type, int depth)
    {
        if (depth <= 0 || --_budget < 0) return Leaf(type);
        switch (_random.Next(17))
        {
            case 0 or 1 or 2 or 3 or 4: return Operator(type, depth);
            case 5 or 6: return Address(depth) + $"{Pick(Loads[type])} {Offset()}; ";
            case 7: return Local(type) is { } tee ? Expression(type, depth - 1) + $"local.tee {tee}; " : Leaf(type);
            case 8: return Expression(type, depth - 1) + Expression(type, depth - 1) + Expression('i', depth - 1) + "select; ";
            case 9: return $"block {type}; " + Nested(type, depth) + "end; ";
            case 10: return $"loop {type}; " + Nested(type, depth, loop: true) + "end; ";
            case 11: return Expression('i', depth - 1) + $"if {type}; " + Nested(type, depth) + "else; " + Nested(type, depth) + "end; ";
            case 12: return $"block {type}; " + Within([type], () => Expression(type, depth - 1) + Expression('i', depth - 1)) + "br_if 0; end; ";
            case 13:
                return $"block {type}; block {type}; " + Within([type, type], () => Expression(type, depth - 1) + Expression('i', depth - 1))
                    + "br_table 0 1 0 1; end; " + Within([type], () => Statement(depth - 1)) + "end; ";
            case 14: return Call(type, depth);
            case 15: return Expression(type, depth - 1) + Statement(depth - 1);
            default: return type == 'i' ? (Chance(2) ? "memory.size; " : "table.size; ") : Leaf(type);
        }
    }

    private string Operator(char type, int depth)
    {
        var row = Pick(Operators[type]);
        return string.Concat(row.Operands.Select(operand => Expression(Letter(operand), depth - 1))) + row.Name + "; ";
    }

    private string Call(char type, int depth)
    {
        if (type == 'i' && Chance(3)) return Expression('i', depth - 1) + Expression('i', depth - 1) + "call 0; ";
        var index = Array.FindIndex(Signatures, _random.Next(2) == 0 ? 0 : 1, signature => signature.EndsWith(type));
        if (index < 0) return Leaf(type);
        var arguments = string.Concat(Signatures[index].Split(':')[0].Select(parameter => Expression(parameter, depth - 1)));
        if (!Chance(3)) return arguments + $"call {index + 1}; ";
        return arguments + (Chance(3) ? Expression('i', depth - 1) : $"i32.const {index}; ") + $"call_indirect {index}; ";
    }

    private string Leaf(char type)
    {
        if (Chance(2) && Local(type) is { } local) return $"local.get {local}; ";
        if (Chance(4)) return $"global.get {Global(type)}; ";
        return type switch
        {
            'i' => $"i32.const {Interesting(31)}; ",
            'l' => $"i64.const {Interesting(63)}; ",
            'f' => Chance(4) ? "f32.const 0x7fa00001; " : $"f32.const 0x{BitConverter.SingleToUInt32Bits(Interesting(40)):x}; ",
            _ => Chance(4) ? "f64.const 0xfff4000000000001; " : $"f64.const 0x{BitConverter.DoubleToUInt64Bits(Interesting(70) / 4.0):x}; ",
        };
    }

    // Mostly inside of the first page and near its end, sometimes anywhere.
    private string Address(int depth) => _random.Next(8) switch
    {
        0 => Expression('i', depth - 1),
        1 => $"i32.const {65_516 + _random.Next(20)}; ",
        2 => "global.get 4; ",
        3 or 4 when Local('i') is { } local => $"local.get {local}; ",
        _ => Expression('i', depth - 1) + "i32.const 255; i32.and; ",
    };

    private string Offset() => $"{(Chance(8) ? 4_294_967_295 : Chance(4) ? 65_280 + _random.Next(256) : _random.Next(32))} 0";

    private long Interesting(int bits) => _random.Next(4) switch
    {
        0 => _random.Next(-2, 40),
        1 when bits < 63 => (1L << _random.Next(Math.Min(bits, 62))) - _random.Next(2),
        2 => bits == 31 ? int.MinValue : long.MinValue,
        _ => bits == 31 ? _random.Next() : _random.NextInt64(),
    };

    private int? Local(char type)
    {
        var fitting = Enumerable.Range(0, _locals.Length).Where(i => _locals[i] == type).ToArray();
        return fitting.Length == 0 ? null : fitting[_random.Next(fitting.Length)];
    }

    private int Global(char type) => type == 'd' && Chance(2) ? 5 : Types.IndexOf(type, StringComparison.Ordinal);

    private char? Carried(int greatest, out int target)
    {
        target = _random.Next(greatest + 1);
        return _labels[_labels.Count - 1 - target];
    }

    private char AnyType() => Types[_random.Next(Types.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IEnumerable<T> items)
    {
        var all = items.ToArray();
        return all[_random.Next(all.Length)];
    }

    private static char Letter(Fvm.Wasm.Model.ValueType type) => Types[Fvm.Wasm.Model.ValueType.I32 - type];

    private static string Prefix(char type) => type switch
    {
        'i' => "i32",
        'l' => "i64",
        'f' => "f32",
        _ => "f64",
    };
}
