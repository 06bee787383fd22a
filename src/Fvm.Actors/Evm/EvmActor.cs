using System.Collections.Concurrent;
using Fvm.Abi;
using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Evm.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// EVM contracts: one actor each, whose state is code and storage. A frame is a message to it. Source: builtin-actors <c>actors/evm/src/lib.rs</c>. Frames
/// run on interpreters that are kept for the next, and on code that is analysed once.
/// </summary>
internal sealed class EvmActor : NativeActor
{
    private static readonly EvmConfiguration Configuration = EvmConfiguration.Filecoin(EvmExecutionGas.Instructions);

    private readonly EvmProgramCache programs = new(Configuration);
    private readonly ConcurrentBag<EvmInterpreter> interpreters = [];

    private readonly IEvmTracer? tracer;

    public EvmActor(IEvmTracer? tracer = null)
    {
        this.tracer = tracer;
        Methods = CreateTable();
    }

    public override string Name => "EVMContract";

    public override MethodTable Methods { get; }

    private MethodTable CreateTable() => new(
        ActorMethod.Taking<EvmConstructorParams>(EvmMethods.Constructor, Constructor),
        ActorMethod.Taking<EvmConstructorParams>(EvmMethods.Resurrect, Resurrect),
        ActorMethod.Returning(EvmMethods.GetBytecode, ActorCodecs.OptionalCid, GetBytecode, Multicodec.DagCbor),
        ActorMethod.Returning(EvmMethods.GetBytecodeHash, EvmCodecs.Hash, GetBytecodeHash),
        ActorMethod.Of(EvmMethods.GetStorageAt, ChainEncoding.Codec<GetStorageAtParams>(), EvmCodecs.Word, GetStorageAt),
        ActorMethod.Raw(EvmMethods.InvokeContractDelegate, InvokeContractDelegate),
        ActorMethod.Raw(EvmMethods.InvokeContract, InvokeContract))
    {
        RestrictsInternalApi = false,
        Fallback = HandleFilecoinMethod,
    };

    private void Constructor(ActorRuntime runtime, EvmConstructorParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.Init);
        Initialize(runtime, EvmSystem.Create(runtime), parameters);
    }

    private void Resurrect(ActorRuntime runtime, EvmConstructorParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.EthereumAddressManager);
        Initialize(runtime, EvmSystem.Resurrect(runtime), parameters);
    }

    private void Initialize(ActorRuntime runtime, EvmSystem system, EvmConstructorParams parameters)
    {
        EvmAddress self = EvmAddresses.Of(runtime, runtime.Message.Receiver);
        // Only the address manager hands f410 addresses out, so only it can have made this actor.
        if (EvmAddresses.IsMaskedId(self))
            Abort.Forbidden($"contract {runtime.Message.Receiver} doesn't have an eth address");
        if (!parameters.InitCode.IsEmpty)
        {
            // Code that runs once is not worth a place among the programs.
            EvmProgram program = EvmProgram.Analyse(parameters.InitCode, Configuration);
            var frame = new EvmMessage { Kind = EvmMessageKind.Create, Self = self, Caller = parameters.Creator, CodeAddress = self, Value = ValueOf(runtime) };
            system.SetBytecode(Execute(runtime, system, program, frame));
        }

        system.Flush();
    }

    private IpldBlock? InvokeContract(ActorRuntime runtime, IpldBlock? parameters) =>
        ReturnOf(Invoke(runtime, parameters is null ? default : parameters.Decode(CborCodecs.Bytes)));

    private static IpldBlock ReturnOf(byte[] output) => IpldBlock.Cbor(CborCodecs.Bytes, output);

    private byte[] Invoke(ActorRuntime runtime, ReadOnlyMemory<byte> input)
    {
        runtime.Caller.AcceptAny();
        EvmSystem system = Load(runtime);
        if (system.Bytecode is not { } code)
            return [];
        EvmAddress caller = EvmAddresses.Of(runtime, runtime.Message.Caller);
        return Run(runtime, system, code, input, caller, ValueOf(runtime));
    }

    private IpldBlock? InvokeContractDelegate(ActorRuntime runtime, IpldBlock? parameters)
    {
        if (parameters is null)
            Abort.IllegalArgument("method expects arguments");
        if (parameters.Codec != Multicodec.DagCbor)
            Abort.IllegalArgument($"expected {Multicodec.DagCbor} codec, was {parameters.Codec}");
        DelegateCallParams call = parameters.Decode<DelegateCallParams>();
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        EvmSystem system = Load(runtime);
        return ReturnOf(Run(runtime, system, call.Code, call.Input, call.Caller, UInt256.FromBigInteger(call.Value.Atto)));
    }

    /// <summary>Every number above 1023 that is not <see cref="EvmMethods.InvokeContract"/>.</summary>
    private IpldBlock? HandleFilecoinMethod(ActorRuntime runtime, ulong method, IpldBlock? parameters)
    {
        if (method <= EvmMethods.LastReserved)
            Abort.UnhandledMessage("Invalid method");
        return NativeMethods.DecodeReturn(Invoke(runtime, NativeMethods.EncodeCall(method, parameters)));
    }

    private static Cid? GetBytecode(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        EvmState state = runtime.State.Read<EvmState>();
        return state.IsDead(runtime) ? null : state.Bytecode;
    }

    private static UInt256 GetBytecodeHash(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        EvmState state = runtime.State.Read<EvmState>();
        return state.IsDead(runtime) ? EvmAccounts.EmptyHash : state.BytecodeHash;
    }

    /// <summary>For clients, who ask in the system's name; contracts cannot read each other's storage.</summary>
    private static UInt256 GetStorageAt(ActorRuntime runtime, GetStorageAtParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        EvmSystem system = EvmSystem.Load(runtime);
        return Abort.Code(ExitCode.UsrAssertionFailed, "failed to get storage key", () => system.GetStorage(parameters.StorageKey));
    }

    private static EvmSystem Load(ActorRuntime runtime) =>
        Abort.Code(ExitCode.UsrUnspecified, "failed to create execution abstraction layer", () => EvmSystem.Load(runtime));

    private byte[] Run(ActorRuntime runtime, EvmSystem system, Cid code, ReadOnlyMemory<byte> input, EvmAddress caller, UInt256 value)
    {
        ReadOnlyMemory<byte> bytes = Abort.Code(ExitCode.UsrNotFound, "failed to read bytecode", () => runtime.Blocks.Read(code));
        if (bytes.Length == 0)
            return [];
        EvmAddress self = EvmAddresses.Of(runtime, runtime.Message.Receiver);
        // The block's own hash stands for the code: whoever has the CID has checked it.
        EvmProgram program = programs.Get(UInt256.ReadBigEndian(code.Digest[..Math.Min(code.Digest.Length, UInt256.ByteLength)]), bytes);
        var frame = new EvmMessage { Kind = EvmMessageKind.Call, Self = self, Caller = caller, CodeAddress = self, Value = value, Input = input };
        byte[] output = Execute(runtime, system, program, frame);
        system.Finish();
        return output;
    }

    /// <summary>Runs a frame. A revert is exit 33 with its data, other ends are exits of their own; none of them is flushed.</summary>
    private byte[] Execute(ActorRuntime runtime, EvmSystem system, EvmProgram program, EvmMessage frame)
    {
        runtime.Work("frame", 1);
        runtime.Work("code-byte", program.Code.Length);
        var host = new EvmHost(runtime, system);
        host.TryResumeGas(out long gas);
        if (!interpreters.TryTake(out EvmInterpreter? interpreter))
            interpreter = new EvmInterpreter { Tracer = tracer };
        try
        {
            EvmResult result = interpreter.Execute(host, frame with { Gas = gas, IsStatic = system.IsReadOnly }, program);
            if (result.Outcome == EvmOutcome.OutOfGas)
                runtime.Gate.SpendAll();
            host.SettleGas(result.GasLeft);
            return Settle(result);
        }
        finally
        {
            interpreters.Add(interpreter);
        }
    }

    private static byte[] Settle(in EvmResult result)
    {
        if (result.IsSuccess)
            return result.Output.ToArray();
        if (result.Outcome == EvmOutcome.Revert)
            throw new ActorAbortException(EvmExitCodes.Reverted, "contract reverted", ReturnOf(result.Output.ToArray()));
        if (result.Outcome == EvmOutcome.MemoryLimit)
            ActorTrapException.Throw("out of memory");
        throw new ActorAbortException(EvmExitCodes.Of(result.Outcome), $"contract halted: {result.Outcome}");
    }

    private static UInt256 ValueOf(ActorRuntime runtime) => UInt256.FromBigInteger(runtime.Message.ValueReceived.Atto);
}
