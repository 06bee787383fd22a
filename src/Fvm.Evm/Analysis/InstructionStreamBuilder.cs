using System.Runtime.InteropServices;

namespace Fvm.Evm.Analysis;

/// <summary>
/// Reads code once and makes an instruction stream of it. A basic block begins at the start, at a JUMPDEST, behind a JUMPI and
/// behind each instruction that can see the gas counter (GAS, SSTORE's sentry of EIP-2200, calls and creations), so that a block's
/// gas can be charged as one. What no execution can reach is left out.
/// </summary>
internal sealed class InstructionStreamBuilder
{
    private const int MaxStack = EvmFrameLimits.StackWords;

    private readonly ReadOnlyMemory<byte> _code;
    private readonly EvmConfiguration _configuration;
    private readonly bool _singleSteps;
    private readonly List<Instruction> _instructions = [];
    private readonly List<int> _blockIndices = [];
    private readonly List<int> _blockPcs = [];
    private readonly int[] _jumpTargets;

    private int _block = -1;

    /// <summary>
    /// Where the places begin that may be taken back and joined: behind the block's head, and behind the two places of a wide word, which
    /// hold anything and may read as an instruction.
    /// </summary>
    private int _joinable;
    private ulong _gas;
    private int _height, _need, _peak;

    private InstructionStreamBuilder(ReadOnlyMemory<byte> code, EvmConfiguration configuration, bool singleSteps)
    {
        _code = code;
        _configuration = configuration;
        _singleSteps = singleSteps;
        _jumpTargets = new int[code.Length];
    }

    /// <summary>The stream of a code.</summary>
    /// <param name="code">The bytes.</param>
    /// <param name="configuration">Which instructions exist, and their constant gas.</param>
    /// <param name="singleSteps">Whether each instruction is a block of its own and nothing is joined.</param>
    internal static InstructionStream Build(ReadOnlyMemory<byte> code, EvmConfiguration configuration, bool singleSteps) =>
        new InstructionStreamBuilder(code, configuration, singleSteps).Build();

    private InstructionStream Build()
    {
        var code = _code.Span;
        int pc = 0;
        bool reachable = true;
        OpenBlock(0);
        while (pc < code.Length)
        {
            byte value = code[pc];
            bool exists = _configuration.TryGetOpcode(value, out var info);
            bool isTarget = exists && info.Code == Opcode.JumpDest;
            if (!reachable && !isTarget)
            {
                pc += 1 + (exists ? info.Immediates : 0);
                continue;
            }

            if (isTarget || _block < 0 || (_singleSteps && pc != _blockPcs[^1])) OpenBlock(pc);
            reachable = true;
            if (isTarget)
            {
                _jumpTargets[pc] = _block + 1;
                Require(info);
            }
            else if (exists)
            {
                Require(info);
                reachable = Emit(info, pc, code);
            }
            else
            {
                _instructions.Add(new Instruction { Operation = Operation.Undefined });
                reachable = false;
            }

            if (!reachable) CloseBlock();
            pc += 1 + (exists ? info.Immediates : 0);
        }

        if (reachable)
        {
            if (_block < 0 || _singleSteps) OpenBlock(code.Length);
            _instructions.Add(new Instruction { Operation = Operation.Stop });
        }

        CloseBlock();
        ResolveJumps();
        return new InstructionStream([.. _instructions], _jumpTargets, [.. _blockIndices], [.. _blockPcs]);
    }

    /// <summary>Adds what an instruction becomes.</summary>
    /// <returns>Whether execution can go on behind it.</returns>
    private bool Emit(in OpcodeInfo info, int pc, ReadOnlySpan<byte> code)
    {
        switch (info.Code)
        {
            case Opcode.Push0 or (>= Opcode.Push1 and <= Opcode.Push32):
                Push(ReadImmediate(code, pc + 1, info.Immediates));
                return true;
            case Opcode.Pc:
                Push((ulong)pc);
                return true;
            case Opcode.CodeSize:
                Push((ulong)code.Length);
                return true;
            case >= Opcode.Dup1 and <= Opcode.Dup16:
                Add(Operation.Dup, (info.Code - Opcode.Dup1 + 1) * UInt256.ByteLength);
                return true;
            case >= Opcode.Swap1 and <= Opcode.Swap16:
                Add(Operation.Swap, (info.Code - Opcode.Swap1 + 2) * UInt256.ByteLength);
                return true;
            case Opcode.Jump:
                AddJump();
                return false;
            case Opcode.JumpI:
                AddConditionalJump();
                CloseBlock();
                return true;
            default:
                AddOpcode(info);
                if (SeesGas(info.Code)) CloseBlock();
                return !Ends(info.Code);
        }
    }

    private static bool SeesGas(Opcode code) => code is Opcode.Gas or Opcode.SStore or Opcode.Call or Opcode.CallCode
        or Opcode.DelegateCall or Opcode.StaticCall or Opcode.Create or Opcode.Create2;

    private static bool Ends(Opcode code) => code is Opcode.Stop or Opcode.Return or Opcode.Revert or Opcode.SelfDestruct or Opcode.Invalid;

    /// <summary>Bytes beyond the code's end read as zeros.</summary>
    private static UInt256 ReadImmediate(ReadOnlySpan<byte> code, int start, int length)
    {
        if (start + length <= code.Length) return UInt256.ReadBigEndian(code.Slice(start, length));
        Span<byte> padded = stackalloc byte[length];
        padded.Clear();
        if (start < code.Length) code[start..].CopyTo(padded);
        return UInt256.ReadBigEndian(padded);
    }

    private void Push(in UInt256 word)
    {
        if (word.FitsUInt64)
        {
            _instructions.Add(new Instruction { Operation = Operation.Push, Immediate = word.U0 });
            return;
        }

        _instructions.Add(new Instruction { Operation = Operation.PushWide });
        _instructions.Add(default);
        _instructions.Add(default);
        Instruction.WriteWord(CollectionsMarshal.AsSpan(_instructions)[^2..], word);
        _joinable = _instructions.Count;
    }

    private void Add(Operation operation, int argument) =>
        _instructions.Add(new Instruction { Operation = operation, Argument = (ushort)argument });

    private void AddOpcode(in OpcodeInfo info)
    {
        var operation = OperationOfOpcode.Find(info.Code);
        _instructions.Add(new Instruction { Operation = operation, Argument = (ushort)(info.Outputs - info.Inputs), Target = (int)info.Code });
    }

    private void AddJump()
    {
        if (TryTakePush(out int target)) _instructions.Add(new Instruction { Operation = Operation.JumpTo, Target = target });
        else Add(Operation.Jump, 0);
    }

    private void AddConditionalJump()
    {
        if (!TryTakePush(out int target))
        {
            Add(Operation.JumpI, 0);
            return;
        }

        var operation = Operation.JumpIfTo;
        if (LastIs(Operation.IsZero))
        {
            _instructions.RemoveAt(_instructions.Count - 1);
            operation = Operation.JumpUnlessTo;
        }

        _instructions.Add(new Instruction { Operation = operation, Target = target });
    }

    private bool LastIs(Operation operation) =>
        !_singleSteps && _instructions.Count > _joinable && _instructions[^1].Operation == operation;

    /// <summary>Takes back a PUSH that stands just before; its word is where to jump, in the code (-1 if it cannot be a target).</summary>
    private bool TryTakePush(out int target)
    {
        target = -1;
        if (!LastIs(Operation.Push)) return false;
        ulong word = _instructions[^1].Immediate;
        if (word < (ulong)_code.Length) target = (int)word;
        _instructions.RemoveAt(_instructions.Count - 1);
        return true;
    }

    private void OpenBlock(int pc)
    {
        CloseBlock();
        _block = _instructions.Count;
        _blockIndices.Add(_block);
        _blockPcs.Add(pc);
        _instructions.Add(new Instruction { Operation = Operation.Begin });
        _joinable = _instructions.Count;
        _gas = 0;
        _height = _need = _peak = 0;
    }

    private void Require(in OpcodeInfo info)
    {
        _gas += _configuration.Schedule.Constant(info.Code);
        _need = Math.Max(_need, info.Inputs - _height);
        _height += info.Outputs - info.Inputs;
        _peak = Math.Max(_peak, _height);
    }

    private void CloseBlock()
    {
        if (_block < 0) return;
        ref var begin = ref CollectionsMarshal.AsSpan(_instructions)[_block];
        int range = MaxStack - _peak - _need;
        // A block that no stack satisfies: a height that is never reached.
        if (range < 0)
        {
            _need = MaxStack + 1;
            range = 0;
        }

        begin.Argument = (ushort)(_need * UInt256.ByteLength);
        begin.Target = range * UInt256.ByteLength;
        begin.Immediate = _gas;
        _block = -1;
    }

    private void ResolveJumps()
    {
        int badJump = _instructions.Count;
        _instructions.Add(new Instruction { Operation = Operation.BadJump });
        var instructions = CollectionsMarshal.AsSpan(_instructions);
        for (int i = 0; i < instructions.Length; i++)
        {
            ref var instruction = ref instructions[i];
            if (instruction.Operation == Operation.PushWide) i += 2;
            if (instruction.Operation is not (Operation.JumpTo or Operation.JumpIfTo or Operation.JumpUnlessTo)) continue;
            int pc = instruction.Target;
            instruction.Target = pc < 0 || _jumpTargets[pc] == 0 ? badJump : _jumpTargets[pc] - 1;
        }
    }
}
