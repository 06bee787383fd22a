using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Actors;

/// <summary>What a callee returned, as RETURNDATA has it.</summary>
internal static class EvmReturnData
{
    /// <summary>The byte string in the block; the block's bytes as they are when there is none in it, since nobody can say that the callee reverted.</summary>
    public static ReadOnlyMemory<byte> Of(IpldBlock? block)
    {
        if (block is null)
            return default;
        return block.Codec is Multicodec.Cbor or Multicodec.DagCbor && CborCodecs.Bytes.TryDecode(block.Data.Span, out byte[]? bytes)
            ? bytes
            : block.Data;
    }
}
