using System.Buffers.Binary;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Writes a method body's IL as bytes. We do not use ILGenerator: it costs several times the time and memory, hides the sizes that RyuJIT's
/// limits count (<see cref="IlStatistics"/>), and picks no short forms by itself.
/// </summary>
internal sealed class IlWriter
{
    private readonly List<int> _labels = [];
    private readonly List<(int At, int End, int Label)> _fixups = [];
    private byte[] _code = new byte[256];
    private int _length;
    private int _instructions;
    private int _localReferences;
    private int _branches;

    /// <summary>The bytes so far.</summary>
    public int Length => _length;

    /// <summary>What RyuJIT's limits count.</summary>
    public IlStatistics Statistics => new(_length, _instructions, _localReferences, _branches + _labels.Count);

    /// <summary>An instruction without operand.</summary>
    public void Op(IlOp op)
    {
        _instructions++;
        var code = (int)op;
        var at = Reserve(code > 0xFF ? 2 : 1);
        if (code > 0xFF) _code[at++] = (byte)(code >> 8);
        _code[at] = (byte)code;
    }

    /// <summary>An instruction with a metadata token.</summary>
    public void Token(IlOp op, int token)
    {
        Op(op);
        Int32(token);
    }

    /// <summary>Pushes an int32.</summary>
    public void LdcI4(int value)
    {
        if (value is >= -1 and <= 8) Op((IlOp)((int)IlOp.LdcI40 + value));
        else if (value is >= sbyte.MinValue and <= sbyte.MaxValue) WithByte(IlOp.LdcI4S, (byte)value);
        else
        {
            Op(IlOp.LdcI4);
            Int32(value);
        }
    }

    /// <summary>Pushes an int64, in the shortest way.</summary>
    public void LdcI8(long value)
    {
        if (value == (int)value)
        {
            LdcI4((int)value);
            Op(IlOp.ConvI8);
        }
        else if (value == (uint)value)
        {
            LdcI4((int)value);
            Op(IlOp.ConvU8);
        }
        else
        {
            Op(IlOp.LdcI8);
            BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);
        }
    }

    /// <summary>Pushes a float64; the bits reach the JIT as they are.</summary>
    public void LdcR8(ulong bits)
    {
        Op(IlOp.LdcR8);
        BinaryPrimitives.WriteUInt64LittleEndian(Next(8), bits);
    }

    /// <summary>Pushes a float32, which must be no NaN: the JIT keeps constants as doubles and would quieten it.</summary>
    public void LdcR4(uint bits)
    {
        Op(IlOp.LdcR4);
        Int32((int)bits);
    }

    /// <summary>Pushes a local.</summary>
    public void LdLoc(int local) => Slot(local, IlOp.Ldloc0, IlOp.LdlocS, IlOp.Ldloc);

    /// <summary>Pops into a local.</summary>
    public void StLoc(int local) => Slot(local, IlOp.Stloc0, IlOp.StlocS, IlOp.Stloc);

    /// <summary>Pushes an argument.</summary>
    public void LdArg(int argument) => Slot(argument, IlOp.Ldarg0, IlOp.LdargS, IlOp.Ldarg);

    /// <summary>Pops into an argument.</summary>
    public void StArg(int argument)
    {
        _localReferences++;
        if (argument <= byte.MaxValue) WithByte(IlOp.StargS, (byte)argument);
        else WithUInt16(IlOp.Starg, argument);
    }

    /// <summary>A label to be marked later.</summary>
    public int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    /// <summary>Puts a label here.</summary>
    public void Mark(int label) => _labels[label] = _length;

    /// <summary>A branch; backwards and near, in its short form.</summary>
    public void Branch(IlOp op, int label)
    {
        _branches++;
        var target = _labels[label];
        if (target >= 0 && target - (_length + 2) >= sbyte.MinValue)
        {
            WithByte((IlOp)((int)op - (IlOp.Br - ShortBr)), (byte)(target - (_length + 2)));
            return;
        }

        Op(op);
        var at = Reserve(4);
        _fixups.Add((at, at + 4, label));
    }

    /// <summary>A jump table: pops an index; beyond the table control falls through.</summary>
    public void Switch(ReadOnlySpan<int> labels)
    {
        _branches += labels.Length;
        Op(IlOp.Switch);
        Int32(labels.Length);
        var at = Reserve(4 * labels.Length);
        foreach (var label in labels)
        {
            _fixups.Add((at, _length, label));
            at += 4;
        }
    }

    /// <summary>The finished body.</summary>
    public byte[] ToArray()
    {
        foreach (var (at, end, label) in _fixups)
            BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan(at), _labels[label] - end);
        return _code.AsSpan(0, _length).ToArray();
    }

    /// <summary>Forgets everything, to write another body.</summary>
    public void Clear()
    {
        _labels.Clear();
        _fixups.Clear();
        _length = _instructions = _localReferences = _branches = 0;
    }

    private const IlOp ShortBr = (IlOp)0x2B;

    private void Slot(int index, IlOp first, IlOp shortForm, IlOp longForm)
    {
        _localReferences++;
        if (index < 4) Op((IlOp)((int)first + index));
        else if (index <= byte.MaxValue) WithByte(shortForm, (byte)index);
        else WithUInt16(longForm, index);
    }

    private void WithByte(IlOp op, byte operand)
    {
        Op(op);
        Next(1)[0] = operand;
    }

    private void WithUInt16(IlOp op, int operand)
    {
        if (operand > ushort.MaxValue - 1) ThrowTooManyLocals();
        Op(op);
        BinaryPrimitives.WriteUInt16LittleEndian(Next(2), (ushort)operand);
    }

    private void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);

    private Span<byte> Next(int count)
    {
        var at = Reserve(count);
        return _code.AsSpan(at, count);
    }

    private int Reserve(int count)
    {
        if (_length + count > _code.Length) Array.Resize(ref _code, Math.Max(_code.Length * 2, _length + count));
        var at = _length;
        _length += count;
        return at;
    }

    private static void ThrowTooManyLocals() =>
        throw new InvalidOperationException("A function needs more than 65,534 IL locals; decoding admits at most 50,000 and reuses temporaries.");
}
