using System.Diagnostics.CodeAnalysis;
using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>Parameters and returns of actors as Ethereum's tools see them. Source: lotus <c>node/impl/eth/utils.go</c>.</summary>
internal static class NativePayload
{
    /// <summary>Parameters as the call data of <c>handle_filecoin_method(uint64 method, uint64 codec, bytes parameters)</c>.</summary>
    public static byte[] Input(ulong method, TracedBlock? parameters) =>
        NativeInput.Encode(method, parameters?.Codec ?? 0, parameters is null ? default : parameters.Data.Span);

    /// <summary>A return as <c>(uint64 exit code, uint64 codec, bytes data)</c>.</summary>
    public static byte[] Output(ExitCode exit, TracedBlock? data) => NativeInput.Words([], exit.Value, data?.Codec ?? 0, data is null ? default : data.Data.Span);

    /// <summary>The bytes that a contract was given, or gave: in a CBOR byte string, or bare. False for everything else.</summary>
    public static bool TryUnwrap(TracedBlock? block, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        switch (block?.Codec ?? 0)
        {
            case 0:
                return true;
            case Multicodec.Cbor or Multicodec.DagCbor:
                bool isBytes = CborCodecs.Bytes.TryDecode(block!.Data.Span, out byte[]? inside);
                bytes = inside;
                return isBytes;
            case Multicodec.Raw:
                bytes = block!.Data;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads CBOR parameters or returns.</summary>
    public static bool TryRead<T>(TracedBlock? block, [NotNullWhen(true)] out T? value)
        where T : class, IChainValue<T>
    {
        value = null;
        return block is { Codec: Multicodec.Cbor or Multicodec.DagCbor } && ChainEncoding.TryFromCbor<T>(block.Data.Span, out value);
    }
}
