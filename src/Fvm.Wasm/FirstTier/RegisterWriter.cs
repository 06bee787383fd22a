using System.Runtime.InteropServices;

namespace Fvm.Wasm.FirstTier;

/// <summary>Register code under construction: words, and branches to labels that are not placed yet.</summary>
internal sealed unsafe class RegisterWriter
{
    private const int Nowhere = -1;
    private readonly List<(int At, int From, int Label)> _fixups = [];
    private readonly List<int> _labels = [];
    private RegisterInstruction[] _code = new RegisterInstruction[256];

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The last instruction, if it is one word, writes register A and nothing branches behind it; else none (-1). It may be taken back or
    /// be made to write elsewhere.
    /// </summary>
    public int Last { get; private set; } = Nowhere;

    /// <summary>A word.</summary>
    public ref RegisterInstruction this[int index] => ref _code[index];

    /// <summary>Begins a function.</summary>
    public void Clear()
    {
        _fixups.Clear();
        _labels.Clear();
        Count = 0;
        Last = Nowhere;
    }

    /// <summary>An instruction that writes register A.</summary>
    public void Value(RegisterOp op, int a, int b, int c = 0)
    {
        Plain(op, a, b, c);
        Last = Count - 1;
    }

    /// <summary>An instruction that writes register A, with a constant.</summary>
    public void ValueWide(RegisterOp op, int a, int wide)
    {
        Wide(op, a, wide);
        Last = Count - 1;
    }

    /// <summary>An instruction that writes no register, or not only A.</summary>
    public void Plain(RegisterOp op, int a = 0, int b = 0, int c = 0) =>
        Add(new RegisterInstruction { Op = op, A = (ushort)a, B = (ushort)b, C = (ushort)c });

    /// <summary>The same with one register and a wide constant.</summary>
    public void Wide(RegisterOp op, int a, int wide) => Add(new RegisterInstruction { Op = op, A = (ushort)a, Wide = wide });

    /// <summary>A second word.</summary>
    public void Word(ulong bits) => Add(new RegisterInstruction { Bits = bits });

    /// <summary>A branch of one word.</summary>
    public void Branch(RegisterOp op, int a, int label)
    {
        _fixups.Add((Count, Count, label));
        Plain(op, a);
    }

    /// <summary>A branch of two words.</summary>
    public void Branch(RegisterOp op, int a, int b, int immediate, int label)
    {
        _fixups.Add((Count + 1, Count, label));
        Plain(op, a, b);
        Add(new RegisterInstruction { Immediate = immediate });
    }

    /// <summary>A way of a branch table whose first word is <paramref name="from"/>.</summary>
    public void Way(int from, int label)
    {
        _fixups.Add((Count, from, label));
        Add(default);
    }

    /// <summary>Takes the last instruction back.</summary>
    public void TakeBack()
    {
        Count--;
        Last = Nowhere;
    }

    /// <summary>Lets the last instruction write to another register; what it wrote before is no more.</summary>
    public void Redirect(int register)
    {
        _code[Last].A = (ushort)register;
        Last = Nowhere;
    }

    /// <summary>A label to be placed later.</summary>
    public int NewLabel()
    {
        _labels.Add(Nowhere);
        return _labels.Count - 1;
    }

    /// <summary>Places a label here.</summary>
    public void Mark(int label)
    {
        _labels[label] = Count;
        Last = Nowhere;
    }

    /// <summary>The finished code, in native memory that is the caller's to free.</summary>
    public RegisterInstruction* ToNative()
    {
        foreach (var (at, from, label) in _fixups) _code[at].Wide = _labels[label] - from;
        var code = (RegisterInstruction*)NativeMemory.Alloc((nuint)Count, (nuint)sizeof(RegisterInstruction));
        _code.AsSpan(0, Count).CopyTo(new Span<RegisterInstruction>(code, Count));
        return code;
    }

    private void Add(RegisterInstruction word)
    {
        if (Count == _code.Length) Array.Resize(ref _code, 2 * Count);
        _code[Count++] = word;
        Last = Nowhere;
    }
}
