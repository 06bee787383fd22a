using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// Deletion, which leaves the trie as if the key had never been there (ref-fvm ipld/hamt/src/pointer.rs and
/// ipld/kamt/src/pointer.rs, clean).
/// </summary>
internal static class TrieDeletion
{
    /// <summary>Deletes below <paramref name="node"/>; false when the key is not there, and then nothing is dirtied.</summary>
    public static bool From<T>(
        Trie<T> trie, TrieNode<T> node, ref HashBits bits, int depth, ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        var slot = bits.Next(trie.Options.BitWidth);
        if (!node.TryFind(slot, out var position))
            return false;
        ref var pointer = ref node.Pointers[position];
        if (pointer.Bucket is { } bucket)
        {
            if (!FromBucket(ref pointer, bucket, key, out value))
                return false;
            if (bucket.Length == 1)
                node.Remove(slot);
            return true;
        }

        var skipped = 0;
        if (pointer.Extension is { } extension)
        {
            if (extension.Match(ref bits, trie.Options.BitWidth) != extension.Length)
                return false;
            skipped = extension.Length / trie.Options.BitWidth;
        }

        if (!From(trie, trie.Resolve(ref pointer, depth + 1), ref bits, depth + 1 + skipped, key, out value))
            return false;
        pointer.Link = null;
        if (!Clean(trie.Options, ref pointer, depth))
            node.Remove(slot);
        return true;
    }

    private static bool FromBucket<T>(
        ref TriePointer<T> pointer, TrieEntry<T>[] bucket, ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        for (var i = 0; i < bucket.Length; i++)
        {
            if (!key.SequenceEqual(bucket[i].Key))
                continue;
            value = bucket[i].Value;
            if (bucket.Length > 1)
                pointer.Bucket = SortedArray.Remove(bucket, i);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Folds a child that has become too small into its parent; false when nothing is left of it.</summary>
    private static bool Clean<T>(TrieOptions options, ref TriePointer<T> pointer, int depth)
    {
        var child = pointer.Child!;
        var pointers = child.Pointers;
        if (pointers.IsEmpty)
        {
            // A canonical child below the data depth has at least two entries, so one deletion cannot empty it.
            if (depth >= options.MinDataDepth)
                MalformedNode.Throw(null, "a node below the root cannot have 0 pointers");
            return false;
        }

        if (depth < options.MinDataDepth)
            return true;
        if (pointers.Length == 1)
            FoldSingle(options, ref pointer, child);
        else if (pointers.Length <= options.MaxBucket)
            FoldBuckets(options, ref pointer, pointers);
        return true;
    }

    private static void FoldSingle<T>(TrieOptions options, ref TriePointer<T> pointer, TrieNode<T> child)
    {
        var only = child.Pointers[0];
        if (only.Bucket is not null)
        {
            pointer = only;
            return;
        }

        // A HAMT keeps the node; a KAMT skips it.
        if (!options.Extensions)
            return;
        only.Extension = PathExtension.Join(pointer.Extension, child.Bitmap.Last(), options.BitWidth, only.Extension);
        pointer = only;
    }

    private static void FoldBuckets<T>(TrieOptions options, ref TriePointer<T> pointer, ReadOnlySpan<TriePointer<T>> pointers)
    {
        var count = 0;
        foreach (ref readonly var child in pointers)
        {
            if (child.Bucket is null)
                return;
            count += child.Bucket.Length;
        }

        if (count > options.MaxBucket)
            return;
        var merged = new TrieEntry<T>[count];
        var filled = 0;
        foreach (ref readonly var child in pointers)
        {
            child.Bucket!.CopyTo(merged, filled);
            filled += child.Bucket!.Length;
        }

        Array.Sort(merged, static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        pointer = TriePointer<T>.ToBucket(merged);
    }
}
