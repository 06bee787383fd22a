using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Ipld;

namespace Fvm.Execution.Calls;

/// <summary>A block of IPLD data in memory; never changed once made.</summary>
/// <param name="Codec">Its multicodec.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Links">The CIDs that it links to, as far as reachability counts them (FVM v4; none before).</param>
internal sealed record Block(ulong Codec, ReadOnlyMemory<byte> Data, LinkScan Links)
{
    /// <summary>A block whose links do not count.</summary>
    public Block(ulong codec, ReadOnlyMemory<byte> data)
        : this(codec, data, LinkScan.None)
    {
    }

    /// <summary>What is noted of the block once it is in the store; null where nobody keeps notes.</summary>
    public BlockNotes? Notes { get; set; }

    /// <summary>Of a block that was measured and not made: its length in bytes. Null for all others.</summary>
    public int? MeasuredSize { get; init; }

    /// <summary>Its length in bytes, made or not.</summary>
    public int Size => MeasuredSize ?? Data.Length;

    public BlockStat Stat => new(Codec, (uint)Data.Length);

    /// <summary>Whether the machine lets blocks of a codec exist: raw, CBOR and DAG-CBOR.</summary>
    public static bool IsAllowed(ulong codec) => codec is Multicodec.Raw or Multicodec.Cbor or Multicodec.DagCbor;

    /// <summary>A block for a trace: a copy, since actors in C# hand over memory that they go on to write.</summary>
    public static TracedBlock? Traced(Block? block) => block is null ? null : new TracedBlock(block.Codec, block.Data.ToArray());
}
