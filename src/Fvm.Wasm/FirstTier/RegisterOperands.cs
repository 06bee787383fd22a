namespace Fvm.Wasm.FirstTier;

/// <summary>What an operand is at translation time.</summary>
internal enum OperandKind : byte
{
    /// <summary>In the register of its own height.</summary>
    Own,

    /// <summary>The present value of a local.</summary>
    Local,

    /// <summary>A constant.</summary>
    Constant,
}

/// <summary>An operand at translation time.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Local">The local.</param>
/// <param name="Bits">The constant's cell.</param>
internal readonly record struct RegisterOperand(OperandKind Kind, int Local, ulong Bits);

/// <summary>
/// The operand stack at translation time. An operand's own register is given by its height; locals and constants get there only if they must,
/// so that most of wasm's gets and constants become operands of other instructions.
/// </summary>
internal sealed class RegisterOperands(RegisterWriter writer)
{
    /// <summary>How many operands may be other than in their own registers; bounds every scan.</summary>
    private const int Window = 32;

    private RegisterOperand[] _entries = new RegisterOperand[64];
    private int _locals;

    // Entries below are in their own registers.
    private int _waitingFrom;

    /// <summary>How many operands.</summary>
    public int Height { get; private set; }

    /// <summary>An operand.</summary>
    public ref readonly RegisterOperand this[int height] => ref _entries[height];

    /// <summary>Begins a function.</summary>
    /// <param name="locals">How many registers parameters and locals take.</param>
    public void Begin(int locals) => (_locals, _waitingFrom, Height) = (locals, 0, 0);

    /// <summary>The register that belongs to a height.</summary>
    public int Own(int height) => _locals + height;

    /// <summary>Pushes an operand that is in its own register.</summary>
    public void PushOwn() => Push(new RegisterOperand(OperandKind.Own, 0, 0));

    /// <summary>Pushes the value of a local.</summary>
    public void PushLocal(int local) => Push(new RegisterOperand(OperandKind.Local, local, 0));

    /// <summary>Pushes a constant.</summary>
    public void PushConstant(ulong bits) => Push(new RegisterOperand(OperandKind.Constant, 0, bits));

    /// <summary>Pops an operand without using it.</summary>
    public RegisterOperand Pop()
    {
        Height--;
        if (_waitingFrom > Height) _waitingFrom = Height;
        return _entries[Height];
    }

    /// <summary>Pops an operand: the register that it is in.</summary>
    public int PopRegister()
    {
        var register = RegisterOf(Height - 1);
        Pop();
        return register;
    }

    /// <summary>The register that an operand is in; constants are put into their own.</summary>
    public int RegisterOf(int height)
    {
        ref var entry = ref _entries[height];
        if (entry.Kind == OperandKind.Local) return entry.Local;
        if (entry.Kind == OperandKind.Constant) PutInOwn(height);
        return Own(height);
    }

    /// <summary>Puts an operand into its own register.</summary>
    public void PutInOwn(int height)
    {
        CopyTo(Own(height), height);
        _entries[height] = new RegisterOperand(OperandKind.Own, 0, 0);
    }

    /// <summary>Puts all operands into their own registers: before control joins.</summary>
    public void PutAllInOwn()
    {
        for (var height = _waitingFrom; height < Height; height++)
            if (_entries[height].Kind != OperandKind.Own) PutInOwn(height);
        _waitingFrom = Height;
    }

    /// <summary>Puts all operands but the uppermost into their own registers, without coming between it and the instruction that computed it.</summary>
    public void PutBelowTopInOwn()
    {
        var top = Height - 1;
        var waits = false;
        for (var height = _waitingFrom; height < top; height++) waits |= _entries[height].Kind != OperandKind.Own;
        if (waits) PutAllInOwn();
        else _waitingFrom = top;
    }

    /// <summary>Puts the uppermost operands into their own registers.</summary>
    /// <returns>The first's register.</returns>
    public int PutTopInOwn(int count)
    {
        for (var height = Height - count; height < Height; height++) PutInOwn(height);
        return Own(Height - count);
    }

    /// <summary>Before a local changes: operands that are its value are kept.</summary>
    public void KeepValueOf(int local)
    {
        for (var height = _waitingFrom; height < Height; height++)
            if (_entries[height].Kind == OperandKind.Local && _entries[height].Local == local) PutInOwn(height);
    }

    /// <summary>Copies an operand's value to a register; the operand stays what it is.</summary>
    public void CopyTo(int register, int height)
    {
        ref readonly var entry = ref _entries[height];
        switch (entry.Kind)
        {
            case OperandKind.Constant: WriteConstant(register, entry.Bits); break;
            case OperandKind.Local: writer.Value(RegisterOp.Move, register, entry.Local); break;
            default:
                if (register != Own(height)) writer.Value(RegisterOp.Move, register, Own(height));
                break;
        }
    }

    /// <summary>Moves an operand that is about to go to a register: the instruction that has just computed it may as well write there.</summary>
    public void MoveTo(int register, int height)
    {
        if (_entries[height].Kind == OperandKind.Own && writer.Last >= 0 && writer[writer.Last].A == Own(height)) writer.Redirect(register);
        else CopyTo(register, height);
    }

    /// <summary>Writes a constant to a register.</summary>
    public void WriteConstant(int register, ulong bits)
    {
        if (bits <= uint.MaxValue) writer.ValueWide(RegisterOp.Constant, register, (int)(uint)bits);
        else if ((long)bits == (int)bits) writer.ValueWide(RegisterOp.ConstantSigned, register, (int)bits);
        else
        {
            writer.Plain(RegisterOp.ConstantFar, register);
            writer.Word(bits);
        }
    }

    /// <summary>Control has left or joins: only the lowest operands remain, and all are in their own registers.</summary>
    public void Truncate(int height)
    {
        Height = Math.Min(Height, height);
        _waitingFrom = Math.Min(_waitingFrom, Height);
    }

    private void Push(RegisterOperand operand)
    {
        if (Height == _entries.Length) Array.Resize(ref _entries, 2 * Height);
        _entries[Height++] = operand;
        if (Height - _waitingFrom <= Window) return;
        if (_entries[_waitingFrom].Kind != OperandKind.Own) PutInOwn(_waitingFrom);
        _waitingFrom++;
    }
}
