using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// The kernel's blocks as a blockstore (builtin-actors <c>actor_blockstore.rs</c>, ref-fvm <c>sdk/src/ipld.rs</c>): a read is block_open and block_read, a
/// write block_create and block_link. Identity CIDs never reach the kernel. What the kernel refuses is exit 20.
/// </summary>
internal sealed class KernelBlockstore(SyscallGate gate) : IBlockstore
{
    private const uint HashLength = 32;

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        block = Read(cid);
        return true;
    }

    public bool Has(Cid cid)
    {
        Read(cid);
        return true;
    }

    public void Put(Cid cid, ReadOnlyMemory<byte> block)
    {
        ArgumentNullException.ThrowIfNull(cid);
        Cid stored = Write(cid.Codec, block.Span);
        if (stored != cid)
            Abort.Serialization($"put block with cid {cid} but has cid {stored}");
    }

    public byte[] Read(Cid cid)
    {
        ArgumentNullException.ThrowIfNull(cid);
        if (cid.IsIdentity)
            return cid.Digest.ToArray();
        gate.Enter("ipld", "block_open");
        Require(cid, gate.Leave("ipld", "block_open", gate.Kernel.Ipld.BlockOpen(cid, out uint handle, out BlockStat stat)).IsOk);
        byte[] data = new byte[stat.Size];
        gate.Enter("ipld", "block_read");
        Require(cid, gate.Leave("ipld", "block_read", gate.Kernel.Ipld.BlockRead(handle, 0, data, out int remaining)).IsOk);
        if (remaining != 0)
            Abort.AssertionFailed("expected to read the block exactly");
        gate.WorkRead(data.Length);
        gate.WorkBlockRead();
        return data;
    }

    public Cid Write(ulong codec, ReadOnlySpan<byte> data)
    {
        gate.WorkWritten(data.Length);
        gate.WorkBlockWritten();
        gate.Enter("ipld", "block_create");
        RequirePut(gate.Leave("ipld", "block_create", gate.Kernel.Ipld.BlockCreate(codec, data, out uint handle)).IsOk);
        gate.Enter("ipld", "block_link");
        RequirePut(gate.Leave("ipld", "block_link", gate.Kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, HashLength, out Cid? cid)).IsOk);
        return cid!;
    }

    private void Require(Cid cid, bool ok)
    {
        if (!ok)
            Abort.IllegalState($"get failed with {gate.Refusal?.Status} on CID '{cid}'");
    }

    private void RequirePut(bool ok)
    {
        if (!ok)
            Abort.IllegalState($"put failed with {gate.Refusal?.Status}");
    }
}
