using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Cars;

/// <summary>Writes a CAR version 1 to a stream, which stays the caller's. Blocks are written as they come, repetitions included.</summary>
public sealed class CarWriter
{
    private readonly Stream _stream;

    /// <summary>Writes the header.</summary>
    /// <exception cref="ArgumentException">There is no root.</exception>
    public CarWriter(Stream stream, IReadOnlyList<Cid> roots)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(roots);
        if (roots.Count == 0)
            throw new ArgumentException("a CAR names at least one root", nameof(roots));

        _stream = stream;
        CborWriter header = new();
        header.WriteMapHeader(2);
        header.WriteText("roots");
        header.WriteArrayHeader(roots.Count);
        foreach (Cid root in roots)
            header.WriteCid(root);

        header.WriteText("version");
        header.WriteUInt64(1);
        WriteLength((ulong)header.Length);
        _stream.Write(header.Written);
    }

    /// <summary>Writes one block.</summary>
    public void Write(Cid cid, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(cid);
        WriteLength((ulong)cid.Bytes.Length + (ulong)data.Length);
        _stream.Write(cid.Bytes);
        _stream.Write(data);
    }

    private void WriteLength(ulong length)
    {
        Span<byte> varint = stackalloc byte[Varint.MaxLength];
        _stream.Write(varint[..Varint.Write(varint, length)]);
    }
}
