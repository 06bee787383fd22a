namespace Fvm.Ipld.Hamts;

/// <summary>A node as it was decoded or written, noted for the next reader of its block; never changed.</summary>
internal sealed class KnownNode<T>
{
    private readonly ITrieLayout<T> _layout;
    private readonly TrieOptions _options;
    private readonly NodeBitmap _bitmap;
    private readonly TriePointer<T>[] _pointers;
    private readonly bool _hasValues;
    private readonly int _longestExtension;

    /// <summary>Notes a node whose pointers nobody changes any more, and none of which is dirty or has its child loaded.</summary>
    public KnownNode(ITrieLayout<T> layout, TrieOptions options, in NodeBitmap bitmap, TriePointer<T>[] pointers)
    {
        _layout = layout;
        _options = options;
        _bitmap = bitmap;
        _pointers = pointers;
        foreach (ref readonly var pointer in pointers.AsSpan())
        {
            _hasValues |= pointer.Bucket is not null;
            _longestExtension = Math.Max(_longestExtension, pointer.Extension?.Length ?? 0);
        }
    }

    /// <summary>Whether a reader at a depth would decode the same and find nothing wrong; else it decodes for itself.</summary>
    public bool Fits(ITrieLayout<T> layout, TrieOptions options, int depth) =>
        layout.SharesNodesWith(_layout)
        && options.SharesNodesWith(_options)
        && (_pointers.Length != 0 || depth == 0)
        && (!_hasValues || depth >= options.MinDataDepth)
        && (!options.Extensions || _longestExtension < TrieKeyHash.Size * 8 - (depth + 1) * options.BitWidth);

    /// <summary>A node to work with.</summary>
    public TrieNode<T> ToNode() => new(_bitmap, _pointers, isShared: true);
}
