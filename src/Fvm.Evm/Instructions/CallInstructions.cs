using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>CALL and its siblings.</summary>
internal static unsafe class CallInstructions
{
    /// <summary>Yellow Paper, appendix G: a call that moves value.</summary>
    private const ulong ValuePrice = 9000;

    /// <summary>Yellow Paper, appendix G: what the callee of such a call gets on top.</summary>
    private const ulong Stipend = 2300;

    /// <summary>EIP-161: a call that moves value to an account that is not there.</summary>
    private const ulong NewAccountPrice = 25000;

    /// <summary>EIP-150: all but one 64th can be handed on.</summary>
    internal static ulong AllButOne64th(ulong gas) => gas - gas / 64;

    /// <summary>CALL, CALLCODE: gas, address, value, input offset and size, output offset and size.</summary>
    internal static EvmOutcome Call(EvmFrame frame, UInt256* sp, EvmMessageKind kind)
    {
        var value = sp[-3];
        if (frame.Message.IsStatic && kind == EvmMessageKind.Call && !value.IsZero) return EvmOutcome.WriteProtection;
        return Run(frame, sp, kind, value, sp - 3);
    }

    /// <summary>DELEGATECALL, STATICCALL: gas, address, input offset and size, output offset and size.</summary>
    internal static EvmOutcome CallWithoutValue(EvmFrame frame, UInt256* sp, EvmMessageKind kind) =>
        Run(frame, sp, kind, kind == EvmMessageKind.DelegateCall ? frame.Message.Value : default, sp - 2);

    /// <param name="frame">The caller.</param>
    /// <param name="sp">Behind the gas.</param>
    /// <param name="kind">The instruction.</param>
    /// <param name="value">What CALLVALUE will answer.</param>
    /// <param name="regions">Behind the input's offset.</param>
    private static EvmOutcome Run(EvmFrame frame, UInt256* sp, EvmMessageKind kind, in UInt256 value, UInt256* regions)
    {
        var outcome = frame.Reserve(regions[-1], regions[-2], out uint inputStart, out int inputLength);
        if (outcome != EvmOutcome.None) return outcome;
        // Filecoin's actor looks at the output's region when the call is over (builtin-actors instructions/call.rs).
        bool reservesLate = frame.Configuration.HostMetersGas;
        uint outputStart = 0;
        int outputLength = 0;
        if (!reservesLate) outcome = frame.Reserve(regions[-3], regions[-4], out outputStart, out outputLength);
        if (outcome != EvmOutcome.None) return outcome;

        var target = EvmAddress.FromWord(sp[-2]);
        ulong requested = Math.Min(sp[-1].Saturate(), long.MaxValue);
        if (frame.Configuration.PricesEffects && !TryPay(frame, kind, target, value, ref requested)) return EvmOutcome.OutOfGas;

        bool onSelf = kind is EvmMessageKind.DelegateCall or EvmMessageKind.CallCode;
        var message = new EvmMessage
        {
            Kind = kind,
            IsStatic = frame.Message.IsStatic || kind == EvmMessageKind.StaticCall,
            Depth = frame.Message.Depth + 1,
            Gas = (long)requested,
            Self = onSelf ? frame.Message.Self : target,
            Caller = kind == EvmMessageKind.DelegateCall ? frame.Message.Caller : frame.Message.Self,
            CodeAddress = target,
            Value = value,
            Input = frame.MemoryRegion(inputStart, inputLength),
        };
        outcome = Finish(frame, message, out var result);
        if (outcome == EvmOutcome.None && reservesLate) outcome = frame.Reserve(regions[-3], regions[-4], out outputStart, out outputLength);
        if (outcome != EvmOutcome.None) return outcome;
        int copied = Math.Min(outputLength, result.Output.Length);
        if (copied != 0) result.Output.Span[..copied].CopyTo(frame.Memory(outputStart, copied));
        *(regions - 4) = result.IsSuccess ? UInt256.One : default;
        return EvmOutcome.None;
    }

    /// <summary>Asks the host; takes back the gas, the refund and the return data.</summary>
    internal static EvmOutcome Finish(EvmFrame frame, in EvmMessage message, out EvmResult result)
    {
        frame.ReturnData = default;
        frame.Settle();
        result = frame.Host.Call(message);
        var outcome = frame.Resume();
        frame.ReturnData = result.Output;
        if (!frame.Configuration.PricesEffects) return outcome;
        frame.Gas += result.GasLeft;
        if (result.IsSuccess) frame.Refund += result.Refund;
        return EvmOutcome.None;
    }

    /// <summary>EIP-150, EIP-161, EIP-2929: takes the price and the callee's gas; the stipend comes on top.</summary>
    private static bool TryPay(EvmFrame frame, EvmMessageKind kind, EvmAddress target, in UInt256 value, ref ulong gas)
    {
        if (!AccessPrices.TryTouch(frame, target)) return false;
        bool movesValue = (kind is EvmMessageKind.Call or EvmMessageKind.CallCode) && !value.IsZero;
        if (movesValue)
        {
            ulong price = ValuePrice;
            if (kind == EvmMessageKind.Call && frame.Host.IsEmpty(target)) price += NewAccountPrice;
            if (!frame.TryCharge(price)) return false;
        }

        gas = Math.Min(gas, AllButOne64th((ulong)frame.Gas));
        frame.Gas -= (long)gas;
        if (movesValue) gas += Stipend;
        return true;
    }
}
