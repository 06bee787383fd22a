using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// Methods of native actors on a contract: a call of <c>handle_filecoin_method(uint64,uint64,bytes)</c>, and what it returns, as Solidity's ABI has them.
/// Source: builtin-actors <c>actors/evm/src/lib.rs</c> (FRC-0042).
/// </summary>
internal static class NativeMethods
{
    private const int SelectorLength = 4;
    private const int HeadWords = 4;
    private const ulong ParamsOffset = 3 * UInt256.ByteLength;

    /// <summary>The first 4 bytes of the Keccak-256 hash of the signature.</summary>
    public static ReadOnlySpan<byte> Selector => [0x86, 0x8e, 0x10, 0xc4];

    /// <summary>Call data: selector, method, codec (0 for no parameters), offset and length of the parameters, the parameters up to a whole word.</summary>
    public static byte[] EncodeCall(ulong method, IpldBlock? parameters)
    {
        ReadOnlySpan<byte> data = parameters is null ? [] : parameters.Data.Span;
        int words = HeadWords + ((data.Length + UInt256.ByteLength - 1) / UInt256.ByteLength);
        byte[] call = new byte[SelectorLength + (words * UInt256.ByteLength)];
        Selector.CopyTo(call);
        Span<byte> rest = call.AsSpan(SelectorLength);
        foreach (ulong number in (ReadOnlySpan<ulong>)[method, parameters?.Codec ?? 0, ParamsOffset, (ulong)data.Length])
        {
            SolidityReader.Write(rest[..UInt256.ByteLength], number);
            rest = rest[UInt256.ByteLength..];
        }

        data.CopyTo(rest);
        return call;
    }

    /// <summary>
    /// Return data: exit code, codec, offset of the data. None at all is success without a return; an exit code other than 0 ends the call with it. Numbers
    /// that do not fit, a codec other than CBOR, and data with codec 0 are exit 21.
    /// </summary>
    public static IpldBlock? DecodeReturn(ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty)
            return null;
        var reader = new SolidityReader(output);
        var code = new ExitCode(reader.ReadUInt32());
        ulong codec = reader.ReadUInt64();
        uint offset = reader.ReadUInt32();
        if (reader.Overflowed)
            Abort.Serialization("exit code, returned codec or offset of the return value out of range");
        reader.Seek(offset);
        uint length = reader.ReadUInt32();
        if (reader.Overflowed)
            Abort.Serialization("return length is too large");
        ReadOnlySpan<byte> data = reader.ReadPadded(length);
        if (codec == 0 && length != 0)
            Abort.Serialization($"codec 0 is only valid for empty returns, got a return value of length {length}");
        if (codec is not (0 or Multicodec.Cbor))
            Abort.Serialization($"unsupported codec: {codec}");
        IpldBlock? block = codec == 0 ? null : new IpldBlock(codec, data.ToArray());
        return code.IsSuccess
            ? block
            : throw new ActorAbortException(code, "EVM contract explicitly exited with a non-zero exit code", block);
    }
}
