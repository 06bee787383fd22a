using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// HAMT pointers since actors v3: a bare CID, or a bare array of [key bytes, value] pairs (ref-fvm ipld/hamt/src/pointer.rs).
/// </summary>
internal sealed class HamtLayout<T>(CborCodec<T> codec) : ITrieLayout<T>
{
    private readonly CborCodec<T> codec = codec;

    public bool SharesNodesWith(ITrieLayout<T> other) => codec.IsShareable && other is HamtLayout<T> alike && ReferenceEquals(alike.codec, codec);

    public TriePointer<T> ReadPointer(ref CborReader reader)
    {
        if (reader.Peek() == CborKind.Cid)
            return new TriePointer<T> { Link = reader.ReadCid() };
        var bucket = new TrieEntry<T>[reader.ReadArrayHeader()];
        for (var i = 0; i < bucket.Length && !reader.Failed; i++)
        {
            reader.ReadArrayHeader(2);
            var key = reader.ReadBytes().ToArray();
            bucket[i] = new TrieEntry<T>(key, codec.Read(ref reader));
        }

        return new TriePointer<T> { Bucket = bucket };
    }

    public void WritePointer(CborWriter writer, in TriePointer<T> pointer)
    {
        if (pointer.Bucket is not { } bucket)
        {
            writer.WriteCid(pointer.Link!);
            return;
        }

        writer.WriteArrayHeader(bucket.Length);
        foreach (ref readonly var entry in bucket.AsSpan())
        {
            writer.WriteArrayHeader(2);
            writer.WriteBytes(entry.Key);
            codec.Write(writer, entry.Value);
        }
    }
}
