using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Decoding;

/// <summary>Decodes the code section (WebAssembly 2.0, 5.5.13) and reads every instruction once.</summary>
/// <param name="bytes">The module, for slices.</param>
internal sealed class CodeDecoder(ReadOnlyMemory<byte> bytes)
{
    private readonly Lock _segments = new();

    public FunctionBody[] Bodies { get; private set; } = [];

    /// <summary>Where the code first names a data segment, or null: such code needs a data count section.</summary>
    public int? FirstDataUse { get; private set; }

    /// <summary>Reads the section.</summary>
    /// <param name="section">Its content.</param>
    /// <param name="functionCount">How many functions the function section declares.</param>
    public void Read(ref ByteReader section, int functionCount)
    {
        var at = section.Offset;
        var count = section.ReadCount("function bodies", DecodingLimits.Functions, minimumItemSize: 2);
        if (count != functionCount) ByteReader.Throw("function and code section have inconsistent lengths", at);
        var bodies = new FunctionBody[count];
        var size = section.Remaining;
        var known = 0;
        try
        {
            for (; known < count; known++) bodies[known] = ReadBody(ref section);
        }
        finally
        {
            // Code that comes before a body which cannot be read has its error first.
            FunctionLanes<CodeCheck>.Run(known, size, () => new CodeCheck(this), (check, i) => check.Check(bodies[i].Code.Span, bodies[i].Offset));
        }

        Bodies = bodies;
    }

    private FunctionBody ReadBody(ref ByteReader section)
    {
        var at = section.Offset;
        var size = section.ReadSize("function body");
        if (size > DecodingLimits.FunctionSize)
            ByteReader.Throw($"function too large: {size} bytes, the limit is {DecodingLimits.FunctionSize}", at);
        var entry = new ByteReader(section.ReadSpan(size), section.Offset - size);
        var groups = ReadLocals(ref entry, out var localCount);
        return new FunctionBody(
            ImmutableCollectionsMarshal.AsImmutableArray(groups), localCount, bytes.Slice(entry.Offset, entry.Remaining), entry.Offset);
    }

    private static LocalGroup[] ReadLocals(ref ByteReader entry, out int localCount)
    {
        var groups = new LocalGroup[entry.ReadCount("local groups", DecodingLimits.FunctionSize, minimumItemSize: 2)];
        ulong total = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var at = entry.Offset;
            var count = entry.ReadU32();
            total += count;
            if (total > DecodingLimits.Locals) ByteReader.Throw($"too many locals: {total}, the limit is {DecodingLimits.Locals}", at);
            groups[i] = new LocalGroup(count, TypeReader.ReadValueType(ref entry));
        }

        localCount = (int)total;
        return groups;
    }

    private void NoteDataUse(int offset)
    {
        lock (_segments)
        {
            if (FirstDataUse is null || offset < FirstDataUse) FirstDataUse = offset;
        }
    }

    // One thread's part.
    private sealed class CodeCheck(CodeDecoder decoder)
    {
        private bool _usesData;

        /// <summary>Checks that the instructions are well formed, that blocks close, and that the code ends where its function does.</summary>
        public void Check(ReadOnlySpan<byte> code, int origin)
        {
            var instructions = new InstructionReader(code, origin);
            var depth = 1;
            while (instructions.Read())
            {
                var opcode = instructions.Opcode;
                if (opcode is Opcode.Block or Opcode.Loop or Opcode.If) depth++;
                if (opcode is Opcode.MemoryInit or Opcode.DataDrop) UsesData(instructions.Offset);
                if (opcode != Opcode.End) continue;
                depth--;
                if (depth == 0 && instructions.NextPosition < code.Length)
                    ByteReader.Throw("section size mismatch: operators after the end of the function", origin + instructions.NextPosition);
            }

            if (depth > 0) ByteReader.Throw("unexpected end: END opcode expected", origin + code.Length);
        }

        // A thread meets functions in order, so that its first use is its lowest.
        private void UsesData(int offset)
        {
            if (_usesData) return;
            _usesData = true;
            decoder.NoteDataUse(offset);
        }
    }
}
