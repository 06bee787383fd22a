using System.Globalization;

namespace Fvm.Evm.Tracing;

/// <summary>A place in a source file.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="File">The file's number in the compiler's output; -1 for code that the compiler made up.</param>
public readonly record struct SourceSpan(int Start, int Length, int File)
{
    /// <summary>Whether another place lies in this one.</summary>
    public bool Contains(SourceSpan other) => File == other.File && Start <= other.Start && other.Start + other.Length <= Start + Length;
}

/// <summary>
/// Which place in the sources an instruction came from: solc's compressed source map (Solidity documentation, "Source Mappings"). An entry an instruction,
/// separated by semicolons, with the fields start, length, file, jump, modifier depth separated by colons; a field that is empty is as in the entry before.
/// </summary>
public sealed class SourceMap
{
    private const int Fields = 3;

    private readonly SourceSpan[] _spans;
    private readonly int[] _instructions;

    private SourceMap(SourceSpan[] spans, int[] instructions)
    {
        _spans = spans;
        _instructions = instructions;
    }

    /// <summary>Reads a map.</summary>
    /// <param name="text">The map.</param>
    /// <param name="code">The code that it belongs to.</param>
    /// <exception cref="FormatException">A field is no number.</exception>
    public static SourceMap Parse(string text, ReadOnlySpan<byte> code)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] entries = text.Length == 0 ? [] : text.Split(';');
        var spans = new SourceSpan[entries.Length];
        Span<int> last = stackalloc int[Fields];
        last[2] = -1;
        for (int i = 0; i < entries.Length; i++)
        {
            string[] fields = entries[i].Split(':');
            for (int field = 0; field < Math.Min(Fields, fields.Length); field++)
            {
                if (fields[field].Length == 0) continue;
                if (!int.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out last[field]))
                    throw new FormatException($"entry {i} of the source map, '{entries[i]}', is no place");
            }

            spans[i] = new SourceSpan(last[0], last[1], last[2]);
        }

        return new SourceMap(spans, Instructions(code));
    }

    /// <summary>The place of an instruction; null when the map does not reach so far, as in data behind the code.</summary>
    /// <param name="pc">The instruction's place in the code.</param>
    public SourceSpan? At(int pc) => (uint)pc < (uint)_instructions.Length && _instructions[pc] < _spans.Length ? _spans[_instructions[pc]] : null;

    /// <summary>The number of the instruction that a byte belongs to.</summary>
    private static int[] Instructions(ReadOnlySpan<byte> code)
    {
        var numbers = new int[code.Length];
        for (int pc = 0, number = 0; pc < code.Length; number++)
        {
            int length = code[pc] is >= (byte)Opcode.Push1 and <= (byte)Opcode.Push32 ? code[pc] - (byte)Opcode.Push1 + 2 : 1;
            int end = Math.Min(code.Length, pc + length);
            numbers.AsSpan(pc, end - pc).Fill(number);
            pc = end;
        }

        return numbers;
    }
}
