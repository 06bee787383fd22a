using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>
/// The KAMT that holds a contract's storage: words by words, five bits a step, one entry a slot. The same blocks, read and written at the same moments, as of a
/// <see cref="Kamt{TKey, TValue}"/> of that shape, which its tests compare it with; made for speed, since contracts live in it. Every method that has to read
/// throws <see cref="IpldException"/> for a missing block or a malformed node; after that the map must no longer be used. One thread at a time.
/// </summary>
public sealed class WordKamt
{
    private readonly WordBlocks blocks;
    private WordNode root;
    private Cid? flushed;

    /// <summary>An empty map, with nothing stored yet.</summary>
    /// <param name="store">Where nodes are read and written.</param>
    public WordKamt(IBlockstore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        blocks = new WordBlocks(store);
        root = new WordNode();
    }

    /// <summary>Whether there are no entries.</summary>
    public bool IsEmpty => root.IsEmpty;

    /// <summary>Opens the map stored under a root; reads the root node only.</summary>
    /// <param name="store">Where nodes are read and written.</param>
    /// <param name="root">The root.</param>
    public static WordKamt Load(IBlockstore store, Cid root)
    {
        var map = new WordKamt(store);
        map.SetRoot(root);
        return map;
    }

    /// <summary>Turns to the map stored under a root; changes that were not flushed are lost.</summary>
    /// <param name="stored">The root.</param>
    public void SetRoot(Cid stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        root = blocks.Load(stored, 0);
        flushed = stored;
    }

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; 0 when it is not there.</param>
    public bool TryGet(in KamtWord key, out KamtWord value)
    {
        var path = new WordPath(in key, 0);
        WordNode node = root;
        value = default;
        for (int depth = 1; ; depth++)
        {
            int slot = path.Next();
            if (!node.Has(slot))
                return false;
            if (!node.IsLink(slot))
            {
                ref readonly WordEntry entry = ref node.EntryAt(slot);
                bool found = entry.Key == key;
                value = found ? entry.Value : default;
                return found;
            }

            // The child is read before the extension is compared, as the reference does: the read is paid for.
            WordNode child = Resolve(node, slot, depth);
            if (node.LinkAt(slot).Extension is { } extension && path.Match(extension) != extension.Length)
                return false;
            node = child;
        }
    }

    /// <summary>Adds a key or replaces its value; true, with the value that was there, when the key was there. Setting the same value changes nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="previous">What was there; 0 when the key was not.</param>
    public bool Set(in KamtWord key, in KamtWord value, out KamtWord previous)
    {
        var path = new WordPath(in key, 0);
        previous = default;
        bool found = false;
        if (Set(root, ref path, 0, value, ref found, ref previous))
            flushed = null;
        return found;
    }

    /// <summary>Removes a key; true, with its value, when it was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="previous">What was there; 0 when the key was not.</param>
    public bool Delete(in KamtWord key, out KamtWord previous)
    {
        var path = new WordPath(in key, 0);
        if (!Delete(root, ref path, 0, out previous))
            return false;
        flushed = null;
        return true;
    }

    /// <summary>Removes all entries; an empty map stays as it is, flushed or not.</summary>
    public void Clear()
    {
        if (IsEmpty)
            return;
        root = new WordNode();
        flushed = null;
    }

    /// <summary>Stores the nodes that changed, children first, and returns the root's CID; writes nothing when nothing changed.</summary>
    public Cid Flush()
    {
        if (flushed is not null)
            return flushed;
        FlushChildren(root);
        return flushed = blocks.Store(root);
    }

    /// <summary>
    /// As <see cref="Flush"/>, at the same price, for a map whose blocks nobody will read: they are measured and not made. The map must no longer be used.
    /// </summary>
    /// <param name="measured">Who takes the measures; what links to them can be written to the map's own store.</param>
    /// <returns>A CID that stands for the root's.</returns>
    public Cid FlushMeasured(IMeasuredBlockstore measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        if (flushed is not null)
            return flushed;
        MeasureChildren(root, measured);
        return Measure(root, measured);
    }

    private void MeasureChildren(WordNode node, IMeasuredBlockstore measured)
    {
        Span<WordLink> links = node.Links;
        for (int i = 0; i < links.Length; i++)
        {
            if (links[i].Cid is not null)
                continue;
            WordNode child = node.ChildOf(i);
            MeasureChildren(child, measured);
            links[i].Cid = Measure(child, measured);
        }
    }

    /// <summary>A node with links that no honest map has is made after all.</summary>
    private Cid Measure(WordNode node, IMeasuredBlockstore measured) =>
        WordBlocks.TryMeasure(node, out BlockMeasure measure) ? measured.AddMeasured(measure) : blocks.Store(node);

    private void FlushChildren(WordNode node)
    {
        Span<WordLink> links = node.Links;
        for (int i = 0; i < links.Length; i++)
        {
            if (links[i].Cid is not null)
                continue;
            WordNode child = node.ChildOf(i);
            FlushChildren(child);
            links[i].Cid = blocks.Store(child);
        }
    }

    /// <summary>The child behind a slot, read and kept when it is not in memory.</summary>
    private WordNode Resolve(WordNode node, int slot, int depth)
    {
        WordNode? child = node.ChildAt(slot);
        if (child is null)
        {
            child = blocks.Load(node.LinkAt(slot).Cid!, depth);
            node.Keep(slot, child);
        }

        return child;
    }

    /// <summary>Sets below a node that lies so many steps from the root; whether anything changed.</summary>
    private bool Set(WordNode node, ref WordPath path, int depth, in KamtWord value, ref bool found, ref KamtWord previous)
    {
        int slot = path.Next();
        if (!node.Has(slot))
        {
            node.AddEntry(slot, path.Key, value);
            return true;
        }

        if (!node.IsLink(slot))
            return SetEntry(node, slot, ref path, value, ref found, ref previous);
        int skipped = 0;
        if (node.LinkAt(slot).Extension is { } extension)
        {
            int matched = path.Match(extension);
            if (matched != extension.Length)
            {
                Split(node, slot, extension, matched, ref path, value);
                return true;
            }

            skipped = matched / WordPath.BitWidth;
        }

        if (!Set(Resolve(node, slot, depth + 1), ref path, depth + 1 + skipped, value, ref found, ref previous))
            return false;
        node.Dirty(slot);
        return true;
    }

    /// <summary>Replaces an entry, or makes a node of it and the new one, as far down as their keys share their way.</summary>
    private static bool SetEntry(WordNode node, int slot, ref WordPath path, in KamtWord value, ref bool found, ref KamtWord previous)
    {
        WordEntry there = node.EntryAt(slot);
        if (there.Key == path.Key)
        {
            found = true;
            previous = there.Value;
            if (value == previous)
                return false;
            node.SetValue(slot, value);
            return true;
        }

        WordExtension? common = path.Skip(path.CountCommon(there.Key));
        var other = new WordPath(in there.Key, path.Consumed);
        var child = new WordNode();
        child.AddEntry(path.Next(), path.Key, value);
        child.AddEntry(other.Next(), there.Key, there.Value);
        node.Remove(slot);
        node.AddLink(slot, new WordLink { Extension = common }, child);
        return true;
    }

    /// <summary>The key leaves the way in the middle of an extension: a new node takes the old child and the new key.</summary>
    private static void Split(WordNode node, int slot, WordExtension extension, int matched, ref WordPath path, in KamtWord value)
    {
        var (head, oldSlot, tail) = extension.Form.Split(matched, WordPath.BitWidth);
        var midway = new WordNode();
        midway.AddLink(oldSlot, new WordLink { Cid = node.LinkAt(slot).Cid, Extension = WordExtension.Of(tail) }, node.ChildAt(slot));
        midway.AddEntry(path.Next(), path.Key, value);
        node.Remove(slot);
        node.AddLink(slot, new WordLink { Extension = WordExtension.Of(head) }, midway);
    }

    /// <summary>Deletes below a node; false when the key is not there, and then nothing is dirtied.</summary>
    private bool Delete(WordNode node, ref WordPath path, int depth, out KamtWord previous)
    {
        previous = default;
        int slot = path.Next();
        if (!node.Has(slot))
            return false;
        if (!node.IsLink(slot))
        {
            if (node.EntryAt(slot).Key != path.Key)
                return false;
            previous = node.EntryAt(slot).Value;
            node.Remove(slot);
            return true;
        }

        WordExtension? extension = node.LinkAt(slot).Extension;
        if (extension is not null && path.Match(extension) != extension.Length)
            return false;
        WordNode child = Resolve(node, slot, depth + 1);
        if (!Delete(child, ref path, depth + 1 + ((extension?.Length ?? 0) / WordPath.BitWidth), out previous))
            return false;
        if (child.Count > 1)
            node.Dirty(slot);
        else
            Fold(node, slot, child, extension);
        return true;
    }

    /// <summary>A child with one slot left gives way to what is in it.</summary>
    private static void Fold(WordNode node, int slot, WordNode child, WordExtension? extension)
    {
        // A canonical child has at least two entries, so one deletion cannot empty it.
        if (child.IsEmpty)
            MalformedNode.Throw(null, "a node below the root cannot have 0 pointers");
        node.Remove(slot);
        if (!child.Entries.IsEmpty)
        {
            node.AddEntry(slot, child.Entries[0].Key, child.Entries[0].Value);
            return;
        }

        int only = System.Numerics.BitOperations.TrailingZeroCount(child.Taken);
        PathExtension joined = PathExtension.Join(extension?.Form, only, WordPath.BitWidth, child.LinkAt(only).Extension?.Form);
        node.AddLink(slot, new WordLink { Cid = child.LinkAt(only).Cid, Extension = WordExtension.Of(joined) }, child.ChildAt(only));
    }
}
