using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>
/// A sparse array of values, stored as an array mapped trie whose root CID depends only on its content (IPLD Vector; ref-fvm
/// ipld/amt, go-amt-ipld). Nodes are read when first needed, kept, and written by <see cref="Flush"/>. Indexes run to
/// <see cref="MaxIndex"/>; a greater one, a missing block or a malformed node throws <see cref="IpldException"/>, after
/// which (except for the index) the array must no longer be used. Values must not be changed once in the array. One thread at a time.
/// </summary>
public sealed class Amt<T>
{
    /// <summary>The greatest index, 2^64 - 2.</summary>
    public const ulong MaxIndex = AmtShape.MaxIndex;

    private readonly AmtBlocks<T> _blocks;
    private readonly AmtTree<T> _tree;
    private readonly CborCodec<T> _codec;
    private AmtNode<T> _root;
    private Cid? _flushed;

    /// <summary>An empty array, with nothing stored yet. <paramref name="bitWidth"/> is 1 to 8, in the V0 layout 3.</summary>
    public Amt(IBlockstore store, CborCodec<T> codec, AmtLayout layout = AmtLayout.V3, int bitWidth = 3)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentOutOfRangeException.ThrowIfLessThan(bitWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitWidth, AmtShape.MaxBitWidth);
        if (layout == AmtLayout.V0)
            ArgumentOutOfRangeException.ThrowIfNotEqual(bitWidth, AmtShape.DefaultBitWidth);
        _blocks = new AmtBlocks<T>(store, codec, layout);
        _tree = new AmtTree<T>(_blocks, bitWidth);
        _codec = codec;
        _root = AmtNode<T>.Create(0);
    }

    private Amt(AmtBlocks<T> blocks, CborCodec<T> codec, Cid root)
    {
        _blocks = blocks;
        _codec = codec;
        _root = blocks.LoadRoot(root, out var head);
        _tree = new AmtTree<T>(blocks, head.BitWidth);
        Height = head.Height;
        Count = head.Count;
        _flushed = root;
    }

    /// <summary>How many values there are.</summary>
    public ulong Count { get; private set; }

    /// <summary>How many levels of links there are above the values.</summary>
    public int Height { get; private set; }

    /// <summary>Bits of the index that one level consumes.</summary>
    public int BitWidth => _tree.BitWidth;

    /// <summary>
    /// Opens the array stored under <paramref name="root"/>; reads the root only. The bit width comes from the root;
    /// <paramref name="expectedBitWidth"/>, when given, must agree with it (go-amt-ipld asks for that, ref-fvm does not).
    /// </summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static Amt<T> Load(IBlockstore store, Cid root, CborCodec<T> codec, AmtLayout layout = AmtLayout.V3, int? expectedBitWidth = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(codec);
        var amt = new Amt<T>(new AmtBlocks<T>(store, codec, layout), codec, root);
        if (expectedBitWidth is { } expected && expected != amt.BitWidth)
            MalformedNode.Throw(root, $"expected bit width {expected} but the array has {amt.BitWidth}");
        return amt;
    }

    /// <summary>The value at an index; false when there is none.</summary>
    public bool TryGet(ulong i, [MaybeNullWhen(false)] out T value)
    {
        CheckIndex(i);
        if (i < Capacity(Height))
            return _tree.TryGet(_root, Height, i, out value);
        value = default;
        return false;
    }

    /// <summary>Sets the value at an index. Even an equal value makes the way to it be written again, as in the reference.</summary>
    public void Set(ulong i, T v)
    {
        CheckIndex(i);
        while (i >= Capacity(Height))
        {
            var links = new AmtSlots<AmtLink<T>>();
            if (!_root.IsEmpty)
                links.Insert(0, new AmtLink<T> { Node = _root });
            _root = AmtNode<T>.Inner(links);
            Height++;
        }

        if (_tree.Set(_root, Height, i, v))
            Count++;
        _flushed = null;
    }

    /// <summary>Sets the values from index 0 on.</summary>
    public void SetAll(IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var index = 0UL;
        foreach (var value in values)
            Set(index++, value);
    }

    /// <summary>Removes the value at an index; false when there was none.</summary>
    public bool Delete(ulong i) => Delete(i, out _);

    /// <summary>Removes the value at an index; true, with that value, when there was one.</summary>
    public bool Delete(ulong i, [MaybeNullWhen(false)] out T value)
    {
        CheckIndex(i);
        value = default;
        if (i >= Capacity(Height) || !_tree.Delete(_root, Height, i, out value))
            return false;
        _flushed = null;
        if (Count == 0)
            MalformedNode.Throw(null, "the array has more values than its root says");
        Count--;
        Shrink();
        return true;
    }

    /// <summary>
    /// Removes the values at all given indexes, lowest first. True when any was there; <paramref name="strict"/> throws
    /// <see cref="IpldException"/> at the first that was not.
    /// </summary>
    public bool DeleteAll(IEnumerable<ulong> indexes, bool strict)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        var modified = false;
        foreach (var index in indexes.Order())
        {
            var found = Delete(index);
            if (strict && !found)
                MalformedNode.Throw(null, $"no such index {index} in the array for a batch delete");
            modified |= found;
        }

        return modified;
    }

    /// <summary>Stores the nodes that changed, children first, and returns the root's CID; writes nothing when nothing changed.</summary>
    public Cid Flush()
    {
        if (_flushed is not null)
            return _flushed;
        _tree.FlushChildren(_root);
        return _flushed = _blocks.StoreRoot(_root, new AmtHead(BitWidth, Height, Count));
    }

    /// <summary>All values from index <paramref name="start"/> on, in index order. The array must not change meanwhile.</summary>
    public IEnumerable<KeyValuePair<ulong, T>> Entries(ulong start = 0) => AmtWalk.From(_tree, _root, Height, start);

    /// <summary>Visits all values in index order. The array must not change meanwhile.</summary>
    public void ForEach(Action<ulong, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        foreach (var (index, value) in Entries())
            visit(index, value);
    }

    /// <summary>
    /// Visits at most <paramref name="limit"/> values (all when null) from index <paramref name="start"/> on. Returns how many,
    /// and the index of the value that would have come next, null at the end.
    /// </summary>
    public (ulong Visited, ulong? Next) ForEachRanged(ulong start, ulong? limit, Action<ulong, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var visited = 0UL;
        foreach (var (index, value) in Entries(start))
        {
            if (visited == limit)
                return (visited, index);
            visit(index, value);
            visited++;
        }

        return (visited, null);
    }

    /// <summary>As <see cref="ForEach"/>, keeping no node that it reads, and reading every stored node anew.</summary>
    public void ForEachUncached(Action<ulong, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        AmtWalk.Uncached(_tree, _root, Height, 0, visit);
    }

    /// <summary>Visits all values in index order and lets them be replaced; only nodes with a replaced value become dirty.</summary>
    public void UpdateWhile(AmtUpdate<T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (AmtWalk.Update(_tree, _root, Height, 0, update).Changed)
            _flushed = null;
    }

    /// <summary>
    /// What turns <paramref name="before"/> into <paramref name="after"/>, both of one bit width, in index order. Values are
    /// compared by their encodings; subtrees stored under one CID are skipped unread.
    /// </summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static IReadOnlyList<MapChange<ulong, T>> Diff(Amt<T> before, Amt<T> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.BitWidth != after.BitWidth)
            throw new ArgumentException("arrays of different bit widths cannot be compared", nameof(after));
        var diff = new AmtDiff<T>(before._tree, after._tree, new EncodedEquality<T>(before._codec));
        return diff.Run(before._root, before.Height, after._root, after.Height, 0);
    }

    private ulong Capacity(int height) => AmtShape.Span(BitWidth, height + 1);

    /// <summary>After a delete: an empty array returns to height 0; a root with nothing but slot 0 gives way to that child.</summary>
    private void Shrink()
    {
        if (_root.IsEmpty)
        {
            _root = AmtNode<T>.Create(0);
            Height = 0;
            return;
        }

        while (_root.CanCollapse)
        {
            Height--;
            _root = _tree.Resolve(ref _root.Links!.Items[0], Height);
        }
    }

    private static void CheckIndex(ulong index)
    {
        if (index > MaxIndex)
            MalformedNode.Throw(null, $"index {index} out of range for an array");
    }
}
