using System.Numerics;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>A key with its value.</summary>
internal struct WordEntry
{
    public KamtWord Key;
    public KamtWord Value;
}

/// <summary>The way to a child: where it is stored (null while it differs from that), and the steps that the way skips.</summary>
internal struct WordLink
{
    public Cid? Cid;
    public WordExtension? Extension;
}

/// <summary>An extension, beside its form in a block its bits as a word, so that a key is compared by limbs.</summary>
internal sealed class WordExtension(PathExtension form)
{
    public PathExtension Form { get; } = form;

    public int Length { get; } = form.Length;

    public KamtWord Bits { get; } = KamtWord.FromPath(form.Path);

    public static WordExtension? Of(PathExtension? form) => form is null ? null : new WordExtension(form);
}

/// <summary>What a node holds, for whoever meets its block again; never changed.</summary>
internal sealed class WordContent
{
    /// <param name="taken">Its taken slots, the first in the lowest bit.</param>
    /// <param name="linked">Those of them that link to a child; the others hold an entry.</param>
    /// <param name="entries">The entries in slot order, and room behind.</param>
    /// <param name="links">The links in slot order, and room behind.</param>
    public WordContent(uint taken, uint linked, WordEntry[] entries, WordLink[] links)
    {
        (Taken, Linked, Entries, Links) = (taken, linked, entries, links);
        foreach (ref readonly WordLink link in links.AsSpan())
            LongestExtension = Math.Max(LongestExtension, link.Extension?.Length ?? 0);
    }

    public uint Taken { get; }

    public uint Linked { get; }

    public WordEntry[] Entries { get; }

    public WordLink[] Links { get; }

    /// <summary>The greatest number of bits that one of its links skips.</summary>
    public int LongestExtension { get; }
}

/// <summary>
/// A node of a <see cref="WordKamt"/>: at most 32 slots, of which each is free, holds one entry, or links to a child. Entries and links stand in two arrays in
/// slot order; both may be shared with whoever reads the same block, and are copied before the first change. Children in memory are this map's own.
/// </summary>
internal sealed class WordNode
{
    private const int FirstRoom = 2;

    private WordEntry[] entries;
    private WordLink[] links;
    private WordNode?[] children = [];
    private uint taken;
    private uint linked;
    private WordContent? shared;

    public WordNode()
    {
        entries = [];
        links = [];
    }

    public WordNode(WordContent content)
    {
        (taken, linked, entries, links) = (content.Taken, content.Linked, content.Entries, content.Links);
        shared = content;
    }

    public bool IsEmpty => taken == 0;

    public int Count => BitOperations.PopCount(taken);

    public uint Taken => taken;

    /// <summary>The links, to look at and to name what was stored: only dirty links are named, and a shared node has none.</summary>
    public Span<WordLink> Links => links.AsSpan(0, BitOperations.PopCount(linked));

    public ReadOnlySpan<WordEntry> Entries => entries.AsSpan(0, BitOperations.PopCount(taken & ~linked));

    public bool Has(int slot) => (taken >> slot & 1) != 0;

    public bool IsLink(int slot) => (linked >> slot & 1) != 0;

    /// <summary>The entry of a slot that holds one.</summary>
    public ref readonly WordEntry EntryAt(int slot) => ref entries[EntryPosition(slot)];

    /// <summary>The link of a slot that has one.</summary>
    public ref readonly WordLink LinkAt(int slot) => ref links[LinkPosition(slot)];

    /// <summary>The child of a link, if it is in memory.</summary>
    public WordNode? ChildAt(int slot)
    {
        int position = LinkPosition(slot);
        return position < children.Length ? children[position] : null;
    }

    /// <summary>Keeps the child of a link in memory; it is what the link says.</summary>
    public void Keep(int slot, WordNode child)
    {
        if (children.Length < links.Length)
            Array.Resize(ref children, links.Length);
        children[LinkPosition(slot)] = child;
    }

    /// <summary>The child in memory of the link at a position.</summary>
    public WordNode ChildOf(int position) => children[position]!;

    public void SetValue(int slot, in KamtWord value)
    {
        Own();
        entries[EntryPosition(slot)].Value = value;
    }

    /// <summary>Says that the child of a link is no longer what is stored.</summary>
    public void Dirty(int slot)
    {
        if (LinkAt(slot).Cid is null)
            return;
        Own();
        links[LinkPosition(slot)].Cid = null;
    }

    /// <summary>Puts an entry into a free slot.</summary>
    public void AddEntry(int slot, in KamtWord key, in KamtWord value)
    {
        Own();
        int position = EntryPosition(slot);
        Open(ref entries, position, BitOperations.PopCount(taken & ~linked));
        entries[position].Key = key;
        entries[position].Value = value;
        taken |= 1u << slot;
    }

    /// <summary>Puts a link into a free slot.</summary>
    public void AddLink(int slot, in WordLink link, WordNode? child)
    {
        Own();
        int position = LinkPosition(slot);
        int count = BitOperations.PopCount(linked);
        Open(ref links, position, count);
        links[position] = link;
        if (children.Length < links.Length)
            Array.Resize(ref children, links.Length);
        children.AsSpan(position, count - position).CopyTo(children.AsSpan(position + 1));
        children[position] = child;
        taken |= 1u << slot;
        linked |= 1u << slot;
    }

    /// <summary>Frees a slot that is taken.</summary>
    public void Remove(int slot)
    {
        Own();
        if (IsLink(slot))
        {
            int position = LinkPosition(slot);
            int count = BitOperations.PopCount(linked);
            Close(links, position, count);
            if (position < children.Length)
                Close(children, position, Math.Min(count, children.Length));
            linked &= ~(1u << slot);
        }
        else
        {
            Close(entries, EntryPosition(slot), BitOperations.PopCount(taken & ~linked));
        }

        taken &= ~(1u << slot);
    }

    /// <summary>What it holds, for others to share; nothing of it may be dirty.</summary>
    public WordContent Share() => shared ??= new WordContent(taken, linked, entries, links);

    private int EntryPosition(int slot) => BitOperations.PopCount(taken & ~linked & ((1u << slot) - 1));

    private int LinkPosition(int slot) => BitOperations.PopCount(linked & ((1u << slot) - 1));

    private void Own()
    {
        if (shared is null)
            return;
        entries = [.. Entries];
        links = [.. Links];
        shared = null;
    }

    private static void Open<T>(ref T[] items, int position, int count)
    {
        // Room for 2, 8, 32: words that lie side by side fill a node, and each step copies what is there.
        if (count == items.Length)
            Array.Resize(ref items, Math.Max(FirstRoom, Math.Min(4 * count, WordPath.Slots)));
        items.AsSpan(position, count - position).CopyTo(items.AsSpan(position + 1));
    }

    private static void Close<T>(T[] items, int position, int count)
    {
        items.AsSpan(position + 1, count - position - 1).CopyTo(items.AsSpan(position));
        items[count - 1] = default!;
    }
}
