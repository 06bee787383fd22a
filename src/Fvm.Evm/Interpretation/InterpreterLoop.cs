using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Evm.Analysis;
using Fvm.Evm.Arithmetic;
using Fvm.Evm.Instructions;

namespace Fvm.Evm.Interpretation;

/// <summary>
/// The dispatch loop. What is frequent and short stands in it, so that position, stack and gas stay in registers; everything else is
/// a call to <see cref="InstructionTable"/>, which sees the frame.
/// </summary>
internal static unsafe class InterpreterLoop
{
    /// <summary>Runs a frame to its end.</summary>
    // SAFETY: every read and write below StackBase or 1024 words above it is excluded by Begin, which stands before each block and
    // knows the lowest and highest place that the block touches. Memory is touched only below MemorySize. Positions come from the
    // stream itself: JumpTargets and Target hold only indices of Begin and BadJump, and no path runs past a stream's end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static EvmOutcome Run<TTrace>(EvmFrame frame)
        where TTrace : struct, ITraceMode
    {
        var stream = TTrace.IsOn ? frame.Program.SingleSteps : frame.Program.Blocks;
        ref Instruction ip = ref MemoryMarshal.GetArrayDataReference(stream.Instructions);
        UInt256* sp = frame.StackBase;
        long gas = frame.Gas;
        for (; ; ip = ref Unsafe.Add(ref ip, 1))
        {
            switch (ip.Operation)
            {
                case Operation.Begin:
                    {
                        if (TTrace.IsOn) Report(frame, stream, ref ip, sp, gas);
                        uint height = (uint)((byte*)sp - (byte*)frame.StackBase);
                        gas -= (long)ip.Immediate;
                        if (gas >= 0 && height - ip.Argument <= (uint)ip.Target) continue;
                        gas += (long)ip.Immediate;
                        if (stream == frame.Program.SingleSteps) return Halt(frame, gas, WhyNot(ref ip, height));
                        int pc = stream.PcOf(IndexOf(stream, ref ip));
                        stream = frame.Program.SingleSteps;
                        ip = ref Unsafe.Add(ref stream.Instructions[stream.IndexOf(pc)], -1);
                        continue;
                    }

                case Operation.Push:
                    *sp++ = new UInt256(ip.Immediate);
                    continue;
                case Operation.PushWide:
                    *sp++ = Copy(Instruction.WordBehind(ref ip));
                    ip = ref Unsafe.Add(ref ip, 2);
                    continue;
                case Operation.Dup:
                    *sp = Copy(*(UInt256*)((byte*)sp - ip.Argument));
                    sp++;
                    continue;
                case Operation.Swap:
                    {
                        var other = (UInt256*)((byte*)sp - ip.Argument);
                        var word = Copy(*other);
                        *other = Copy(sp[-1]);
                        sp[-1] = word;
                        continue;
                    }

                case Operation.Pop:
                    sp--;
                    continue;
                case Operation.JumpTo:
                    ip = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), ip.Target - 1);
                    continue;
                case Operation.JumpIfTo:
                    if (!(--sp)->IsZero) ip = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), ip.Target - 1);
                    continue;
                case Operation.JumpUnlessTo:
                    if ((--sp)->IsZero) ip = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), ip.Target - 1);
                    continue;
                case Operation.Jump:
                    {
                        sp--;
                        int target = Target(stream, *sp);
                        if (target == 0) return Halt(frame, gas, EvmOutcome.BadJump);
                        ip = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), target - 2);
                        continue;
                    }

                case Operation.JumpI:
                    {
                        sp -= 2;
                        if (sp->IsZero) continue;
                        int target = Target(stream, sp[1]);
                        if (target == 0) return Halt(frame, gas, EvmOutcome.BadJump);
                        ip = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), target - 2);
                        continue;
                    }

                case Operation.Add:
                    WordAddition.Add(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.Sub:
                    WordAddition.Subtract(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.Mul:
                    WordMultiplication.Multiply(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.Div:
                    WordDivision.Divide(sp[-1], sp[-2], out sp[-2], out sp[-1]);
                    sp--;
                    continue;
                case Operation.Mod:
                    WordDivision.Divide(sp[-1], sp[-2], out sp[-1], out sp[-2]);
                    sp--;
                    continue;
                case Operation.SDiv:
                    WordDivision.DivideSigned(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.SMod:
                    WordDivision.RemainderSigned(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.AddMod:
                    WordModulo.Add(sp[-1], sp[-2], sp[-3], out sp[-3]);
                    sp -= 2;
                    continue;
                case Operation.MulMod:
                    WordModulo.Multiply(sp[-1], sp[-2], sp[-3], out sp[-3]);
                    sp -= 2;
                    continue;
                case Operation.SignExtend:
                    WordShifts.SignExtend(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.Lt:
                    sp[-2] = Truth(WordComparison.IsLess(sp[-1], sp[-2]));
                    sp--;
                    continue;
                case Operation.Gt:
                    sp[-2] = Truth(WordComparison.IsLess(sp[-2], sp[-1]));
                    sp--;
                    continue;
                case Operation.SLt:
                    sp[-2] = Truth(WordComparison.IsSignedLess(sp[-1], sp[-2]));
                    sp--;
                    continue;
                case Operation.SGt:
                    sp[-2] = Truth(WordComparison.IsSignedLess(sp[-2], sp[-1]));
                    sp--;
                    continue;
                case Operation.Eq:
                    sp[-2] = Truth(sp[-1].Equals(sp[-2]));
                    sp--;
                    continue;
                case Operation.IsZero:
                    sp[-1] = Truth(sp[-1].IsZero);
                    continue;
                case Operation.And:
                    sp[-2] = sp[-1] & sp[-2];
                    sp--;
                    continue;
                case Operation.Or:
                    sp[-2] = sp[-1] | sp[-2];
                    sp--;
                    continue;
                case Operation.Xor:
                    sp[-2] = sp[-1] ^ sp[-2];
                    sp--;
                    continue;
                case Operation.Not:
                    sp[-1] = ~sp[-1];
                    continue;
                case Operation.Byte:
                    WordShifts.ByteAt(sp[-1], sp[-2], out sp[-2]);
                    sp--;
                    continue;
                case Operation.Shl:
                    WordShifts.Left(sp[-2], WordShifts.Amount(sp[-1]), out sp[-2]);
                    sp--;
                    continue;
                case Operation.Shr:
                    WordShifts.Right(sp[-2], WordShifts.Amount(sp[-1]), out sp[-2]);
                    sp--;
                    continue;
                case Operation.Sar:
                    WordShifts.RightSigned(sp[-2], WordShifts.Amount(sp[-1]), out sp[-2]);
                    sp--;
                    continue;
                case Operation.MLoad:
                    {
                        if (!IsInMemory(frame, sp[-1]))
                        {
                            frame.Gas = gas;
                            var outcome = frame.Reserve(sp[-1], UInt256.ByteLength, out _, out _);
                            if (outcome != EvmOutcome.None) return outcome;
                            gas = frame.Gas;
                        }

                        sp[-1] = Load(frame.MemoryBase + sp[-1].U0);
                        continue;
                    }

                case Operation.MStore:
                    {
                        if (!IsInMemory(frame, sp[-1]))
                        {
                            frame.Gas = gas;
                            var outcome = frame.Reserve(sp[-1], UInt256.ByteLength, out _, out _);
                            if (outcome != EvmOutcome.None) return outcome;
                            gas = frame.Gas;
                        }

                        Store(frame.MemoryBase + sp[-1].U0, sp[-2]);
                        sp -= 2;
                        continue;
                    }

                case Operation.Outside:
                    {
                        frame.Gas = gas;
                        var outcome = InstructionTable.Execute(frame, (Opcode)ip.Target, sp);
                        gas = frame.Gas;
                        if (outcome != EvmOutcome.None) return outcome;
                        sp += ip.Growth;
                        continue;
                    }

                case Operation.Stop:
                    frame.Gas = gas;
                    return EvmOutcome.Stop;
                case Operation.BadJump:
                    return Halt(frame, gas, EvmOutcome.BadJump);
                default:
                    return Halt(frame, gas, EvmOutcome.UndefinedOpcode);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 Truth(bool value) => new(value ? 1UL : 0);

    /// <summary>A copy limb by limb: see the remarks at <see cref="UInt256"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 Copy(in UInt256 word) => new(word.U0, word.U1, word.U2, word.U3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInMemory(EvmFrame frame, in UInt256 offset) =>
        offset.FitsUInt64 && offset.U0 < frame.MemorySize && offset.U0 + UInt256.ByteLength <= frame.MemorySize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 Load(byte* source) => new(
        BinaryPrimitives.ReverseEndianness(*(ulong*)(source + 24)),
        BinaryPrimitives.ReverseEndianness(*(ulong*)(source + 16)),
        BinaryPrimitives.ReverseEndianness(*(ulong*)(source + 8)),
        BinaryPrimitives.ReverseEndianness(*(ulong*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* destination, in UInt256 word)
    {
        *(ulong*)destination = BinaryPrimitives.ReverseEndianness(word.U3);
        *(ulong*)(destination + 8) = BinaryPrimitives.ReverseEndianness(word.U2);
        *(ulong*)(destination + 16) = BinaryPrimitives.ReverseEndianness(word.U1);
        *(ulong*)(destination + 24) = BinaryPrimitives.ReverseEndianness(word.U0);
    }

    /// <summary>1 + the index of the block at a place of the code, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Target(InstructionStream stream, in UInt256 pc)
    {
        var targets = stream.JumpTargets;
        return pc.FitsUInt64 && pc.U0 < (ulong)targets.Length ? targets[(int)pc.U0] : 0;
    }

    private static int IndexOf(InstructionStream stream, ref Instruction ip) =>
        (int)(Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(stream.Instructions), ref ip) / sizeof(Instruction));

    /// <summary>Leaves the counter where a host that meters gas finds it.</summary>
    private static EvmOutcome Halt(EvmFrame frame, long gas, EvmOutcome outcome)
    {
        frame.Gas = gas;
        return outcome;
    }

    /// <summary>Which requirement of a single instruction does not hold.</summary>
    private static EvmOutcome WhyNot(ref Instruction begin, uint height) =>
        height < begin.Argument ? EvmOutcome.StackUnderflow
        : height - begin.Argument > (uint)begin.Target ? EvmOutcome.StackOverflow
        : EvmOutcome.OutOfGas;

    private static void Report(EvmFrame frame, InstructionStream stream, ref Instruction ip, UInt256* sp, long gas)
    {
        int pc = stream.PcOf(IndexOf(stream, ref ip));
        frame.Tracer!.OnStep(new Tracing.EvmStep
        {
            Pc = pc,
            Opcode = pc < frame.Program.Bytes.Length ? frame.Program.Bytes[pc] : (byte)Opcode.Stop,
            Gas = gas,
            Refund = frame.Refund,
            Depth = frame.Message.Depth,
            Self = frame.Message.Self,
            Stack = new ReadOnlySpan<UInt256>(frame.StackBase, (int)(sp - frame.StackBase)),
            Memory = new ReadOnlySpan<byte>(frame.MemoryBase, (int)frame.MemorySize),
            ReturnData = frame.ReturnData.Span,
        });
    }
}
