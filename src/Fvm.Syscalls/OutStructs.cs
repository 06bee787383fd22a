using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>
/// The structs that syscalls answer with: packed, little-endian, without padding (ref-fvm <c>shared/src/sys/out.rs</c>). Their layout is the
/// ABI of every actor on chain: a test freezes it.
/// </summary>
internal static class OutStructs
{
    /// <summary>lo u64, hi u64.</summary>
    public const int TokenAmountSize = 16;

    /// <summary>codec u64, id u32, size u32.</summary>
    public const int IpldOpenSize = 16;

    /// <summary>codec u64, size u32.</summary>
    public const int IpldStatSize = 12;

    /// <summary>exit_code u32, return_id u32, return_codec u64, return_size u32.</summary>
    public const int SendSize = 20;

    /// <summary>epoch i64, target u64, fault u32.</summary>
    public const int VerifyConsensusFaultSize = 20;

    /// <summary>origin, nonce, caller, receiver, method_number u64; value_received, gas_premium TokenAmount; flags u64.</summary>
    public const int MessageContextSize = 80;

    /// <summary>value TokenAmount; caller, receiver, method_number u64; epoch i64, network_version u32 (FVM v2).</summary>
    public const int InvocationContextSize = 52;

    /// <summary>epoch i64, timestamp u64, base_fee TokenAmount, chain_id u64, network_version u32.</summary>
    public const int NetworkContextSize = 44;

    /// <summary>The flag of <c>MessageContext</c> that says that the frame is read-only.</summary>
    private const ulong ReadOnlyFlag = 1;

    public static void WriteTokenAmount(Span<byte> to, TokenAmount amount, string what)
    {
        if (!amount.TryToUInt128(out UInt128 value)) FatalException.Throw($"{what} exceeds u128");
        BinaryPrimitives.WriteUInt128LittleEndian(to, value);
    }

    public static void WriteIpldOpen(Span<byte> to, uint id, BlockStat stat)
    {
        UInt64(to, 0, stat.Codec);
        UInt32(to, 8, id);
        UInt32(to, 12, stat.Size);
    }

    public static void WriteIpldStat(Span<byte> to, BlockStat stat)
    {
        UInt64(to, 0, stat.Codec);
        UInt32(to, 8, stat.Size);
    }

    public static void WriteSend(Span<byte> to, in SendResult result)
    {
        UInt32(to, 0, result.ExitCode.Value);
        UInt32(to, 4, result.Handle);
        UInt64(to, 8, result.Stat.Codec);
        UInt32(to, 16, result.Stat.Size);
    }

    /// <summary>No fault is all zeros.</summary>
    public static void WriteConsensusFault(Span<byte> to, ConsensusFault? fault)
    {
        UInt64(to, 0, (ulong)(fault?.Epoch ?? 0));
        UInt64(to, 8, fault?.Target.Value ?? 0);
        UInt32(to, 16, (uint)(fault?.FaultType ?? 0));
    }

    public static void WriteMessageContext(Span<byte> to, in MessageContext context)
    {
        UInt64(to, 0, context.Origin.Value);
        UInt64(to, 8, context.Nonce);
        UInt64(to, 16, context.Caller.Value);
        UInt64(to, 24, context.Receiver.Value);
        UInt64(to, 32, context.Method);
        WriteTokenAmount(to[40..], context.ValueReceived, "value received");
        WriteTokenAmount(to[56..], context.GasPremium, "gas premium");
        UInt64(to, 72, context.ReadOnly ? ReadOnlyFlag : 0);
    }

    public static void WriteInvocationContext(Span<byte> to, in MessageContext message, in NetworkContext network)
    {
        WriteTokenAmount(to, message.ValueReceived, "value received");
        UInt64(to, 16, message.Caller.Value);
        UInt64(to, 24, message.Receiver.Value);
        UInt64(to, 32, message.Method);
        UInt64(to, 40, (ulong)network.Epoch);
        UInt32(to, 48, (uint)network.NetworkVersion);
    }

    public static void WriteNetworkContext(Span<byte> to, in NetworkContext context)
    {
        UInt64(to, 0, (ulong)context.Epoch);
        UInt64(to, 8, context.Timestamp);
        WriteTokenAmount(to[16..], context.BaseFee, "base fee");
        UInt64(to, 32, context.ChainId);
        UInt32(to, 40, (uint)context.NetworkVersion);
    }

    private static void UInt32(Span<byte> to, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(to[at..], value);

    private static void UInt64(Span<byte> to, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(to[at..], value);
}
