using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// The kernel's blocks as a blockstore (builtin-actors <c>actor_blockstore.rs</c>, ref-fvm <c>sdk/src/ipld.rs</c>): a read is block_open and block_read, a
/// write block_create and block_link. Identity CIDs never reach the kernel. What the kernel refuses is exit 20.
/// </summary>
internal sealed class KernelBlockstore(SyscallGate gate) : INotingBlockstore, IMeasuredBlockstore
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
        Cid stored = Write(cid.Codec, block);
        if (stored != cid)
            Abort.Serialization($"put block with cid {cid} but has cid {stored}");
    }

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block, out BlockNotes? notes)
    {
        block = Read(cid, out notes);
        return true;
    }

    public Cid Add(ulong codec, ReadOnlyMemory<byte> block, out BlockNotes? notes) => Write(codec, block, out notes);

    /// <summary>Whether what the actor writes last may be measured in place of being made.</summary>
    public bool TakesMeasures => gate.Kernel.Ipld.TakesMeasures;

    public Cid AddMeasured(in BlockMeasure measure)
    {
        BeginWrite(measure.Size);
        RequirePut(gate.Leave("ipld", "block_create", gate.Kernel.Ipld.BlockMeasured(measure, out uint handle)).IsOk);
        return Link(handle);
    }

    public ReadOnlyMemory<byte> Read(Cid cid) => Read(cid, out _);

    public Cid Write(ulong codec, ReadOnlyMemory<byte> data) => Write(codec, data, out _);

    private ReadOnlyMemory<byte> Read(Cid cid, out BlockNotes? notes)
    {
        ArgumentNullException.ThrowIfNull(cid);
        notes = null;
        if (cid.IsIdentity)
            return cid.Digest.ToArray();
        gate.Enter("ipld", "block_open");
        Require(cid, gate.Leave("ipld", "block_open", gate.Kernel.Ipld.BlockOpen(cid, out uint handle, out BlockStat stat)).IsOk);
        gate.Enter("ipld", "block_read");
        Require(cid, gate.Leave("ipld", "block_read", gate.Kernel.Ipld.BlockLend(handle, stat.Size, out ReadOnlyMemory<byte> data)).IsOk);
        notes = gate.Kernel.Ipld.NotesOf(handle);
        gate.WorkRead(data.Length);
        gate.WorkBlockRead();
        return data;
    }

    private Cid Write(ulong codec, ReadOnlyMemory<byte> data, out BlockNotes? notes)
    {
        BeginWrite(data.Length);
        RequirePut(gate.Leave("ipld", "block_create", gate.Kernel.Ipld.BlockKeep(codec, data, out uint handle)).IsOk);
        Cid cid = Link(handle);
        notes = gate.Kernel.Ipld.NotesOf(handle);
        return cid;
    }

    private void BeginWrite(int size)
    {
        gate.WorkWritten(size);
        gate.WorkBlockWritten();
        gate.Enter("ipld", "block_create");
    }

    private Cid Link(uint handle)
    {
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
