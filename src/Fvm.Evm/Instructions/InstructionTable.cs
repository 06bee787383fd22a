using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>The opcodes that the loop does not run itself, each in the class of its theme.</summary>
internal static unsafe class InstructionTable
{
    /// <summary>Runs one. Results are written where the inputs stood; the loop moves the stack's end by what the opcode table says.</summary>
    /// <param name="frame">The frame; its gas is current.</param>
    /// <param name="code">The opcode.</param>
    /// <param name="sp">Behind the top word.</param>
    // SAFETY: the block's head has proved that the words which the opcode table names are there, for this and for what it calls.
    internal static EvmOutcome Execute(EvmFrame frame, Opcode code, UInt256* sp)
    {
        switch (code)
        {
            case Opcode.Exp: return WordInstructions.Exp(frame, sp);
            case Opcode.Clz: return WordInstructions.Clz(sp);
            case Opcode.Keccak256: return WordInstructions.Keccak256(frame, sp);

            case Opcode.Address: return EnvironmentInstructions.Push(sp, frame.Message.Self.ToWord());
            case Opcode.Caller: return EnvironmentInstructions.Push(sp, frame.Message.Caller.ToWord());
            case Opcode.CallValue: return EnvironmentInstructions.Push(sp, frame.Message.Value);
            case Opcode.CallDataSize: return EnvironmentInstructions.Push(sp, (ulong)frame.InputLength);
            case Opcode.ReturnDataSize: return EnvironmentInstructions.Push(sp, (ulong)frame.ReturnData.Length);
            case Opcode.MSize: return EnvironmentInstructions.Push(sp, frame.MemorySize);
            case Opcode.Gas: return EnvironmentInstructions.Gas(frame, sp);
            case Opcode.Origin: return EnvironmentInstructions.Context(frame, sp, ContextValue.Origin);
            case Opcode.GasPrice: return EnvironmentInstructions.Context(frame, sp, ContextValue.GasPrice);
            case Opcode.Coinbase: return EnvironmentInstructions.Context(frame, sp, ContextValue.Coinbase);
            case Opcode.Timestamp: return EnvironmentInstructions.Context(frame, sp, ContextValue.Timestamp);
            case Opcode.Number: return EnvironmentInstructions.Context(frame, sp, ContextValue.Number);
            case Opcode.PrevRandao: return EnvironmentInstructions.Context(frame, sp, ContextValue.PrevRandao);
            case Opcode.GasLimit: return EnvironmentInstructions.Context(frame, sp, ContextValue.GasLimit);
            case Opcode.ChainId: return EnvironmentInstructions.Context(frame, sp, ContextValue.ChainId);
            case Opcode.BaseFee: return EnvironmentInstructions.Context(frame, sp, ContextValue.BaseFee);
            case Opcode.BlobBaseFee: return EnvironmentInstructions.Context(frame, sp, ContextValue.BlobBaseFee);
            case Opcode.BlobHash: return EnvironmentInstructions.BlobHash(frame, sp);
            case Opcode.BlockHash: return EnvironmentInstructions.BlockHash(frame, sp);

            case Opcode.SelfBalance: return AccountInstructions.SelfBalance(frame, sp);
            case Opcode.Balance: return AccountInstructions.Balance(frame, sp);
            case Opcode.ExtCodeSize: return AccountInstructions.ExtCodeSize(frame, sp);
            case Opcode.ExtCodeHash: return AccountInstructions.ExtCodeHash(frame, sp);
            case Opcode.ExtCodeCopy: return AccountInstructions.ExtCodeCopy(frame, sp);

            case Opcode.CallDataLoad: return MemoryInstructions.CallDataLoad(frame, sp);
            case Opcode.CallDataCopy: return MemoryInstructions.CopyFrom(frame, sp, frame.CallData);
            case Opcode.CodeCopy: return MemoryInstructions.CopyFrom(frame, sp, frame.Program.Bytes);
            case Opcode.ReturnDataCopy: return MemoryInstructions.ReturnDataCopy(frame, sp);
            case Opcode.MStore8: return MemoryInstructions.MStore8(frame, sp);
            case Opcode.MCopy: return MemoryInstructions.MCopy(frame, sp);

            case Opcode.SLoad: return StorageInstructions.SLoad(frame, sp);
            case Opcode.SStore: return StorageInstructions.SStore(frame, sp);
            case Opcode.TLoad: return StorageInstructions.TLoad(frame, sp);
            case Opcode.TStore: return StorageInstructions.TStore(frame, sp);

            case >= Opcode.Log0 and <= Opcode.Log4: return LogInstructions.Log(frame, sp, code - Opcode.Log0);

            case Opcode.Call: return CallInstructions.Call(frame, sp, EvmMessageKind.Call);
            case Opcode.CallCode: return CallInstructions.Call(frame, sp, EvmMessageKind.CallCode);
            case Opcode.DelegateCall: return CallInstructions.CallWithoutValue(frame, sp, EvmMessageKind.DelegateCall);
            case Opcode.StaticCall: return CallInstructions.CallWithoutValue(frame, sp, EvmMessageKind.StaticCall);
            case Opcode.Create: return CreateInstructions.Create(frame, sp, EvmMessageKind.Create);
            case Opcode.Create2: return CreateInstructions.Create(frame, sp, EvmMessageKind.Create2);

            case Opcode.Return: return EndInstructions.End(frame, sp, EvmOutcome.Return);
            case Opcode.Revert: return EndInstructions.End(frame, sp, EvmOutcome.Revert);
            case Opcode.SelfDestruct: return EndInstructions.SelfDestruct(frame, sp);
            default: return EvmOutcome.InvalidOpcode;
        }
    }
}
