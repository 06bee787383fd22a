namespace Fvm.Ipld.Hamts;

/// <summary>One key with its value.</summary>
internal readonly record struct TrieEntry<T>(byte[] Key, T Value);

/// <summary>
/// What one taken slot of a node holds; one of three things:
/// a bucket (<see cref="Bucket"/> set), a stored child (<see cref="Link"/> set, <see cref="Child"/> its cache once loaded),
/// or a changed child that waits for a flush (only <see cref="Child"/> set).
/// </summary>
internal struct TriePointer<T>
{
    /// <summary>Entries sorted by key, never empty.</summary>
    public TrieEntry<T>[]? Bucket;

    /// <summary>Where the child is stored; null while it differs from what is stored.</summary>
    public Cid? Link;

    /// <summary>The child in memory.</summary>
    public TrieNode<T>? Child;

    /// <summary>The steps that the way to the child skips (KAMT only); null when none.</summary>
    public PathExtension? Extension;

    /// <summary>A pointer to a bucket.</summary>
    public static TriePointer<T> ToBucket(params TrieEntry<T>[] bucket) => new() { Bucket = bucket };

    /// <summary>A pointer to a child that is not stored yet.</summary>
    public static TriePointer<T> ToDirty(TrieNode<T> child, PathExtension? extension = null) =>
        new() { Child = child, Extension = extension };

    /// <summary>Whether a flush must store the child.</summary>
    public readonly bool IsDirty => Bucket is null && Link is null;
}

/// <summary>
/// A node of a HAMT or a KAMT: a bitmap of taken slots, and their pointers in slot order. A node that grows has room for more, so that filling it does not copy
/// it each time.
/// </summary>
internal sealed class TrieNode<T>
{
    private TriePointer<T>[] _pointers;
    private int _count;
    private NodeBitmap _bitmap;
    private bool _isShared;

    /// <summary>An empty node.</summary>
    public TrieNode() => _pointers = [];

    /// <summary>A node as read; the number of pointers equals the number of taken slots.</summary>
    public TrieNode(in NodeBitmap bitmap, TriePointer<T>[] pointers, bool isShared = false)
    {
        _bitmap = bitmap;
        _pointers = pointers;
        _count = pointers.Length;
        _isShared = isShared;
    }

    /// <summary>Whether the pointers are still those that other readers of the block have too; none of them is dirty, or has its child loaded.</summary>
    public bool IsShared => _isShared;

    /// <summary>Whether no slot is taken.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The taken slots.</summary>
    public ref readonly NodeBitmap Bitmap => ref _bitmap;

    /// <summary>The pointers of the taken slots, in slot order; they may be changed.</summary>
    public Span<TriePointer<T>> Pointers
    {
        get
        {
            if (_isShared)
                TakeOver(_count);
            return _pointers.AsSpan(0, _count);
        }
    }

    /// <summary>The pointers of the taken slots, to look at.</summary>
    public ReadOnlySpan<TriePointer<T>> ReadOnlyPointers => _pointers.AsSpan(0, _count);

    /// <summary>The bucket at a position, null when a child is there.</summary>
    public TrieEntry<T>[]? BucketAt(int position) => _pointers[position].Bucket;

    /// <summary>The pointers for others to share: without the children in memory.</summary>
    public TriePointer<T>[] ToShared()
    {
        if (_isShared)
            return _pointers;
        TriePointer<T>[] shared = [.. ReadOnlyPointers];
        foreach (ref var pointer in shared.AsSpan())
            pointer.Child = null;
        return shared;
    }

    /// <summary>The pointers of a node as read, for others to share: this node copies them before it changes any.</summary>
    public TriePointer<T>[] Seal()
    {
        _isShared = true;
        return _pointers;
    }

    /// <summary>Finds the pointer of a slot; false when the slot is free.</summary>
    public bool TryFind(int slot, out int position)
    {
        position = _bitmap.RankOf(slot);
        return _bitmap.Test(slot);
    }

    /// <summary>Fills a free slot.</summary>
    public void Insert(int slot, in TriePointer<T> pointer)
    {
        var position = _bitmap.RankOf(slot);
        if (_isShared || _count == _pointers.Length)
            TakeOver(Math.Max(_count + 1, Math.Min(2 * _count, NodeBitmap.Capacity)));
        _pointers.AsSpan(position, _count - position).CopyTo(_pointers.AsSpan(position + 1));
        _pointers[position] = pointer;
        _count++;
        _bitmap.Set(slot);
    }

    /// <summary>Frees a taken slot.</summary>
    public void Remove(int slot)
    {
        if (_isShared)
            TakeOver(_count);
        var position = _bitmap.RankOf(slot);
        _pointers.AsSpan(position + 1, _count - position - 1).CopyTo(_pointers.AsSpan(position));
        _pointers[--_count] = default;
        _bitmap.Clear(slot);
    }

    private void TakeOver(int capacity)
    {
        var own = new TriePointer<T>[capacity];
        ReadOnlyPointers.CopyTo(own);
        _pointers = own;
        _isShared = false;
    }
}
