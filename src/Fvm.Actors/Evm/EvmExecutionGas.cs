using Fvm.Abi;
using Fvm.Actors.Runtime;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>
/// What running contracts costs: the wasm instructions that the network's interpreter executes for them, in whole gas. A model, fitted to the wasm actor of
/// release v18 (docs/gas.md); whoever needs exact gas runs the bundle. Instructions were measured one by one, as the slope over programs that repeat them;
/// where the cost depends on the numbers (divisions, EXP) it is that of common ones. What the actor costs around them stands in <c>schedules.txt</c>, as every
/// other actor's.
/// </summary>
internal static class EvmExecutionGas
{
    /// <summary>The instructions. Memory is what the frame's buffer costs to fill and to grow.</summary>
    public static GasSchedule Instructions { get; } = new(Price)
    {
        MemoryWord = 26,
        CopyWord = 13,
        ExpByte = 22_300,
        LogByte = 1,
    };

    private static ulong Price(OpcodeInfo row) => row.Code switch
    {
        >= Opcode.Push1 and <= Opcode.Push32 => Push(row.Immediates),
        >= Opcode.Dup1 and <= Opcode.Dup16 => 686,
        >= Opcode.Swap1 and <= Opcode.Swap16 => 683,
        >= Opcode.Log0 and <= Opcode.Log4 => 9_400 + (5_200UL * (row.Code - Opcode.Log0)),
        _ => Single(row.Code),
    };

    /// <summary>Up to 8 bytes are read into one limb, more of them through a buffer.</summary>
    private static ulong Push(byte bytes) => bytes switch
    {
        1 => 554,
        <= 4 => 614,
        <= 8 => 690,
        _ => 1_666,
    };

    private static ulong Single(Opcode code) => code switch
    {
        Opcode.Stop => 430,
        Opcode.Add or Opcode.Sub => 790,
        Opcode.Mul => 2_851,
        Opcode.Div or Opcode.SDiv or Opcode.Mod or Opcode.SMod => 6_000,
        Opcode.AddMod => 12_000,
        Opcode.MulMod => 20_000,
        Opcode.Exp => 1_440,
        Opcode.SignExtend => 750,
        Opcode.Lt or Opcode.Gt or Opcode.SLt or Opcode.SGt => 1_020,
        Opcode.Eq => 1_300,
        Opcode.IsZero or Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Not => 632,
        Opcode.Byte or Opcode.Shl or Opcode.Shr or Opcode.Clz => 850,
        Opcode.Sar => 980,
        Opcode.Keccak256 => 2_800,
        Opcode.Address or Opcode.Caller => 1_529,
        Opcode.Balance => 6_400,
        Opcode.Origin => 2_400,
        Opcode.CallValue => 2_714,
        Opcode.CallDataLoad => 976,
        Opcode.CallDataCopy or Opcode.CodeCopy or Opcode.ReturnDataCopy => 1_950,
        Opcode.MCopy => 2_300,
        Opcode.GasPrice => 4_090,
        Opcode.ExtCodeSize or Opcode.ExtCodeCopy or Opcode.ExtCodeHash => 8_000,
        Opcode.BlockHash => 4_000,
        Opcode.Timestamp or Opcode.ChainId => 529,
        Opcode.Number => 745,
        Opcode.PrevRandao => 2_000,
        Opcode.SelfBalance => 2_700,
        Opcode.BaseFee => 3_194,
        Opcode.Pop => 301,
        Opcode.MLoad => 2_085,
        Opcode.MStore => 1_420,
        Opcode.MStore8 => 676,
        Opcode.SLoad => 9_000,
        Opcode.SStore => 26_000,
        Opcode.TLoad => 2_608,
        Opcode.TStore => 13_540,
        Opcode.Jump => 391,
        Opcode.JumpI => 550,
        Opcode.JumpDest => 231,
        Opcode.Create or Opcode.Create2 => 12_000,
        Opcode.Call or Opcode.StaticCall or Opcode.DelegateCall => 11_500,
        Opcode.Return or Opcode.Revert => 1_000,
        Opcode.SelfDestruct => 10_000,
        // PUSH0, PC, MSIZE, GAS, sizes, constants: one word, pushed.
        _ => 435,
    };
}
