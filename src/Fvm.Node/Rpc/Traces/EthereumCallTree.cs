using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Actors;
using Fvm.Evm;
using Fvm.Hosting.Tracing;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>
/// Makes a tree of Ethereum's calls of an execution trace: calls of contracts, creations through the address manager or the init actor, DELEGATECALL, which is two messages,
/// and calls of built-in actors as calls of masked ids. What contracts ask each other for besides is left out. Source: lotus <c>node/impl/eth/trace.go</c>.
/// </summary>
internal sealed class EthereumCallTree(ActorNames names)
{
    private static readonly Address Init = SingletonActors.Init.ToAddress();
    private static readonly Address AddressManager = SingletonActors.EthereumAddressManager.ToAddress();

    /// <summary>Builds the tree; null if the message reached nobody. At most 1024 calls deep, so it belongs on a deep thread.</summary>
    /// <param name="message">The execution trace.</param>
    /// <param name="sender">Who sent the message.</param>
    public EthereumCall? Build(TraceMessage message, EvmAddress sender)
    {
        if (message.Call is not { } outermost)
            return null;
        EthereumCall? root = Visit(new Caller(sender, isContract: false), outermost, isOutermost: true);
        // Lotus counts the inclusion as gas of the outermost call; what is charged after it came back is lost there.
        if (root is not null)
            root.OwnGas += RoundedGas(message.Children.TakeWhile(node => node != outermost));
        return root;
    }

    private EthereumCall? Visit(Caller caller, TraceCall call, bool isOutermost)
    {
        (EthereumCall? made, TraceCall? into) = Read(caller, call, isOutermost);
        if (made is null || into?.Invoked is not { } invoked)
            return made;
        var inner = new Caller(names.Of(into), names.IsContract(invoked.Code));
        foreach (TraceNode inside in Inside(into))
        {
            if (inside is TraceCall next && Visit(inner, next, isOutermost: false) is { } found)
                made.Add(found);
            else if (inside is TraceNote { Happened: EventEmitted emitted } && EthereumLog.TryRead(emitted.Event.Event, out IReadOnlyList<ReadOnlyMemory<byte>>? topics, out ReadOnlyMemory<byte> data))
                made.Add(new CallLog(names.Of(emitted.Event.Emitter), topics, data));
        }

        return made;
    }

    /// <summary>What a call is, and the call whose calls are those inside it; nothing for calls that Ethereum would not know.</summary>
    private (EthereumCall? Made, TraceCall? Into) Read(Caller caller, TraceCall call, bool isOutermost)
    {
        ExitCode exit = ExitOf(call);
        // Ethereum checks funds and depth before a call begins.
        bool neverBegan = !isOutermost && (exit == ExitCode.SysInsufficientFunds || exit == ExitCode.SysAssertionFailed);
        if (neverBegan || call.Invoked is null)
            return default;
        ulong method = call.Started.Method;
        if (method == EvmMethods.InvokeContract.Number)
            return (ContractCall(caller, call), call);
        if (call.Started.To == Init && (method == InitMethods.Exec.Number || method == InitMethods.Exec4.Number))
            return NativeCreation(caller, call);
        if (call.Started.To == AddressManager && method >= EamMethods.Create.Number && method <= EamMethods.CreateExternal.Number)
            return ContractCreation(caller, call);
        if (caller.IsContract && method is > 0 and <= EvmMethods.LastReserved)
            return ContractInternal(caller, call);
        return (NativeCall(caller, call), call);
    }

    private EthereumCall ContractCall(Caller caller, TraceCall call) =>
        NativePayload.TryUnwrap(call.Started.Parameters, out ReadOnlyMemory<byte> input) && NativePayload.TryUnwrap(call.Returned?.Data, out ReadOnlyMemory<byte> output)
            ? Call(caller, call, input, output)
            : NativeCall(caller, call);

    private EthereumCall NativeCall(Caller caller, TraceCall call) =>
        Call(caller, call, NativePayload.Input(call.Started.Method, call.Started.Parameters), NativePayload.Output(ExitOf(call), call.Returned?.Data));

    private EthereumCall Call(Caller caller, TraceCall call, ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> output) =>
        Make(call.Started.ReadOnly ? EthereumCallKind.StaticCall : EthereumCallKind.Call, caller, call, names.Of(call), input, output, call.Started.Value);

    /// <summary>
    /// What only the EVM actor itself asks for: the code of another contract, and then that its own contract runs it, which together are a DELEGATECALL.
    /// </summary>
    private (EthereumCall? Made, TraceCall? Into) ContractInternal(Caller caller, TraceCall call)
    {
        if (call.Started.Method == EvmMethods.GetBytecode.Number)
        {
            caller.LastCode = ExitOf(call).IsSuccess ? names.Of(call) : null;
            return default;
        }

        bool isDelegate = call.Started.Method == EvmMethods.InvokeContractDelegate.Number && caller.LastCode is not null;
        if (!isDelegate || !NativePayload.TryRead(call.Started.Parameters, out DelegateCallParams? parameters))
            return default;
        NativePayload.TryUnwrap(call.Returned?.Data, out ReadOnlyMemory<byte> output);
        return (Make(EthereumCallKind.DelegateCall, caller, call, caller.LastCode, parameters.Input, output, parameters.Value), call);
    }

    /// <summary>Exec of the init actor by who is not the address manager. There is neither init code nor code that Ethereum knows: 0xfe stands for both.</summary>
    private (EthereumCall? Made, TraceCall? Into) NativeCreation(Caller caller, TraceCall call)
    {
        if (call.Started.ReadOnly || Calls(call).FirstOrDefault(static inside => inside.Started.Method == MethodNumber.Constructor) is not { } constructor)
            return default;
        EvmAddress? made = ExitOf(call).IsSuccess && NativePayload.TryRead(call.Returned?.Data, out ExecReturn? created) && created.IdAddress.TryGetId(out ulong id)
            ? EthereumReturns.AddressOf(new ActorId(id), null)
            : null;
        return (Make(EthereumCallKind.Create, caller, call, made, new byte[] { 0xfe }, default, call.Started.Value), constructor);
    }

    private (EthereumCall? Made, TraceCall? Into) ContractCreation(Caller caller, TraceCall call)
    {
        if (call.Started.ReadOnly || Construction(call) is not { } constructor || !TryInitCode(call.Started, out ReadOnlyMemory<byte> initCode))
            return default;
        EvmAddress? made = ExitOf(call).IsSuccess && NativePayload.TryRead(call.Returned?.Data, out EamReturn? created) ? created.EthAddress : null;
        ReadOnlyMemory<byte> output = default;
        if (ExitOf(call).Value == EthereumReturns.Reverted)
            NativePayload.TryUnwrap(constructor.Returned?.Data, out output);
        EthereumCallKind kind = call.Started.Method == EamMethods.Create2.Number ? EthereumCallKind.Create2 : EthereumCallKind.Create;
        return (Make(kind, caller, call, made, initCode, output, call.Started.Value), constructor);
    }

    /// <summary>The run of the init code: the constructor of a new contract, or that of one that had destroyed itself.</summary>
    private TraceCall? Construction(TraceCall call)
    {
        foreach (TraceCall inside in Calls(call))
        {
            if (inside.Started.To != Init)
            {
                if (inside.Started.Method == EvmMethods.Resurrect.Number)
                    return inside;
                continue;
            }

            if (Calls(inside).FirstOrDefault(static deeper => deeper.Started.Method == MethodNumber.Constructor) is not { } constructor)
                continue;
            if (constructor.Invoked is { } invoked && NativePayload.TryRead(inside.Started.Parameters, out Exec4Params? exec) && exec.Subaddress.Length == EvmAddress.ByteLength)
                names.Learn(invoked.Id, EvmAddress.Read(exec.Subaddress.Span));
            return constructor;
        }

        return null;
    }

    private static bool TryInitCode(CallStarted started, out ReadOnlyMemory<byte> initCode)
    {
        if (started.Method == EamMethods.CreateExternal.Number)
            return NativePayload.TryUnwrap(started.Parameters, out initCode);
        initCode = started.Method == EamMethods.Create.Number
            ? NativePayload.TryRead(started.Parameters, out EamCreateParams? create) ? create.InitCode : null
            : NativePayload.TryRead(started.Parameters, out EamCreate2Params? salted) ? salted.InitCode : null;
        return true;
    }

    private EthereumCall Make(
        EthereumCallKind kind, Caller caller, TraceCall call, EvmAddress? to, ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> output, TokenAmount shownValue) => new()
        {
            Kind = kind,
            From = caller.Address,
            To = to,
            Value = call.Started.Value,
            ShownValue = shownValue,
            Gas = call.Started.GasLimit,
            OwnGas = RoundedGas(call.Children),
            TotalGas = call.Total.RoundUp(),
            Input = input,
            Output = output,
            Exit = ExitOf(call),
            IsContract = names.IsContract(call.Invoked!.Code) || call.Invoked.Id == SingletonActors.EthereumAddressManager,
        };

    /// <summary>How a call ended; that it was refused is 6 or 10, as the reference's node says.</summary>
    private static ExitCode ExitOf(TraceCall call) =>
        call.Returned?.ExitCode ?? (call.Refused?.Error == ErrorNumber.InsufficientFunds ? ExitCode.SysInsufficientFunds : ExitCode.SysAssertionFailed);

    private static IEnumerable<TraceCall> Calls(TraceNode node) => Inside(node).OfType<TraceCall>();

    /// <summary>Calls and notes of a call itself, in order of time: most stand in syscalls.</summary>
    private static IEnumerable<TraceNode> Inside(TraceNode node) =>
        node.Children.SelectMany(static child => child is TraceSyscall ? Inside(child) : [child]);

    private static ulong RoundedGas(IEnumerable<TraceNode> nodes)
    {
        ulong sum = 0;
        foreach (TraceNode node in nodes)
        {
            if (node is TraceCharge charge)
                sum += charge.Charged.Amount.RoundUp();
            else if (node is TraceSyscall)
                sum += RoundedGas(node.Children);
        }

        return sum;
    }

    /// <summary>The call whose calls are read.</summary>
    private sealed class Caller(EvmAddress address, bool isContract)
    {
        public EvmAddress Address { get; } = address;

        public bool IsContract { get; } = isContract;

        /// <summary>Whose code it asked for last.</summary>
        public EvmAddress? LastCode { get; set; }
    }
}
