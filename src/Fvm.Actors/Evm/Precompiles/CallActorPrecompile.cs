using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// fe00..03 and fe00..05: any method of any actor, for contracts. Only by DELEGATECALL, so that it is the contract itself that calls. Words in: method,
/// value, flags (1: read-only), codec (CBOR, or 0 for no parameters), offset of the parameters, and the offset of the address or the id. Words out: exit
/// code (the number of a refusal below zero), codec, offset, length, data. Source: builtin-actors <c>precompiles/fvm.rs</c>.
/// </summary>
internal static class CallActorPrecompile
{
    private const ulong ReadOnlyFlag = 1;
    private const int HeadWords = 4;

    /// <summary>fe00..03.</summary>
    public static bool ByAddress(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) => Run(call, byId: false, out output);

    /// <summary>fe00..05.</summary>
    public static bool ById(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) => Run(call, byId: true, out output);

    private static bool Run(in EvmPrecompileCall call, bool byId, out ReadOnlyMemory<byte> output)
    {
        output = default;
        if (call.Kind != EvmMessageKind.DelegateCall || !TryRead(call.Input.Span, byId, out Request request))
            return false;
        try
        {
            ulong limit = EvmCalls.GasLimit(call.Runtime, call.Gas);
            output = Encode(call.System.Send(
                request.To, request.Method, request.Parameters, TokenAmount.FromAtto(request.Value.ToBigInteger()), limit, request.ReadOnly));
            return true;
        }
        catch (ActorAbortException)
        {
            // Not the callee's failure but the contract's own: its state could not be written before or read after the call.
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> input, bool byId, out Request request)
    {
        request = default;
        var reader = new SolidityReader(input);
        ulong method = reader.ReadUInt64();
        UInt256 value = reader.ReadWord();
        ulong flags = reader.ReadUInt64();
        ulong codec = reader.ReadUInt64();
        uint offset = reader.ReadUInt32();
        ulong idOrOffset = reader.ReadUInt64();
        if (reader.Overflowed || (flags & ~ReadOnlyFlag) != 0)
            return false;
        reader.Seek(offset);
        uint length = reader.ReadUInt32();
        if (reader.Overflowed)
            return false;
        ReadOnlySpan<byte> data = reader.ReadPadded(length);
        if (!TryReadAddress(ref reader, byId, idOrOffset, out Address? to))
            return false;
        bool isReserved = method <= EvmMethods.LastReserved && method != MethodNumber.Send;
        bool isCodecKnown = codec == Multicodec.Cbor || (codec == 0 && data.IsEmpty);
        if (isReserved || !isCodecKnown)
            return false;
        IpldBlock? parameters = codec == 0 ? null : new IpldBlock(codec, data.ToArray());
        request = new Request(to!, method, value, (flags & ReadOnlyFlag) != 0, parameters);
        return true;
    }

    private static bool TryReadAddress(ref SolidityReader reader, bool byId, ulong idOrOffset, out Address? address)
    {
        address = byId ? Address.FromId(idOrOffset) : null;
        if (byId)
            return true;
        if (idOrOffset > uint.MaxValue)
            return false;
        reader.Seek(idOrOffset);
        uint length = reader.ReadUInt32();
        return !reader.Overflowed && Address.TryFromBytes(reader.ReadPadded(length), out address);
    }

    private static byte[] Encode(SendOutcome outcome)
    {
        UInt256 code = outcome.Error is { } refused ? -new UInt256((uint)refused) : outcome.Code.Value;
        ReadOnlySpan<byte> data = outcome.Data is null ? [] : outcome.Data.Data.Span;
        int words = HeadWords + ((data.Length + UInt256.ByteLength - 1) / UInt256.ByteLength);
        byte[] output = new byte[words * UInt256.ByteLength];
        code.WriteBigEndian(output.AsSpan(0, UInt256.ByteLength));
        SolidityReader.Write(output.AsSpan(UInt256.ByteLength, UInt256.ByteLength), outcome.Data?.Codec ?? 0);
        SolidityReader.Write(output.AsSpan(2 * UInt256.ByteLength, UInt256.ByteLength), 3 * UInt256.ByteLength);
        SolidityReader.Write(output.AsSpan(3 * UInt256.ByteLength, UInt256.ByteLength), (ulong)data.Length);
        data.CopyTo(output.AsSpan(HeadWords * UInt256.ByteLength));
        return output;
    }

    private readonly record struct Request(Address To, ulong Method, UInt256 Value, bool ReadOnly, IpldBlock? Parameters);
}
