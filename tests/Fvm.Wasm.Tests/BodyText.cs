using System.Globalization;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Tests;

/// <summary>
/// The small language of test programs: instructions under their text-format names, separated by ';' or line ends, immediates behind them as
/// plain numbers: <c>block i; local.get 0; br_if 0; end</c>. The closing <c>end</c> of the function is added.
/// <list type="bullet">
/// <item>block, loop, if: nothing, a type letter (i l f d r e) or a type index.</item>
/// <item>br_table: the labels, the default last. Loads and stores: offset and alignment exponent, both optional (0).</item>
/// <item>call_indirect: type, table (0). table.init: segment, table (0). table.copy: destination, source (0 0).</item>
/// <item>f32.const, f64.const: the bits in hexadecimal or a number. select with a type letter is the typed one.</item>
/// </list>
/// </summary>
internal static class BodyText
{
    private static readonly Dictionary<string, OpcodeInfo> ByName =
        OpcodeTable.All.Where(row => row.Opcode != Opcode.SelectTyped).ToDictionary(row => row.Name);

    public static byte[] Encode(string text, bool close = true)
    {
        var sink = new ByteSink();
        foreach (var line in text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Write(sink, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (close) sink.Byte(0x0B);
        return sink.ToArray();
    }

    public static ValueType TypeOf(char letter) => letter switch
    {
        'i' => ValueType.I32,
        'l' => ValueType.I64,
        'f' => ValueType.F32,
        'd' => ValueType.F64,
        'r' => ValueType.FuncRef,
        'e' => ValueType.ExternRef,
        _ => throw new ArgumentException($"no type letter: {letter}"),
    };

    private static void Write(ByteSink sink, string[] words)
    {
        var info = words is ["select", _] ? OpcodeTable.Of(Opcode.SelectTyped) : ByName[words[0]];
        WriteOpcode(sink, info.Opcode);
        var rest = words[1..];
        switch (info.Immediate)
        {
            case ImmediateKind.Block:
                if (rest is []) sink.Byte(0x40);
                else if (char.IsAsciiDigit(rest[0][0])) sink.Signed(Number(rest, 0));
                else sink.Byte((int)TypeOf(rest[0][0]));
                break;
            case ImmediateKind.BranchTable:
                sink.U32((uint)rest.Length - 1);
                foreach (var label in rest) sink.U32((uint)long.Parse(label, CultureInfo.InvariantCulture));
                break;
            case ImmediateKind.MemoryArgument: sink.U32((uint)Number(rest, 1)).U32((uint)Number(rest, 0)); break;
            case ImmediateKind.CallIndirect or ImmediateKind.ElementTable or ImmediateKind.TableTable:
                sink.U32((uint)Number(rest, 0)).U32((uint)Number(rest, 1));
                break;
            case ImmediateKind.Memory: sink.Byte(0); break;
            case ImmediateKind.MemoryMemory: sink.Byte(0).Byte(0); break;
            case ImmediateKind.DataMemory: sink.U32((uint)Number(rest, 0)).Byte(0); break;
            case ImmediateKind.ReferenceType: sink.Byte((int)TypeOf(rest[0][0])); break;
            case ImmediateKind.ValueTypes: sink.U32(1).Byte((int)TypeOf(rest[0][0])); break;
            case ImmediateKind.I32 or ImmediateKind.I64: sink.Signed(Number(rest, 0)); break;
            case ImmediateKind.F32: sink.Fixed32(Float(rest[0])); break;
            case ImmediateKind.F64: sink.Fixed64(Double(rest[0])); break;
            case ImmediateKind.None: break;
            default: sink.U32((uint)Number(rest, 0)); break;
        }
    }

    private static void WriteOpcode(ByteSink sink, Opcode opcode)
    {
        if ((int)opcode < 0x100) sink.Byte((int)opcode);
        else sink.Byte(0xFC).U32((uint)opcode - 0x100);
    }

    private static long Number(string[] words, int index) =>
        index < words.Length ? long.Parse(words[index], CultureInfo.InvariantCulture) : 0;

    private static uint Float(string word) => word.StartsWith("0x", StringComparison.Ordinal)
        ? uint.Parse(word[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : BitConverter.SingleToUInt32Bits(float.Parse(word, CultureInfo.InvariantCulture));

    private static ulong Double(string word) => word.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(word[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : BitConverter.DoubleToUInt64Bits(double.Parse(word, CultureInfo.InvariantCulture));
}
