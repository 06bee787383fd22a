using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>
/// KAMT pointers: a map of one entry, {"v": [[key, value]...]} or {"l": [cid, extension length in bits, extension bytes]}
/// (ref-fvm ipld/kamt/src/pointer.rs).
/// </summary>
internal sealed class KamtLayout<TKey, TValue>(KamtKeys<TKey> keys, CborCodec<TValue> codec) : ITrieLayout<TValue>
{
    private const int MaxExtension = TrieKeyHash.Size * 8;

    private readonly KamtKeys<TKey> keys = keys;
    private readonly CborCodec<TValue> codec = codec;

    public bool SharesNodesWith(ITrieLayout<TValue> other) =>
        codec.IsShareable && other is KamtLayout<TKey, TValue> alike && ReferenceEquals(alike.codec, codec) && ReferenceEquals(alike.keys, keys);

    public TriePointer<TValue> ReadPointer(ref CborReader reader)
    {
        if (reader.ReadMapHeader() != 1)
            reader.Fail(CborErrorKind.ShapeMismatch);
        var tag = reader.ReadTextUtf8();
        if (tag.SequenceEqual("l"u8))
            return ReadLink(ref reader);
        if (!tag.SequenceEqual("v"u8))
            reader.Fail(CborErrorKind.ShapeMismatch);
        return ReadBucket(ref reader);
    }

    public void WritePointer(CborWriter writer, in TriePointer<TValue> pointer)
    {
        writer.WriteMapHeader(1);
        if (pointer.Bucket is { } bucket)
            WriteBucket(writer, bucket);
        else
            WriteLink(writer, pointer);
    }

    private static TriePointer<TValue> ReadLink(ref CborReader reader)
    {
        reader.ReadArrayHeader(3);
        var link = reader.ReadCid();
        var length = reader.ReadUInt32();
        var path = reader.ReadBytes();
        // The reference would read past the path's end later on; and no extension is as long as a key.
        if (length > MaxExtension || path.Length * 8 < (int)length)
            reader.Fail(CborErrorKind.InvalidValue);
        var extension = length == 0 ? null : new PathExtension((int)length, path.ToArray());
        return new TriePointer<TValue> { Link = link, Extension = extension };
    }

    private TriePointer<TValue> ReadBucket(ref CborReader reader)
    {
        var bucket = new TrieEntry<TValue>[reader.ReadArrayHeader()];
        for (var i = 0; i < bucket.Length && !reader.Failed; i++)
        {
            reader.ReadArrayHeader(2);
            var path = new byte[TrieKeyHash.Size];
            var key = keys.Codec.Read(ref reader);
            if (!reader.Failed)
                keys.ToPath(key, path);
            bucket[i] = new TrieEntry<TValue>(path, codec.Read(ref reader));
        }

        return new TriePointer<TValue> { Bucket = bucket };
    }

    private static void WriteLink(CborWriter writer, in TriePointer<TValue> pointer)
    {
        writer.WriteTextUtf8("l"u8);
        writer.WriteArrayHeader(3);
        writer.WriteCid(pointer.Link!);
        writer.WriteUInt64((ulong)(pointer.Extension?.Length ?? 0));
        writer.WriteBytes(pointer.Extension is { } extension ? extension.Path : []);
    }

    private void WriteBucket(CborWriter writer, TrieEntry<TValue>[] bucket)
    {
        writer.WriteTextUtf8("v"u8);
        writer.WriteArrayHeader(bucket.Length);
        foreach (ref readonly var entry in bucket.AsSpan())
        {
            writer.WriteArrayHeader(2);
            keys.Codec.Write(writer, keys.FromPath(entry.Key));
            codec.Write(writer, entry.Value);
        }
    }
}
