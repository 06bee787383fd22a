using System.Text;
using System.Text.Unicode;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>
/// The memory of an instance as syscalls see it (ref-fvm <c>syscalls/context.rs</c>). Nothing here can fail but with an error number:
/// bounds and undecodable values are 1 (IllegalArgument), a CID that does not fit is 12 (BufferTooSmall).
/// What comes out is meaningful only with Ok.
/// </summary>
/// <param name="bytes">The whole linear memory at the time of the call; it cannot grow before the call returns.</param>
/// <param name="knowsDelegatedAddresses">Whether f4 addresses parse.</param>
internal readonly ref struct GuestMemory(Span<byte> bytes, bool knowsDelegatedAddresses = true)
{
    private readonly Span<byte> bytes = bytes;
    private readonly bool knowsDelegatedAddresses = knowsDelegatedAddresses;

    /// <summary>A part of the memory. An empty part must lie inside too: its offset may be the memory's length, not more.</summary>
    public SyscallStatus Slice(uint offset, uint length, out Span<byte> slice)
    {
        if ((ulong)offset + length > (ulong)bytes.Length)
        {
            slice = default;
            return OutOfBounds;
        }

        slice = bytes.Slice((int)offset, (int)length);
        return SyscallStatus.Ok;
    }

    /// <summary>Whether a part lies inside, for the calls that must know before they ask the kernel.</summary>
    public SyscallStatus CheckBounds(uint offset, uint length) => Slice(offset, length, out _);

    /// <summary>
    /// A CID that begins at an offset. It is read from there to the end of the memory, not from a window of the greatest length of a CID,
    /// which might reach beyond the memory: a CID in its last bytes is valid.
    /// </summary>
    public SyscallStatus ReadCid(uint offset, out Cid cid)
    {
        cid = null!;
        if (offset > (uint)bytes.Length) return OutOfBounds;
        if (!Cid.TryRead(bytes[(int)offset..], out Cid? read, out _)) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "failed to parse cid");
        cid = read;
        return SyscallStatus.Ok;
    }

    /// <summary>Writes a CID into a buffer; when it does not fit, nothing is written.</summary>
    public SyscallStatus WriteCid(Cid cid, uint offset, uint length, out uint written)
    {
        written = 0;
        SyscallStatus status = Slice(offset, length, out Span<byte> buffer);
        if (!status.IsOk) return status;
        if (!cid.Bytes.TryCopyTo(buffer)) return SyscallStatus.Refuse(ErrorNumber.BufferTooSmall, "cid output buffer is too small");
        written = (uint)cid.Bytes.Length;
        return SyscallStatus.Ok;
    }

    /// <summary>An address that fills a part of the memory.</summary>
    public SyscallStatus ReadAddress(uint offset, uint length, out Address address)
    {
        address = null!;
        SyscallStatus status = Slice(offset, length, out Span<byte> slice);
        if (!status.IsOk) return status;
        if (!Address.TryFromBytes(slice, out Address? read) || (!knowsDelegatedAddresses && read.Protocol == AddressProtocol.Delegated))
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "failed to parse address");
        address = read;
        return SyscallStatus.Ok;
    }

    /// <summary>Text that fills a part of the memory; it must be UTF-8.</summary>
    public SyscallStatus ReadText(uint offset, uint length, out string text)
    {
        text = "";
        SyscallStatus status = Slice(offset, length, out Span<byte> slice);
        if (!status.IsOk) return status;
        if (!Utf8.IsValid(slice)) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "text is not UTF-8");
        text = Encoding.UTF8.GetString(slice);
        return SyscallStatus.Ok;
    }

    /// <summary>A value in CBOR that fills a part of the memory; bytes behind it are an error.</summary>
    public SyscallStatus ReadCbor<T>(uint offset, uint length, out T value)
        where T : class, IChainValue<T>
    {
        value = null!;
        SyscallStatus status = Slice(offset, length, out Span<byte> slice);
        if (!status.IsOk) return status;
        return ChainEncoding.TryFromCbor(slice, out value!) ? SyscallStatus.Ok : Undecodable;
    }

    /// <summary>An array of values in CBOR that fills a part of the memory; bytes behind it are an error.</summary>
    public SyscallStatus ReadCborList<T>(uint offset, uint length, out IReadOnlyList<T> values)
        where T : IChainValue<T>
    {
        values = [];
        SyscallStatus status = Slice(offset, length, out Span<byte> slice);
        if (!status.IsOk) return status;
        CborReader reader = new(slice);
        int count = reader.ReadArrayHeader();
        List<T> read = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (T.Read(ref reader) is { } value) read.Add(value);
        }

        if (!reader.Finish()) return Undecodable;
        values = read;
        return SyscallStatus.Ok;
    }

    private static SyscallStatus OutOfBounds => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "buffer out of bounds");

    private static SyscallStatus Undecodable => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "failed to decode cbor");
}
