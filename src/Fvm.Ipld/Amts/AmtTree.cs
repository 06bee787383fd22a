using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>
/// Reading, writing and deleting below one node (ref-fvm ipld/amt/src/node.rs). <c>height</c> is always the node's own, and
/// <c>index</c> counts from the node's first index.
/// </summary>
internal sealed class AmtTree<T>(AmtBlocks<T> blocks, int bitWidth)
{
    public int BitWidth => bitWidth;

    public bool TryGet(AmtNode<T> node, int height, ulong index, [MaybeNullWhen(false)] out T value)
    {
        for (; !node.IsLeaf; height--)
        {
            var span = AmtShape.Span(bitWidth, height);
            if (!node.Links.TryFind((int)(index / span), out var at))
            {
                value = default;
                return false;
            }

            node = Resolve(ref node.Links.Items[at], height - 1);
            index %= span;
        }

        var found = node.Values.TryFind((int)index, out var position);
        value = found ? node.Values.Items[position] : default;
        return found;
    }

    /// <summary>Sets a value and dirties the way to it, be the value new or not; true when the index was free.</summary>
    public bool Set(AmtNode<T> node, int height, ulong index, T value)
    {
        for (; !node.IsLeaf; height--)
        {
            var span = AmtShape.Span(bitWidth, height);
            var slot = (int)(index / span);
            if (!node.Links.TryFind(slot, out var at))
                node.Links.Insert(slot, new AmtLink<T> { Node = AmtNode<T>.Create(height - 1) });
            ref var link = ref node.Links.Items[at];
            node = Resolve(ref link, height - 1);
            link.Cid = null;
            index %= span;
        }

        if (node.Values.TryFind((int)index, out var position))
        {
            node.Values.Items[position] = value;
            return false;
        }

        node.Values.Insert((int)index, value);
        return true;
    }

    /// <summary>Deletes a value and what becomes empty by that; false, and nothing dirtied, when the index is free.</summary>
    public bool Delete(AmtNode<T> node, int height, ulong index, [MaybeNullWhen(false)] out T value)
    {
        if (node.IsLeaf)
        {
            var found = node.Values.TryFind((int)index, out var position);
            value = found ? node.Values.Items[position] : default;
            if (found)
                node.Values.Remove((int)index);
            return found;
        }

        var span = AmtShape.Span(bitWidth, height);
        var slot = (int)(index / span);
        if (!node.Links.TryFind(slot, out var at))
        {
            value = default;
            return false;
        }

        ref var link = ref node.Links.Items[at];
        var child = Resolve(ref link, height - 1);
        if (!Delete(child, height - 1, index % span, out value))
            return false;
        if (child.IsEmpty)
            node.Links.Remove(slot);
        else
            link.Cid = null;
        return true;
    }

    /// <summary>Stores every dirty node below <paramref name="node"/>, children before parents.</summary>
    public void FlushChildren(AmtNode<T> node)
    {
        if (node.IsLeaf)
            return;
        foreach (ref var link in node.Links.Items)
        {
            if (link.Cid is not null)
                continue;
            FlushChildren(link.Node!);
            link.Cid = blocks.Store(link.Node!, bitWidth);
        }
    }

    /// <summary>A child that lies at <paramref name="height"/>, read and kept when it is not in memory.</summary>
    public AmtNode<T> Resolve(ref AmtLink<T> link, int height) => link.Node ??= blocks.Load(link.Cid!, bitWidth, height);

    /// <summary>A child that lies at <paramref name="height"/>, not kept.</summary>
    public AmtNode<T> Peek(in AmtLink<T> link, int height) => link.Cid is null ? link.Node! : blocks.Load(link.Cid, bitWidth, height);
}
