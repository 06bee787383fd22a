using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>
/// The canonical form of a HAMT or KAMT, built in one go from its content, straight from the definition: group the entries by
/// the next step of their path; a group that fits is a bucket; any other is a node, behind the steps that all of it shares if
/// it is a KAMT. Knows nothing of insertion and deletion.
/// </summary>
internal sealed class TrieModel(int bitWidth, int maxBucket, int minDataDepth, bool extensions, HamtHash hash)
{
    private readonly Dictionary<Cid, byte[]> _blocks = [];

    public delegate void WriteEntry(CborWriter writer, byte[] key);

    public Cid Root(IEnumerable<byte[]> keys, WriteEntry write) => Node([.. keys.Select(key => (key, Path(key)))], 0, write);

    public int BlockCount => _blocks.Count;

    private Cid Node(List<(byte[] Key, string Path)> entries, int depth, WriteEntry write)
    {
        var groups = entries.GroupBy(entry => Step(entry.Path, depth)).OrderBy(group => group.Key).ToList();
        var bitmap = groups.Aggregate(System.Numerics.BigInteger.Zero, (sum, group) => sum + (System.Numerics.BigInteger.One << group.Key));
        var writer = new CborWriter();
        writer.WriteArrayHeader(2);
        writer.WriteBytes(bitmap.IsZero ? [] : bitmap.ToByteArray(isUnsigned: true, isBigEndian: true));
        writer.WriteArrayHeader(groups.Count);
        foreach (var group in groups)
            Pointer(writer, [.. group], depth, write);
        var block = writer.ToArray();
        var cid = Cid.ForBlock(Multicodec.DagCbor, block);
        _blocks[cid] = block;
        return cid;
    }

    private void Pointer(CborWriter writer, List<(byte[] Key, string Path)> entries, int depth, WriteEntry write)
    {
        if (extensions)
            writer.WriteMapHeader(1);
        if (depth >= minDataDepth && entries.Count <= maxBucket)
        {
            if (extensions)
                writer.WriteText("v");
            writer.WriteArrayHeader(entries.Count);
            foreach (var (key, _) in entries.OrderBy(entry => Convert.ToHexString(entry.Key), StringComparer.Ordinal))
                write(writer, key);
            return;
        }

        var skipped = 0;
        while (extensions && depth >= minDataDepth && entries.Select(entry => Step(entry.Path, depth + 1 + skipped)).Distinct().Count() == 1)
            skipped++;
        var child = Node(entries, depth + 1 + skipped, write);
        if (!extensions)
        {
            writer.WriteCid(child);
            return;
        }

        var bits = entries[0].Path.Substring((depth + 1) * bitWidth, skipped * bitWidth);
        writer.WriteText("l");
        writer.WriteArrayHeader(3);
        writer.WriteCid(child);
        writer.WriteUInt64((ulong)bits.Length);
        writer.WriteBytes([.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk).PadRight(8, '0'), 2))]);
    }

    private int Step(string path, int depth)
    {
        var start = depth * bitWidth;
        return Convert.ToInt32(path.Substring(start, Math.Min(bitWidth, path.Length - start)), 2);
    }

    private string Path(byte[] key)
    {
        var bytes = hash == HamtHash.Sha256 ? System.Security.Cryptography.SHA256.HashData(key) : [.. key.Concat(new byte[32]).Take(32)];
        return string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
    }
}
