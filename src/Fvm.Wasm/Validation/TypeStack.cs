using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>
/// The operand and control stacks of the validation algorithm (WebAssembly 2.0, appendix). Arrays, no recursion: nesting costs heap, never
/// real stack. One object serves all functions of a module.
/// </summary>
internal sealed class TypeStack
{
    /// <summary>The type of an operand that unreachable code may have conjured up.</summary>
    public const ValueType Unknown = 0;

    private ValueType[] _operands = new ValueType[64];
    private ControlFrame[] _frames = new ControlFrame[16];
    private int _height;

    /// <summary>Where the current instruction stands in the module, for errors.</summary>
    public int Offset { get; set; }

    /// <summary>The number of open blocks.</summary>
    public int Depth { get; private set; }

    /// <summary>The greatest height seen in reachable code.</summary>
    public int MaxHeight { get; private set; }

    private ref ControlFrame Top => ref _frames[Depth - 1];

    /// <summary>Begins a function: one block that yields its results.</summary>
    public void Begin(ImmutableArray<ValueType> results)
    {
        _height = 0;
        Depth = 0;
        MaxHeight = 0;
        PushFrame(Opcode.Block, [], results);
    }

    /// <summary>Pushes an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(ValueType type)
    {
        if (_height == _operands.Length) Grow(_height + 1);
        _operands[_height++] = type;
        if (_height > MaxHeight) RaiseMaximum();
    }

    /// <summary>Pushes operands, the deepest first.</summary>
    public void Push(ImmutableArray<ValueType> types)
    {
        if (types.Length == 0) return;
        if (_height + types.Length > _operands.Length) Grow(_height + types.Length);
        types.AsSpan().CopyTo(_operands.AsSpan(_height));
        _height += types.Length;
        if (_height > MaxHeight) RaiseMaximum();
    }

    /// <summary>Pops an operand of any type.</summary>
    public ValueType Pop()
    {
        ref var top = ref Top;
        if (_height > top.Height) return _operands[--_height];
        if (!top.IsUnreachable) Throw("type mismatch: an operand is missing");
        return Unknown;
    }

    /// <summary>Pops an operand that must have a type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pop(ValueType expected)
    {
        var actual = Pop();
        if (actual != expected && actual != Unknown) ThrowMismatch(expected, actual);
    }

    /// <summary>Pops operands that must have types, the deepest first.</summary>
    public void Pop(ImmutableArray<ValueType> expected)
    {
        Check(expected);
        _height = Math.Max(_height - expected.Length, Top.Height);
    }

    /// <summary>Checks that the operands on top have types, and leaves them.</summary>
    public void Check(ImmutableArray<ValueType> expected)
    {
        ref var top = ref Top;
        var present = Math.Min(expected.Length, _height - top.Height);
        var actual = _operands.AsSpan(_height - present, present);
        var wanted = expected.AsSpan()[^present..];

        // Only unreachable code holds unknown operands; all other code passes here, so that a type of 1,000 results is compared at memcmp's speed.
        if (!actual.SequenceEqual(wanted))
        {
            for (var i = present - 1; i >= 0; i--)
                if (actual[i] != wanted[i] && actual[i] != Unknown) ThrowMismatch(wanted[i], actual[i]);
        }

        if (present < expected.Length && !top.IsUnreachable) Throw("type mismatch: an operand is missing");
    }

    /// <summary>Opens a block whose parameters have been popped.</summary>
    public void PushFrame(Opcode opcode, ImmutableArray<ValueType> parameters, ImmutableArray<ValueType> results)
    {
        var isDead = Depth > 0 && (Top.IsUnreachable || Top.IsDead);
        if (Depth == _frames.Length) Array.Resize(ref _frames, 2 * Depth);
        _frames[Depth++] = new ControlFrame
        {
            Opcode = opcode,
            Parameters = parameters,
            Results = results,
            Height = _height,
            IsDead = isDead,
        };
        Push(parameters);
    }

    /// <summary>Closes the innermost block: its results must be there, and nothing else. They are popped.</summary>
    public ControlFrame PopFrame()
    {
        Pop(Top.Results);
        if (_height != Top.Height) Throw("type mismatch: values remain on the stack at the end of a block");
        return _frames[--Depth];
    }

    /// <summary>Turns the then-arm, just closed, into the else-arm.</summary>
    public void PushElse(in ControlFrame then)
    {
        _frames[Depth++] = then with { Opcode = Opcode.Else, IsUnreachable = false };
        Push(then.Parameters);
    }

    /// <summary>Marks the rest of the innermost block as unreachable.</summary>
    public void MarkUnreachable()
    {
        ref var top = ref Top;
        _height = top.Height;
        top.IsUnreachable = true;
    }

    /// <summary>What a branch to a label takes along.</summary>
    public ImmutableArray<ValueType> LabelTypes(uint label)
    {
        if (label >= (uint)Depth) Throw($"unknown label {label}");
        return _frames[Depth - 1 - (int)label].LabelTypes;
    }

    /// <summary>Refuses the module at the current instruction.</summary>
    [DoesNotReturn]
    public void Throw(string what) => throw new WasmValidationException(what, Offset);

    [DoesNotReturn]
    private void ThrowMismatch(ValueType expected, ValueType actual) => Throw($"type mismatch: expected {expected}, found {actual}");

    private void RaiseMaximum()
    {
        ref var top = ref Top;
        if (!top.IsUnreachable && !top.IsDead) MaxHeight = _height;
    }

    private void Grow(int needed)
    {
        if (needed > DecodingLimits.OperandHeight) Throw($"too many operands: the limit is {DecodingLimits.OperandHeight}");
        Array.Resize(ref _operands, Math.Max(needed, 2 * _operands.Length));
    }
}
