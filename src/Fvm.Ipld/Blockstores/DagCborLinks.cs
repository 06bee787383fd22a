using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld.Blockstores;

/// <summary>
/// Finds the links of a DAG-CBOR block without decoding it, as ref-fvm's flush does (release/v3, fvm/src/blockstore/buffered.rs,
/// <c>scan_for_links</c>): it walks heads only, so that foreign tags, unsorted maps, text that is not UTF-8 and bytes after the value
/// pass. The network flushed what this walk accepts, so a stricter one could halt where the network went on.
/// </summary>
internal static class DagCborLinks
{
    private const byte CborCodec = (byte)Multicodec.Cbor;
    private const byte DagCborCodec = (byte)Multicodec.DagCbor;
    private const byte RawCodec = (byte)Multicodec.Raw;

    /// <summary>Appends the links of a block to a list, in their order.</summary>
    /// <exception cref="IpldException">A truncated value, an indefinite length or reserved head, or a malformed link.</exception>
    public static void Scan(ReadOnlySpan<byte> block, List<Cid> links) => Scan(block, links, null);

    /// <summary>As the other overload, but leaves out links to blocks of the chain that are not wanted.</summary>
    public static void Scan(ReadOnlySpan<byte> block, List<Cid> links, Dictionary<Cid, ReadOnlyMemory<byte>>.AlternateLookup<ReadOnlySpan<byte>>? wanted)
    {
        int position = 0;

        // Unchecked 64-bit arithmetic, as the reference's release build has it.
        for (ulong remaining = 1; remaining > 0; remaining--)
        {
            (int major, ulong extra) = ReadHead(block, ref position);
            switch (major)
            {
                case 2 or 3:
                    TakeString(block, ref position, extra);
                    break;
                case 4:
                    remaining += extra;
                    break;
                case 5:
                    remaining += extra * 2;
                    break;
                case 6 when extra == 42:
                    if (ReadLink(block, ref position, wanted) is { } link)
                        links.Add(link);
                    break;
                case 6:
                    remaining++;
                    break;
            }
        }
    }

    private static Cid? ReadLink(
        ReadOnlySpan<byte> block, ref int position, Dictionary<Cid, ReadOnlyMemory<byte>>.AlternateLookup<ReadOnlySpan<byte>>? wanted)
    {
        int start = position;
        (int major, ulong length) = ReadHead(block, ref position);
        if (major != 2)
            Throw("a link that is no byte string", start);

        ReadOnlySpan<byte> bytes = TakeString(block, ref position, length);
        if (bytes.Length == 0 || bytes[0] != 0)
            Throw("a link that does not begin with 0x00", start);

        if (wanted is { } lookup && Cid.TryTakeBlock(bytes[1..], out ReadOnlySpan<byte> form) && form[1] is CborCodec or DagCborCodec or RawCodec)
            return lookup.TryGetValue(form, out Cid? known, out _) ? known : null;

        // As everywhere in the reference, bytes after the CID are ignored.
        if (!Cid.TryRead(bytes[1..], out Cid? cid, out _))
            Throw("a link with an invalid CID", start);

        return cid;
    }

    private static ReadOnlySpan<byte> TakeString(ReadOnlySpan<byte> block, ref int position, ulong length)
    {
        if (length > (ulong)(block.Length - position))
            Throw("a string that the block ends in", position);

        ReadOnlySpan<byte> content = block.Slice(position, (int)length);
        position += (int)length;
        return content;
    }

    private static (int Major, ulong Extra) ReadHead(ReadOnlySpan<byte> block, ref int position)
    {
        if (position >= block.Length)
            Throw("a value cut short", position);

        byte first = block[position];
        int information = first & 0x1f;
        if (information <= 23)
        {
            position++;
            return (first >> 5, (ulong)information);
        }

        if (information > 27)
            Throw("an indefinite length or reserved head", position);

        int width = 1 << (information - 24);
        if (block.Length - position - 1 < width)
            Throw("a value cut short", position);

        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        block.Slice(position + 1, width).CopyTo(wide[(8 - width)..]);
        position += 1 + width;
        return (first >> 5, BinaryPrimitives.ReadUInt64BigEndian(wide));
    }

    [DoesNotReturn]
    private static void Throw(string what, int offset) => throw new IpldException($"link walk: {what} at byte {offset} of a block");
}
