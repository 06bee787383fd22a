using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Cars;

/// <summary>
/// Reads a CAR version 1 from a stream, section by section (IPLD's CARv1 specification): a varint-framed DAG-CBOR header
/// <c>{roots, version: 1}</c>, then varint-framed sections of a CID and its block. The stream stays the caller's.
/// </summary>
public sealed class CarReader
{
    // Version, codec, function, length, and a digest of 64 bytes.
    private const int LongestCid = 128;

    private readonly Stream _stream;
    private readonly CarReaderOptions _options;
    private long _position;

    /// <summary>Reads the header.</summary>
    /// <exception cref="CarException">It is truncated or malformed, names no root, or is of another version.</exception>
    public CarReader(Stream stream, CarReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _options = options ?? new CarReaderOptions();
        Roots = ReadHeader();
    }

    /// <summary>The roots that the header names: at least one.</summary>
    public IReadOnlyList<Cid> Roots { get; }

    /// <summary>Reads a whole CAR into a store and returns its roots. On failure the blocks before the bad section are in the store.</summary>
    /// <exception cref="CarException">The CAR is truncated or corrupt.</exception>
    public static IReadOnlyList<Cid> Load(Stream stream, IBlockstore store, CarReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        CarReader reader = new(stream, options);
        while (reader.TryReadBlock(out Cid? cid, out ReadOnlyMemory<byte> data))
            store.Put(cid, data);

        return reader.Roots;
    }

    /// <summary>Reads the next block; false at the end of the stream.</summary>
    /// <exception cref="CarException">The section is truncated, too long, begins with no CID, or does not match its hash.</exception>
    public bool TryReadBlock([NotNullWhen(true)] out Cid? cid, out ReadOnlyMemory<byte> data)
    {
        cid = null;
        data = default;
        long start = _position;
        if (!TryReadSection("section", out byte[]? section))
            return false;

        if (!Cid.TryRead(section, out Cid? read, out int consumed))
            Throw("a section that does not begin with a CID", start);

        data = section.AsMemory(consumed);
        if (_options.VerifyHashes)
            Verify(read, data.Span, start);

        cid = read;
        return true;
    }

    /// <summary>
    /// Reads on to a block and passes over those before it, without looking at what they hold; the block itself is verified as any. For one
    /// block of a large file: nothing else is read where the stream can seek.
    /// </summary>
    /// <param name="cid">The block.</param>
    /// <param name="data">What it holds.</param>
    /// <returns>False if the rest of the stream does not have it.</returns>
    /// <exception cref="CarException">A section before it is truncated, too long or begins with no CID, or it does not match its hash.</exception>
    public bool TryFindBlock(Cid cid, out ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(cid);
        data = default;
        Span<byte> head = stackalloc byte[LongestCid];
        while (true)
        {
            long start = _position;
            if (!TryReadLength("section", out int length))
                return false;

            Span<byte> read = head[..Math.Min(length, head.Length)];
            ReadAll(read, "section", length, start);
            if (!Cid.TryRead(read, out Cid? found, out int consumed))
                Throw("a section that does not begin with a CID", start);

            if (found != cid)
            {
                Skip(length - read.Length, length, start);
                continue;
            }

            byte[] section = new byte[length];
            read.CopyTo(section);
            ReadAll(section.AsSpan(read.Length), "section", length, start);
            data = section.AsMemory(consumed);
            if (_options.VerifyHashes)
                Verify(found, data.Span, start);

            return true;
        }
    }

    private void Skip(int count, int length, long start)
    {
        if (!_stream.CanSeek)
        {
            ReadAll(new byte[count], "section", length, start);
            return;
        }

        if (_stream.Length - _stream.Position < count)
            Throw($"the file ends inside a section: {length} bytes are announced", start);

        _stream.Seek(count, SeekOrigin.Current);
        _position += count;
    }

    private static void Verify(Cid cid, ReadOnlySpan<byte> data, long start)
    {
        switch (BlockHash.Check(cid, data))
        {
            case BlockHashResult.Mismatch:
                Throw($"a block that does not match its CID {cid}", start);
                break;
            case BlockHashResult.UnknownFunction:
                Throw($"a block whose hash function 0x{cid.MultihashCode:x} cannot be verified, CID {cid}", start);
                break;
        }
    }

    private List<Cid> ReadHeader()
    {
        if (!TryReadSection("header", out byte[]? header))
            Throw("an empty stream", 0);

        CborReader reader = new(header);
        List<Cid>? roots = null;
        ulong? version = null;
        int entries = reader.ReadMapHeader();
        for (int i = 0; i < entries && !reader.Failed; i++)
        {
            switch (reader.ReadText())
            {
                case "roots" when roots is null:
                    roots = ReadRoots(ref reader);
                    break;
                case "version" when version is null:
                    version = reader.ReadUInt64();
                    break;
                default:
                    reader.Fail(CborErrorKind.InvalidValue);
                    break;
            }
        }

        if (!reader.Finish())
            Throw($"a malformed header, {reader.Error}", 0);

        if (version != 1)
            Throw(version is null ? "a header without a version" : $"version {version}, where 1 is expected", 0);

        if (roots is null || roots.Count == 0)
            Throw("a header without roots", 0);

        return roots;
    }

    private static List<Cid> ReadRoots(ref CborReader reader)
    {
        int count = reader.ReadArrayHeader();
        List<Cid> roots = [];
        for (int i = 0; i < count && reader.ReadCid() is { } cid; i++)
            roots.Add(cid);

        return roots;
    }

    private bool TryReadSection(string what, [NotNullWhen(true)] out byte[]? section)
    {
        section = null;
        long start = _position;
        if (!TryReadLength(what, out int length))
            return false;

        section = GC.AllocateUninitializedArray<byte>(length);
        ReadAll(section, what, length, start);
        return true;
    }

    private bool TryReadLength(string what, out int length)
    {
        length = 0;
        long start = _position;
        Span<byte> varint = stackalloc byte[Varint.MaxLength];
        int digits = 0;
        do
        {
            int next = digits < varint.Length ? _stream.ReadByte() : -1;
            if (next < 0)
            {
                if (digits == 0)
                    return false;

                Throw(digits < varint.Length ? $"the file ends inside the length of a {what}" : $"an invalid length of a {what}", start);
            }

            varint[digits++] = (byte)next;
        }
        while (varint[digits - 1] >= 0x80);

        if (!Varint.TryRead(varint[..digits], out ulong announced, out _) || announced == 0)
            Throw($"an invalid length of a {what}", start);

        if (announced > (ulong)_options.MaxSectionLength)
            Throw($"a {what} of {announced} bytes, where {_options.MaxSectionLength} are allowed", start);

        length = (int)announced;
        _position = start + digits;
        return true;
    }

    // The rest of a section, or as much of it as the buffer holds.
    private void ReadAll(Span<byte> buffer, string what, int length, long start)
    {
        int read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length)
            Throw($"the file ends inside a {what}: {length - buffer.Length + read} of {length} bytes are there", start);

        _position += read;
    }

    [DoesNotReturn]
    private static void Throw(string what, long offset) => throw new CarException(what, offset);
}
