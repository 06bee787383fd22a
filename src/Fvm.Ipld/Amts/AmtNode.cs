using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>
/// The way to a child: stored (<see cref="Cid"/> set, <see cref="Node"/> its cache once loaded), or changed and waiting for a
/// flush (only <see cref="Node"/> set).
/// </summary>
internal struct AmtLink<T>
{
    /// <summary>Where the child is stored; null while it differs from what is stored.</summary>
    public Cid? Cid;

    /// <summary>The child in memory.</summary>
    public AmtNode<T>? Node;
}

/// <summary>A node of an AMT: values at height 0, links above.</summary>
internal sealed class AmtNode<T>
{
    private AmtNode(AmtSlots<T>? values, AmtSlots<AmtLink<T>>? links)
    {
        Values = values;
        Links = links;
    }

    /// <summary>The values of a leaf; null in a node of links.</summary>
    public AmtSlots<T>? Values { get; }

    /// <summary>The links of a node above height 0; null in a leaf.</summary>
    public AmtSlots<AmtLink<T>>? Links { get; }

    /// <summary>Whether this is a leaf.</summary>
    [MemberNotNullWhen(true, nameof(Values))]
    [MemberNotNullWhen(false, nameof(Links))]
    public bool IsLeaf => Values is not null;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => IsLeaf ? Values.Count == 0 : Links.Count == 0;

    /// <summary>The taken slots.</summary>
    public ref readonly NodeBitmap Bitmap
    {
        get
        {
            if (IsLeaf)
                return ref Values.Bitmap;
            return ref Links.Bitmap;
        }
    }

    /// <summary>Whether the only thing in it is the link in slot 0, so that a root may give way to that child.</summary>
    public bool CanCollapse => !IsLeaf && Links.Count == 1 && Links.Bitmap.Test(0);

    /// <summary>An empty node for a height.</summary>
    public static AmtNode<T> Create(int height) => height == 0 ? Leaf(new AmtSlots<T>()) : Inner(new AmtSlots<AmtLink<T>>());

    /// <summary>A leaf.</summary>
    public static AmtNode<T> Leaf(AmtSlots<T> values) => new(values, null);

    /// <summary>A node of links.</summary>
    public static AmtNode<T> Inner(AmtSlots<AmtLink<T>> links) => new(null, links);
}
