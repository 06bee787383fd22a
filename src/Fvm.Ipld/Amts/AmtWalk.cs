namespace Fvm.Ipld.Amts;

/// <summary>
/// Walks in index order; nodes are read when the walk reaches them (ref-fvm ipld/amt/src/iter.rs). An array must not change
/// while it is walked, except by <see cref="Update"/>.
/// </summary>
internal static class AmtWalk
{
    /// <summary>All values from index <paramref name="start"/> on.</summary>
    public static IEnumerable<KeyValuePair<ulong, T>> From<T>(AmtTree<T> tree, AmtNode<T> root, int height, ulong start, ulong offset = 0)
    {
        var stack = new Stack<Frame<T>>();
        stack.Push(new Frame<T>(root, height, offset, FirstSlot(tree, start, offset, height)));
        while (stack.TryPop(out var frame))
        {
            if (!TryNext(tree, ref frame, out var position, out var index))
                continue;
            stack.Push(frame);
            if (frame.Node.IsLeaf)
            {
                yield return KeyValuePair.Create(index, frame.Node.Values.Items[position]);
                continue;
            }

            var child = tree.Resolve(ref frame.Node.Links.Items[position], frame.Height - 1);
            stack.Push(new Frame<T>(child, frame.Height - 1, index, FirstSlot(tree, start, index, frame.Height - 1)));
        }
    }

    /// <summary>Visits all values; nodes that it has to read are not kept, and those in memory but unchanged are read again.</summary>
    public static void Uncached<T>(AmtTree<T> tree, AmtNode<T> node, int height, ulong offset, Action<ulong, T> visit)
    {
        var frame = new Frame<T>(node, height, offset, 0);
        while (TryNext(tree, ref frame, out var position, out var index))
        {
            if (node.IsLeaf)
                visit(index, node.Values.Items[position]);
            else
                Uncached(tree, tree.Peek(node.Links.Items[position], height - 1), height - 1, index, visit);
        }
    }

    /// <summary>Visits all values and lets them be replaced. Returns whether to go on, and whether anything was replaced.</summary>
    public static (bool GoOn, bool Changed) Update<T>(AmtTree<T> tree, AmtNode<T> node, int height, ulong offset, AmtUpdate<T> update)
    {
        var frame = new Frame<T>(node, height, offset, 0);
        var goOn = true;
        var changed = false;
        while (goOn && TryNext(tree, ref frame, out var position, out var index))
        {
            if (node.IsLeaf)
            {
                goOn = update(index, ref node.Values.Items[position], ref changed);
                continue;
            }

            ref var link = ref node.Links.Items[position];
            (goOn, var below) = Update(tree, tree.Resolve(ref link, height - 1), height - 1, index, update);
            if (below)
                link.Cid = null;
            changed |= below;
        }

        return (goOn, changed);
    }

    /// <summary>The next taken slot of a frame: its position in the node and its first index. Ends at the greatest index.</summary>
    private static bool TryNext<T>(AmtTree<T> tree, ref Frame<T> frame, out int position, out ulong index)
    {
        position = 0;
        index = 0;
        var slot = frame.Slot > 255 ? -1 : frame.Node.Bitmap.NextFrom(frame.Slot);
        if (slot < 0)
            return false;
        frame = frame with { Slot = slot + 1 };
        position = frame.Node.Bitmap.RankOf(slot);
        // Only a malformed array has slots whose first index does not fit.
        var first = (UInt128)frame.Offset + (UInt128)(uint)slot * AmtShape.Span(tree.BitWidth, frame.Height);
        index = (ulong)first;
        return first <= AmtShape.MaxIndex;
    }

    private static int FirstSlot<T>(AmtTree<T> tree, ulong start, ulong offset, int height) => start <= offset
        ? 0
        : (int)Math.Min((start - offset) / AmtShape.Span(tree.BitWidth, height), 256);

    private readonly record struct Frame<T>(AmtNode<T> Node, int Height, ulong Offset, int Slot);
}
