using System.Numerics;
using System.Runtime.CompilerServices;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.FirstTier;

/// <summary>
/// Runs register code: the engine's first tier, for the many functions that run too seldom to be worth RyuJIT's time (about 3 us a byte).
/// Gas, stack counters and traps are those of compiled code, to the unit and in the same order. Registers are 64-bit cells; those of
/// 32-bit values have a zero upper half. Calls between functions of this tier take no stack of .NET.
/// </summary>
internal static unsafe class RegisterMachine
{
    /// <summary>
    /// Runs a function whose frame is prepared, and all that it calls in this tier, until it returns or unwinds (the instance's gas counter is
    /// then negative). Results are in the first registers.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="function">The function.</param>
    /// <param name="r">Its registers: arguments, zeroed locals.</param>
    /// <param name="link">The frame's link, which leads to <see cref="RegisterOp.Exit"/>.</param>
    /// <param name="stack">The stack counters, the function's own cost included.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WasmInstance instance, FunctionState* function, ulong* r, FrameLink* link, long stack)
    {
        // SAFETY: register code comes from RegisterTranslator alone, which names only registers below the frame's size; frames are checked
        // against their segment before they are entered, memory accesses against the memory's length before they happen.
        var functions = instance.Module.Code.States;
        var ip = function->Code;
        FunctionState* callee;
        RegisterInstruction* next;
        ulong* args;
        long heights;
        int import;
        nint rest;
        WasmTrap trap;
        while (true)
        {
            switch (ip->Op)
            {
                case RegisterOp.Exit:
                    return;
                case RegisterOp.Branch:
                    ip += ip->Wide;
                    continue;
                case RegisterOp.BranchIf:
                    ip += (uint)r[ip->A] != 0 ? ip->Wide : 1;
                    continue;
                case RegisterOp.BranchIfNot:
                    ip += (uint)r[ip->A] == 0 ? ip->Wide : 1;
                    continue;
                case RegisterOp.BranchTable:
                    ip += ip[1 + Math.Min((uint)r[ip->A], (uint)ip->Wide)].Wide;
                    continue;
                case RegisterOp.LoopHead:
                    if ((function->Heat -= ip->Wide) < 0 && (rest = TierUp.InLoop(instance.Module, function, ip->A)) != 0) goto Rest;
                    break;
                case RegisterOp.LoopCharge:
                    if ((function->Heat -= ip->Wide) < 0 && (rest = TierUp.InLoop(instance.Module, function, ip->A)) != 0) goto Rest;
                    if ((instance.GasCounter -= (long)ip[1].Bits) < 0) return;
                    ip += 2;
                    continue;
                case RegisterOp.Charge:
                    if ((instance.GasCounter -= ip->Wide) < 0) return;
                    break;
                case RegisterOp.ChargeFar:
                    if ((instance.GasCounter -= (long)ip[1].Bits) < 0) return;
                    ip += 2;
                    continue;
                case RegisterOp.ChargeLinear:
                    if ((instance.GasCounter -= (uint)r[ip->A] * (long)ip->Wide) < 0) return;
                    break;
                case RegisterOp.Return:
                    goto Return;
                case RegisterOp.ReturnOne:
                    r[0] = r[ip->A];
                    goto Return;
                case RegisterOp.ReturnMany:
                    for (var i = 0; i < ip->Wide; i++) r[i] = r[ip->A + i];
                    goto Return;
                case RegisterOp.Unreachable:
                    trap = WasmTrap.Unreachable;
                    goto Trap;
                case RegisterOp.Call:
                    callee = functions + ip->Wide;
                    args = r + ip->A;
                    next = ip + 1;
                    heights = -1;
                    goto Call;
                case RegisterOp.CallHost:
                    import = ip->Wide;
                    args = r + ip->A;
                    next = ip + 1;
                    goto Host;
                case RegisterOp.CallIndirect:
                    {
                        var index = (uint)r[ip->B];
                        var entry = ip->C != 0 ? (TableEntry*)TableOperations.TableEntryAt(instance, (int)index, ip->C)
                            : index < instance.Table0Length ? instance.Table0 + index : null;
                        trap = WasmTrap.UndefinedElement;
                        if (entry == null) goto Trap;
                        if (entry->TypeId != ip[1].Immediate)
                        {
                            if (entry->TypeId != TableEntry.Null) trap = WasmTrap.IndirectCallTypeMismatch;
                            goto Trap;
                        }

                        if ((instance.GasCounter -= entry->Payload) < 0) return;
                        args = r + ip->A;
                        next = ip + 2;
                        import = entry->Code;
                        var module = instance.Module.Metered.Module;
                        if (import < module.ImportedFunctionCount) goto Host;
                        var variant = import >= module.Functions.Length;
                        callee = functions + (variant ? import - module.Functions.Length : import);
                        heights = variant ? uint.MaxValue : -1;
                        goto Call;
                    }

                case RegisterOp.CallReference:
                    Suspend(instance, function, r, link);
                    FirstTierCalls.CallReference(instance, stack, (int)(uint)r[ip->B], ip->C, ip[1].Immediate, r + ip->A);
                    if (instance.GasCounter < 0) return;
                    ip += 2;
                    continue;
                case RegisterOp.Move:
                    r[ip->A] = r[ip->B];
                    break;
                case RegisterOp.Constant:
                    r[ip->A] = (uint)ip->Wide;
                    break;
                case RegisterOp.ConstantSigned:
                    r[ip->A] = (ulong)(long)ip->Wide;
                    break;
                case RegisterOp.ConstantFar:
                    r[ip->A] = ip[1].Bits;
                    ip += 2;
                    continue;
                case RegisterOp.Select:
                    r[ip->A] = (uint)r[ip[1].Immediate] != 0 ? r[ip->B] : r[ip->C];
                    ip += 2;
                    continue;
                case RegisterOp.NearGet32:
                    r[ip->A] = (uint)Near(instance, ip->B);
                    break;
                case RegisterOp.NearGet64:
                    r[ip->A] = Near(instance, ip->B);
                    break;
                case RegisterOp.NearSet:
                    Near(instance, ip->B) = r[ip->A];
                    break;
                case RegisterOp.FarGet32:
                    r[ip->A] = (uint)instance.FarGlobals[ip->Wide];
                    break;
                case RegisterOp.FarGet64:
                    r[ip->A] = instance.FarGlobals[ip->Wide];
                    break;
                case RegisterOp.FarSet:
                    instance.FarGlobals[ip->Wide] = r[ip->A];
                    break;
                case RegisterOp.LinkedGet32:
                    r[ip->A] = *(uint*)instance.FarGlobals[ip->Wide];
                    break;
                case RegisterOp.LinkedGet64:
                    r[ip->A] = *(ulong*)instance.FarGlobals[ip->Wide];
                    break;
                case RegisterOp.LinkedSet:
                    *(ulong*)instance.FarGlobals[ip->Wide] = r[ip->A];
                    break;
                case RegisterOp.Address:
                    {
                        var sum = (uint)r[ip->B] + (ulong)(uint)ip[1].Immediate;
                        if (sum + ip->C > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = sum;
                        ip += 2;
                        continue;
                    }

                case RegisterOp.I32Load:
                case RegisterOp.F32Load:
                case RegisterOp.I64Load32U:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 4 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = *(uint*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I64Load:
                case RegisterOp.F64Load:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 8 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = *(ulong*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I32Load8U:
                case RegisterOp.I64Load8U:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 1 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = *(byte*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I32Load16U:
                case RegisterOp.I64Load16U:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 2 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = *(ushort*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I32Load8S:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 1 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = (uint)*(sbyte*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I32Load16S:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 2 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = (uint)*(short*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I64Load8S:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 1 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = (ulong)*(sbyte*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I64Load16S:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 2 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = (ulong)*(short*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I64Load32S:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 4 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        r[ip->A] = (ulong)*(int*)((ulong)instance.MemoryAddress + at);
                        break;
                    }

                case RegisterOp.I32Store:
                case RegisterOp.F32Store:
                case RegisterOp.I64Store32:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 4 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        *(uint*)((ulong)instance.MemoryAddress + at) = (uint)r[ip->A];
                        break;
                    }

                case RegisterOp.I64Store:
                case RegisterOp.F64Store:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 8 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        *(ulong*)((ulong)instance.MemoryAddress + at) = r[ip->A];
                        break;
                    }

                case RegisterOp.I32Store8:
                case RegisterOp.I64Store8:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 1 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        *(byte*)((ulong)instance.MemoryAddress + at) = (byte)r[ip->A];
                        break;
                    }

                case RegisterOp.I32Store16:
                case RegisterOp.I64Store16:
                    {
                        var at = (uint)r[ip->B] + (ulong)ip->C;
                        if (at + 2 > (ulong)instance.MemoryLength) goto OutOfBounds;
                        *(ushort*)((ulong)instance.MemoryAddress + at) = (ushort)r[ip->A];
                        break;
                    }

                case RegisterOp.Wrap:
                    r[ip->A] = (uint)r[ip->B];
                    break;
                case RegisterOp.I32Extend8S:
                    r[ip->A] = (uint)(sbyte)r[ip->B];
                    break;
                case RegisterOp.I32Extend16S:
                    r[ip->A] = (uint)(short)r[ip->B];
                    break;
                case RegisterOp.I64Extend8S:
                    r[ip->A] = (ulong)(sbyte)r[ip->B];
                    break;
                case RegisterOp.I64Extend16S:
                    r[ip->A] = (ulong)(short)r[ip->B];
                    break;
                case RegisterOp.I64Extend32S:
                    r[ip->A] = (ulong)(int)r[ip->B];
                    break;
                case RegisterOp.I32Add:
                    r[ip->A] = (uint)r[ip->B] + (uint)r[ip->C];
                    break;
                case RegisterOp.I32Sub:
                    r[ip->A] = (uint)r[ip->B] - (uint)r[ip->C];
                    break;
                case RegisterOp.I32Mul:
                    r[ip->A] = (uint)r[ip->B] * (uint)r[ip->C];
                    break;
                case RegisterOp.I32DivS:
                    if ((uint)r[ip->C] == 0) goto DivideByZero;
                    if ((int)r[ip->C] == -1 && (int)r[ip->B] == int.MinValue) goto Overflow;
                    r[ip->A] = (uint)((int)r[ip->B] / (int)r[ip->C]);
                    break;
                case RegisterOp.I32DivU:
                    if ((uint)r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = (uint)r[ip->B] / (uint)r[ip->C];
                    break;
                case RegisterOp.I32RemS:
                    if ((uint)r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = (uint)Operators.Remainder32((int)r[ip->B], (int)r[ip->C]);
                    break;
                case RegisterOp.I32RemU:
                    if ((uint)r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = (uint)r[ip->B] % (uint)r[ip->C];
                    break;
                case RegisterOp.I32And:
                    r[ip->A] = r[ip->B] & r[ip->C];
                    break;
                case RegisterOp.I32Or:
                    r[ip->A] = r[ip->B] | r[ip->C];
                    break;
                case RegisterOp.I32Xor:
                    r[ip->A] = r[ip->B] ^ r[ip->C];
                    break;
                case RegisterOp.I32Shl:
                    r[ip->A] = (uint)r[ip->B] << (int)r[ip->C];
                    break;
                case RegisterOp.I32ShrS:
                    r[ip->A] = (uint)((int)r[ip->B] >> (int)r[ip->C]);
                    break;
                case RegisterOp.I32ShrU:
                    r[ip->A] = (uint)r[ip->B] >> (int)r[ip->C];
                    break;
                case RegisterOp.I32Rotl:
                    r[ip->A] = BitOperations.RotateLeft((uint)r[ip->B], (int)r[ip->C]);
                    break;
                case RegisterOp.I32Rotr:
                    r[ip->A] = BitOperations.RotateRight((uint)r[ip->B], (int)r[ip->C]);
                    break;
                case RegisterOp.I64Add:
                    r[ip->A] = r[ip->B] + r[ip->C];
                    break;
                case RegisterOp.I64Sub:
                    r[ip->A] = r[ip->B] - r[ip->C];
                    break;
                case RegisterOp.I64Mul:
                    r[ip->A] = r[ip->B] * r[ip->C];
                    break;
                case RegisterOp.I64DivS:
                    if (r[ip->C] == 0) goto DivideByZero;
                    if ((long)r[ip->C] == -1 && (long)r[ip->B] == long.MinValue) goto Overflow;
                    r[ip->A] = (ulong)((long)r[ip->B] / (long)r[ip->C]);
                    break;
                case RegisterOp.I64DivU:
                    if (r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = r[ip->B] / r[ip->C];
                    break;
                case RegisterOp.I64RemS:
                    if (r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = (ulong)Operators.Remainder64((long)r[ip->B], (long)r[ip->C]);
                    break;
                case RegisterOp.I64RemU:
                    if (r[ip->C] == 0) goto DivideByZero;
                    r[ip->A] = r[ip->B] % r[ip->C];
                    break;
                case RegisterOp.I64And:
                    r[ip->A] = r[ip->B] & r[ip->C];
                    break;
                case RegisterOp.I64Or:
                    r[ip->A] = r[ip->B] | r[ip->C];
                    break;
                case RegisterOp.I64Xor:
                    r[ip->A] = r[ip->B] ^ r[ip->C];
                    break;
                case RegisterOp.I64Shl:
                    r[ip->A] = r[ip->B] << (int)r[ip->C];
                    break;
                case RegisterOp.I64ShrS:
                    r[ip->A] = (ulong)((long)r[ip->B] >> (int)r[ip->C]);
                    break;
                case RegisterOp.I64ShrU:
                    r[ip->A] = r[ip->B] >> (int)r[ip->C];
                    break;
                case RegisterOp.I64Rotl:
                    r[ip->A] = BitOperations.RotateLeft(r[ip->B], (int)r[ip->C]);
                    break;
                case RegisterOp.I64Rotr:
                    r[ip->A] = BitOperations.RotateRight(r[ip->B], (int)r[ip->C]);
                    break;
                case RegisterOp.I32AddI:
                    r[ip->A] = (uint)r[ip->B] + (uint)ip->Small;
                    break;
                case RegisterOp.I32MulI:
                    r[ip->A] = (uint)r[ip->B] * (uint)ip->Small;
                    break;
                case RegisterOp.I32AndI:
                    r[ip->A] = (uint)r[ip->B] & (uint)ip->Small;
                    break;
                case RegisterOp.I32OrI:
                    r[ip->A] = (uint)r[ip->B] | (uint)ip->Small;
                    break;
                case RegisterOp.I32XorI:
                    r[ip->A] = (uint)r[ip->B] ^ (uint)ip->Small;
                    break;
                case RegisterOp.I32ShlI:
                    r[ip->A] = (uint)r[ip->B] << ip->C;
                    break;
                case RegisterOp.I32ShrSI:
                    r[ip->A] = (uint)((int)r[ip->B] >> ip->C);
                    break;
                case RegisterOp.I32ShrUI:
                    r[ip->A] = (uint)r[ip->B] >> ip->C;
                    break;
                case RegisterOp.I32RotlI:
                    r[ip->A] = BitOperations.RotateLeft((uint)r[ip->B], ip->C);
                    break;
                case RegisterOp.I32RotrI:
                    r[ip->A] = BitOperations.RotateRight((uint)r[ip->B], ip->C);
                    break;
                case RegisterOp.I64AddI:
                    r[ip->A] = r[ip->B] + (ulong)ip->Small;
                    break;
                case RegisterOp.I64MulI:
                    r[ip->A] = r[ip->B] * (ulong)ip->Small;
                    break;
                case RegisterOp.I64AndI:
                    r[ip->A] = r[ip->B] & (ulong)ip->Small;
                    break;
                case RegisterOp.I64OrI:
                    r[ip->A] = r[ip->B] | (ulong)(long)ip->Small;
                    break;
                case RegisterOp.I64XorI:
                    r[ip->A] = r[ip->B] ^ (ulong)ip->Small;
                    break;
                case RegisterOp.I64ShlI:
                    r[ip->A] = r[ip->B] << ip->C;
                    break;
                case RegisterOp.I64ShrSI:
                    r[ip->A] = (ulong)((long)r[ip->B] >> ip->C);
                    break;
                case RegisterOp.I64ShrUI:
                    r[ip->A] = r[ip->B] >> ip->C;
                    break;
                case RegisterOp.I64RotlI:
                    r[ip->A] = BitOperations.RotateLeft(r[ip->B], ip->C);
                    break;
                case RegisterOp.I64RotrI:
                    r[ip->A] = BitOperations.RotateRight(r[ip->B], ip->C);
                    break;
                case RegisterOp.I32Eq:
                    r[ip->A] = (uint)r[ip->B] == (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32Ne:
                    r[ip->A] = (uint)r[ip->B] != (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32LtS:
                    r[ip->A] = (int)r[ip->B] < (int)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32LtU:
                    r[ip->A] = (uint)r[ip->B] < (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32GtS:
                    r[ip->A] = (int)r[ip->B] > (int)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32GtU:
                    r[ip->A] = (uint)r[ip->B] > (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32LeS:
                    r[ip->A] = (int)r[ip->B] <= (int)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32LeU:
                    r[ip->A] = (uint)r[ip->B] <= (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32GeS:
                    r[ip->A] = (int)r[ip->B] >= (int)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32GeU:
                    r[ip->A] = (uint)r[ip->B] >= (uint)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64Eq:
                    r[ip->A] = r[ip->B] == r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64Ne:
                    r[ip->A] = r[ip->B] != r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64LtS:
                    r[ip->A] = (long)r[ip->B] < (long)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64LtU:
                    r[ip->A] = r[ip->B] < r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64GtS:
                    r[ip->A] = (long)r[ip->B] > (long)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64GtU:
                    r[ip->A] = r[ip->B] > r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64LeS:
                    r[ip->A] = (long)r[ip->B] <= (long)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64LeU:
                    r[ip->A] = r[ip->B] <= r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64GeS:
                    r[ip->A] = (long)r[ip->B] >= (long)r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I64GeU:
                    r[ip->A] = r[ip->B] >= r[ip->C] ? 1u : 0u;
                    break;
                case RegisterOp.I32EqI:
                    r[ip->A] = (uint)r[ip->B] == (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32NeI:
                    r[ip->A] = (uint)r[ip->B] != (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32LtSI:
                    r[ip->A] = (int)r[ip->B] < ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32LtUI:
                    r[ip->A] = (uint)r[ip->B] < (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32GtSI:
                    r[ip->A] = (int)r[ip->B] > ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32GtUI:
                    r[ip->A] = (uint)r[ip->B] > (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32LeSI:
                    r[ip->A] = (int)r[ip->B] <= ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32LeUI:
                    r[ip->A] = (uint)r[ip->B] <= (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32GeSI:
                    r[ip->A] = (int)r[ip->B] >= ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I32GeUI:
                    r[ip->A] = (uint)r[ip->B] >= (uint)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64EqI:
                    r[ip->A] = r[ip->B] == (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64NeI:
                    r[ip->A] = r[ip->B] != (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64LtSI:
                    r[ip->A] = (long)r[ip->B] < ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64LtUI:
                    r[ip->A] = r[ip->B] < (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64GtSI:
                    r[ip->A] = (long)r[ip->B] > ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64GtUI:
                    r[ip->A] = r[ip->B] > (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64LeSI:
                    r[ip->A] = (long)r[ip->B] <= ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64LeUI:
                    r[ip->A] = r[ip->B] <= (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64GeSI:
                    r[ip->A] = (long)r[ip->B] >= ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.I64GeUI:
                    r[ip->A] = r[ip->B] >= (ulong)ip->Small ? 1u : 0u;
                    break;
                case RegisterOp.BranchI32Eq:
                    ip += (uint)r[ip->A] == (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32Ne:
                    ip += (uint)r[ip->A] != (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LtS:
                    ip += (int)r[ip->A] < (int)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LtU:
                    ip += (uint)r[ip->A] < (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GtS:
                    ip += (int)r[ip->A] > (int)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GtU:
                    ip += (uint)r[ip->A] > (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LeS:
                    ip += (int)r[ip->A] <= (int)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LeU:
                    ip += (uint)r[ip->A] <= (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GeS:
                    ip += (int)r[ip->A] >= (int)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GeU:
                    ip += (uint)r[ip->A] >= (uint)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64Eq:
                    ip += r[ip->A] == r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64Ne:
                    ip += r[ip->A] != r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LtS:
                    ip += (long)r[ip->A] < (long)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LtU:
                    ip += r[ip->A] < r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GtS:
                    ip += (long)r[ip->A] > (long)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GtU:
                    ip += r[ip->A] > r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LeS:
                    ip += (long)r[ip->A] <= (long)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LeU:
                    ip += r[ip->A] <= r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GeS:
                    ip += (long)r[ip->A] >= (long)r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GeU:
                    ip += r[ip->A] >= r[ip->B] ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32EqI:
                    ip += (uint)r[ip->A] == (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32NeI:
                    ip += (uint)r[ip->A] != (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LtSI:
                    ip += (int)r[ip->A] < ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LtUI:
                    ip += (uint)r[ip->A] < (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GtSI:
                    ip += (int)r[ip->A] > ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GtUI:
                    ip += (uint)r[ip->A] > (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LeSI:
                    ip += (int)r[ip->A] <= ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32LeUI:
                    ip += (uint)r[ip->A] <= (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GeSI:
                    ip += (int)r[ip->A] >= ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI32GeUI:
                    ip += (uint)r[ip->A] >= (uint)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64EqI:
                    ip += r[ip->A] == (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64NeI:
                    ip += r[ip->A] != (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LtSI:
                    ip += (long)r[ip->A] < ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LtUI:
                    ip += r[ip->A] < (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GtSI:
                    ip += (long)r[ip->A] > ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GtUI:
                    ip += r[ip->A] > (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LeSI:
                    ip += (long)r[ip->A] <= ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64LeUI:
                    ip += r[ip->A] <= (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GeSI:
                    ip += (long)r[ip->A] >= ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                case RegisterOp.BranchI64GeUI:
                    ip += r[ip->A] >= (ulong)ip[1].Immediate ? ip[1].Wide : 2;
                    continue;
                default:
                    trap = RareInstructions.Execute(instance, ip, r);
                    if (trap != WasmTrap.None) goto Trap;
                    if (instance.GasCounter < 0) return;
                    break;
            }

            ip++;
            continue;

        Call:
            if (callee->Compiled != 0) goto Compiled;
            if (callee->Code == null || (callee->Heat -= callee->EntryWeight) < 0)
            {
                if (TierUp.OnEntry(instance.Module, callee)) goto Compiled;
            }

            var entered = stack + (callee->StackCost & heights);
            trap = WasmTrap.StackOverflow;
            if ((entered & StackMeter.OverflowMask) != 0) goto Trap;
            if (args + callee->Registers > (ulong*)(link - 1))
            {
                Suspend(instance, function, r, link);
                FirstTierCalls.RunApart(instance, callee, args, entered);
                if (instance.GasCounter < 0) return;
                ip = next;
                continue;
            }

            link--;
            link->Next = next;
            link->Registers = r;
            link->Function = function;
            link->Stack = stack;
            r = args;
            function = callee;
            stack = entered;
            if (callee->Locals != 0) Unsafe.InitBlockUnaligned(r + callee->Parameters, 0, (uint)callee->Locals * sizeof(ulong));
            ip = callee->Code;
            continue;

        Compiled:
            Suspend(instance, function, r, link);
            FirstTierCalls.CallCompiled(instance, callee, stack, heights, args);
            if (instance.GasCounter < 0) return;
            ip = next;
            continue;

        Rest:
            Suspend(instance, function, r, link);
            ((delegate*<WasmInstance, long, long, void>)rest)(instance, stack, (long)r);
            if (instance.GasCounter < 0) return;
            goto Return;

        Host:
            Suspend(instance, function, r, link);
            FirstTierCalls.CallHost(instance, stack, import, args);
            if (instance.GasCounter < 0) return;
            ip = next;
            continue;

        Return:
            ip = link->Next;
            r = link->Registers;
            function = link->Function;
            stack = link->Stack;
            link++;
            continue;

        DivideByZero:
            trap = WasmTrap.IntegerDivideByZero;
            goto Trap;

        Overflow:
            trap = WasmTrap.IntegerOverflow;
            goto Trap;

        OutOfBounds:
            trap = WasmTrap.MemoryOutOfBounds;

        Trap:
            WasmInstance.Raise(instance, trap);
            return;
        }
    }

    private static ref ulong Near(WasmInstance instance, int index) => ref Unsafe.Add(ref Unsafe.As<GlobalCells, ulong>(ref instance.NearGlobals), index);

    // Whoever is called may come back to this tier: its frames begin behind this one.
    private static void Suspend(WasmInstance instance, FunctionState* function, ulong* r, FrameLink* link)
    {
        instance.FrameTop = r + function->Registers;
        instance.FrameLinks = link;
    }
}
