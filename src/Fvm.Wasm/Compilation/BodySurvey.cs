using Fvm.Wasm.Model;

namespace Fvm.Wasm.Compilation;

/// <summary>What emission wants to know of a body before it begins: one pass, linear in time and memory.</summary>
internal sealed class BodySurvey
{
    private const int None = -1;
    private readonly Dictionary<int, int> _loopEnds = [];
    private readonly List<(int Position, int Next)> _assignments = [];

    // Per local its next assignment: an index into the list, from a position that only advances.
    private readonly int[] _next;

    /// <summary>Surveys a body.</summary>
    /// <param name="code">The body.</param>
    /// <param name="locals">How many parameters and locals it has.</param>
    public BodySurvey(ReadOnlySpan<byte> code, int locals)
    {
        var last = new int[locals];
        _next = new int[locals];
        Array.Fill(_next, None);
        var open = new Stack<int>();
        var reader = new InstructionReader(code);
        while (reader.Read())
        {
            switch (reader.Opcode)
            {
                case >= Opcode.I32Load and <= Opcode.I64Store32: UsesMemory = true; break;
                case Opcode.Call or Opcode.CallIndirect: Calls = true; break;
                case Opcode.Block or Opcode.If: open.Push(None); break;
                case Opcode.Loop: open.Push(reader.Position); break;
                case Opcode.End:
                    if (open.TryPop(out var begin) && begin != None) _loopEnds[begin] = reader.Position;
                    break;
                case Opcode.LocalSet or Opcode.LocalTee: NoteAssignment((int)reader.Index, reader.Position, last); break;
            }
        }
    }

    /// <summary>Whether it loads or stores.</summary>
    public bool UsesMemory { get; }

    /// <summary>Whether it calls anything.</summary>
    public bool Calls { get; }

    /// <summary>Whether a local is assigned in a loop. Loops must be asked about in the order of the code.</summary>
    /// <param name="local">The local.</param>
    /// <param name="loop">The position of the loop's operator.</param>
    public bool IsAssignedIn(int local, int loop)
    {
        ref var next = ref _next[local];
        while (next != None && _assignments[next].Position < loop) next = _assignments[next].Next;
        return next != None && _assignments[next].Position < _loopEnds[loop];
    }

    private void NoteAssignment(int local, int position, int[] last)
    {
        var index = _assignments.Count;
        _assignments.Add((position, None));
        if (_next[local] == None) _next[local] = index;
        else _assignments[last[local]] = (_assignments[last[local]].Position, index);
        last[local] = index;
    }
}
