using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>
/// What changed between two arrays of one bit width, in index order (go-amt-ipld diff.go; ref-fvm ipld/amt/src/diff.rs).
/// Subtrees stored under one CID are equal and are not read.
/// </summary>
internal readonly struct AmtDiff<T>(AmtTree<T> before, AmtTree<T> after, EncodedEquality<T> equality)
{
    private readonly List<MapChange<ulong, T>> _changes = [];

    /// <summary>Compares two nodes that start at <paramref name="offset"/>; the heights may differ.</summary>
    public List<MapChange<ulong, T>> Run(AmtNode<T> left, int leftHeight, AmtNode<T> right, int rightHeight, ulong offset)
    {
        if (leftHeight > rightHeight)
            LeftTaller(left, leftHeight, right, rightHeight, offset);
        else if (rightHeight > leftHeight)
            RightTaller(left, leftHeight, right, rightHeight, offset);
        else if (left.IsLeaf)
            Leaves(left.Values, right.Values!, offset);
        else
            Links(left.Links, right.Links!, leftHeight, offset);
        return _changes;
    }

    private void LeftTaller(AmtNode<T> left, int leftHeight, AmtNode<T> right, int rightHeight, ulong offset)
    {
        var links = left.Links!;
        if (links.Bitmap.Test(0))
            Run(before.Resolve(ref links.Items[0], leftHeight - 1), leftHeight - 1, right, rightHeight, offset);
        else
            Added(right, rightHeight, offset);
        for (var slot = links.Bitmap.NextFrom(1); slot >= 0; slot = Next(links.Bitmap, slot))
            Removed(ref links.Items[links.Bitmap.RankOf(slot)], leftHeight, slot, offset);
    }

    private void RightTaller(AmtNode<T> left, int leftHeight, AmtNode<T> right, int rightHeight, ulong offset)
    {
        var links = right.Links!;
        if (links.Bitmap.Test(0))
            Run(left, leftHeight, after.Resolve(ref links.Items[0], rightHeight - 1), rightHeight - 1, offset);
        else
            Removed(left, leftHeight, offset);
        for (var slot = links.Bitmap.NextFrom(1); slot >= 0; slot = Next(links.Bitmap, slot))
            Added(ref links.Items[links.Bitmap.RankOf(slot)], rightHeight, slot, offset);
    }

    private void Links(AmtSlots<AmtLink<T>> left, AmtSlots<AmtLink<T>> right, int height, ulong offset)
    {
        var union = NodeBitmap.Union(left.Bitmap, right.Bitmap);
        for (var slot = union.NextFrom(0); slot >= 0; slot = Next(union, slot))
        {
            var inLeft = left.TryFind(slot, out var l);
            var inRight = right.TryFind(slot, out var r);
            if (!inRight)
                Removed(ref left.Items[l], height, slot, offset);
            else if (!inLeft)
                Added(ref right.Items[r], height, slot, offset);
            else if (left.Items[l].Cid is not { } cid || !cid.Equals(right.Items[r].Cid))
                Run(before.Resolve(ref left.Items[l], height - 1), height - 1, after.Resolve(ref right.Items[r], height - 1), height - 1, First(slot, height, offset));
        }
    }

    private void Leaves(AmtSlots<T> left, AmtSlots<T> right, ulong offset)
    {
        var union = NodeBitmap.Union(left.Bitmap, right.Bitmap);
        for (var slot = union.NextFrom(0); slot >= 0; slot = Next(union, slot))
        {
            var index = offset + (uint)slot;
            var inLeft = left.TryFind(slot, out var l);
            var inRight = right.TryFind(slot, out var r);
            if (!inRight)
                _changes.Add(new(ChangeKind.Removed, index, left.Items[l], default));
            else if (!inLeft)
                _changes.Add(new(ChangeKind.Added, index, default, right.Items[r]));
            else if (!equality.AreEqual(left.Items[l], right.Items[r]))
                _changes.Add(new(ChangeKind.Modified, index, left.Items[l], right.Items[r]));
        }
    }

    private void Removed(ref AmtLink<T> link, int height, int slot, ulong offset) =>
        Removed(before.Resolve(ref link, height - 1), height - 1, First(slot, height, offset));

    private void Added(ref AmtLink<T> link, int height, int slot, ulong offset) =>
        Added(after.Resolve(ref link, height - 1), height - 1, First(slot, height, offset));

    private void Removed(AmtNode<T> node, int height, ulong offset)
    {
        foreach (var (index, value) in AmtWalk.From(before, node, height, 0, offset))
            _changes.Add(new(ChangeKind.Removed, index, value, default));
    }

    private void Added(AmtNode<T> node, int height, ulong offset)
    {
        foreach (var (index, value) in AmtWalk.From(after, node, height, 0, offset))
            _changes.Add(new(ChangeKind.Added, index, default, value));
    }

    private ulong First(int slot, int height, ulong offset) => offset + (uint)slot * AmtShape.Span(before.BitWidth, height);

    private static int Next(in NodeBitmap bitmap, int slot) => slot == NodeBitmap.Capacity - 1 ? -1 : bitmap.NextFrom(slot + 1);
}
