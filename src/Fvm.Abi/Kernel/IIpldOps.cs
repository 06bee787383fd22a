using Fvm.Ipld;

namespace Fvm.Abi.Kernel;

/// <summary>What is known of a block: its codec and its length in bytes.</summary>
/// <param name="Codec">The multicodec.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct BlockStat(ulong Codec, uint Size);

/// <summary>The syscall family <c>ipld</c>. Blocks are named by handles of the frame's registry, from 1; 0 means no data.</summary>
public interface IIpldOps
{
    /// <summary>Reads a block of the store into the registry. A missing block is fatal.</summary>
    /// <param name="cid">The block's CID.</param>
    /// <param name="handle">Its handle.</param>
    /// <param name="stat">Its codec and size.</param>
    SyscallStatus BlockOpen(Cid cid, out uint handle, out BlockStat stat);

    /// <summary>Puts data into the registry. Refuses with 3 above 1 MiB (from nv18 on) or when the registry is full, with 9 for foreign codecs (to nv17: all but DAG-CBOR).</summary>
    /// <param name="codec">The multicodec.</param>
    /// <param name="data">The bytes, which are copied.</param>
    /// <param name="handle">The handle.</param>
    SyscallStatus BlockCreate(ulong codec, ReadOnlySpan<byte> data, out uint handle);

    /// <summary>As <see cref="BlockCreate"/>, for data that nobody will change any more: it need not be copied.</summary>
    /// <param name="codec">The multicodec.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="handle">The handle.</param>
    SyscallStatus BlockKeep(ulong codec, ReadOnlyMemory<byte> data, out uint handle) => BlockCreate(codec, data.Span, out handle);

    /// <summary>Whether this invocation may end with the measures of its blocks in place of them: it is the outermost, of a message whose state nobody will read.</summary>
    bool TakesMeasures => false;

    /// <summary>As <see cref="BlockKeep"/>, for a block that is not made, at its price; <see cref="BlockLink"/> then tells a CID that stands for it. Only where <see cref="TakesMeasures"/>.</summary>
    /// <param name="measure">What the block would be; everything that it links to is reachable.</param>
    /// <param name="handle">The handle; there is nothing to read behind it.</param>
    SyscallStatus BlockMeasured(in BlockMeasure measure, out uint handle) => throw new NotSupportedException("the kernel wants the block itself");

    /// <summary>Reads a whole block as <see cref="BlockRead"/> does, and at the same price; but it need not be copied, and may not be changed.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="size">Its length in bytes.</param>
    /// <param name="data">Its bytes.</param>
    SyscallStatus BlockLend(uint handle, uint size, out ReadOnlyMemory<byte> data)
    {
        byte[] copy = new byte[size];
        data = copy;
        return BlockRead(handle, 0, copy, out _);
    }

    /// <summary>Where native code may note what it makes of a block: no syscall, and nothing that the network can see. Null where nobody keeps notes.</summary>
    /// <param name="handle">The block.</param>
    BlockNotes? NotesOf(uint handle) => null;

    /// <summary>Copies a part of a block.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="buffer">Where to copy to.</param>
    /// <param name="remaining">Block length less (offset + buffer length): negative when the buffer was not filled.</param>
    SyscallStatus BlockRead(uint handle, uint offset, Span<byte> buffer, out int remaining);

    /// <summary>Tells a block's codec and size.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="stat">Its codec and size.</param>
    SyscallStatus BlockStat(uint handle, out BlockStat stat);

    /// <summary>Stores a block and tells its CID. Only BLAKE2b-256 with 32 bytes is allowed (8).</summary>
    /// <param name="handle">The block.</param>
    /// <param name="hashFunction">The multihash code.</param>
    /// <param name="hashLength">The digest's length in bytes.</param>
    /// <param name="cid">The CID.</param>
    SyscallStatus BlockLink(uint handle, ulong hashFunction, uint hashLength, out Cid? cid);
}
