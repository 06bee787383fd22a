namespace Fvm.Ipld.Hamts;

/// <summary>
/// The part of a key's path that a KAMT link skips: <see cref="Length"/> bits, most significant first, in
/// <see cref="Path"/>, whose last byte is padded with zero bits. A HAMT has none (ref-fvm ipld/kamt/src/ext.rs).
/// </summary>
internal sealed class PathExtension
{
    private readonly byte[] _path;

    /// <summary>An extension of <paramref name="length"/> bits; <paramref name="path"/> must hold at least as many.</summary>
    public PathExtension(int length, byte[] path)
    {
        Length = length;
        _path = path;
    }

    /// <summary>The length in bits, more than zero: an empty extension is a null reference.</summary>
    public int Length { get; }

    /// <summary>The bits, as they stand in the block.</summary>
    public ReadOnlySpan<byte> Path => _path;

    /// <summary>The bits as a cursor.</summary>
    public HashBits Bits => new(_path, Length, 0);

    /// <summary>Whether two extensions are byte for byte the same; null is the empty extension.</summary>
    public static bool AreEqual(PathExtension? left, PathExtension? right) => left is null
        ? right is null
        : right is not null && left.Length == right.Length && left.Path.SequenceEqual(right.Path);

    /// <summary>
    /// Reads from <paramref name="key"/> as many steps of <paramref name="bitWidth"/> bits as agree with this extension and
    /// returns their number of bits; the first step that differs is left unread.
    /// </summary>
    public int Match(ref HashBits key, int bitWidth)
    {
        if (key.Length - key.Consumed < Length || Length % bitWidth != 0)
            return MatchSteps(ref key, bitWidth);
        var equal = key.CountEqual(Bits, Length);
        var matched = equal - equal % bitWidth;
        key.Consumed += matched;
        return matched;
    }

    /// <summary>For an extension that is longer than what is left of the key, or ends within a step: a trie that nobody wrote in good faith.</summary>
    private int MatchSteps(ref HashBits key, int bitWidth)
    {
        var path = Bits;
        var matched = 0;
        while (matched < Length)
        {
            var before = key.Consumed;
            if (key.Next(bitWidth) != path.Next(bitWidth))
            {
                key.Consumed = before;
                break;
            }

            matched += bitWidth;
        }

        return matched;
    }

    /// <summary>
    /// The longest run of whole steps that <paramref name="key"/>, from where it stands, shares with all keys of a bucket;
    /// the run is read from <paramref name="key"/>. Null when the first step already differs.
    /// </summary>
    public static PathExtension? LongestCommon<T>(ref HashBits key, int bitWidth, TrieEntry<T>[] bucket)
    {
        var equal = key.Length - key.Consumed;
        foreach (ref readonly var entry in bucket.AsSpan())
            equal = key.CountEqual(new HashBits(entry.Key, key.Consumed), equal);
        // Two keys differ somewhere, and the step in which they do is none that they share.
        var length = equal - equal % bitWidth;
        if (length == 0)
            return null;
        var extension = new PathExtension(length, key.Copy(length));
        key.Consumed += length;
        return extension;
    }

    /// <summary>
    /// Cuts the extension after <paramref name="matched"/> bits: the part before, the slot that the next step selects, and
    /// the part after that step.
    /// </summary>
    public (PathExtension? Head, int Slot, PathExtension? Tail) Split(int matched, int bitWidth)
    {
        var path = Bits;
        var head = Take(ref path, matched);
        var slot = path.Next(bitWidth);
        var tail = Take(ref path, Length - path.Consumed);
        return (head, slot, tail);
    }

    /// <summary>Undoes a <see cref="Split"/>: parent, then the step into <paramref name="slot"/>, then child.</summary>
    public static PathExtension Join(PathExtension? parent, int slot, int bitWidth, PathExtension? child)
    {
        var builder = new PathExtensionBuilder((parent?.Length ?? 0) + bitWidth + (child?.Length ?? 0));
        builder.AddAll(parent);
        builder.Add(slot, bitWidth);
        builder.AddAll(child);
        return builder.Build()!;
    }

    private static PathExtension? Take(ref HashBits path, int length)
    {
        var builder = new PathExtensionBuilder(length);
        builder.AddAll(ref path, length);
        return builder.Build();
    }
}
