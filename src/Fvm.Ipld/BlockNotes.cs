namespace Fvm.Ipld;

/// <summary>
/// What was made of a block, for whoever meets the same bytes again. Notes save time and nothing else: whatever is paid for, read or refused is so with
/// and without them. What stands in them is never changed.
/// </summary>
/// <param name="data">The block.</param>
public sealed class BlockNotes(ReadOnlyMemory<byte> data)
{
    private object? scan;
    private object? node;

    /// <summary>The block.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>What a scan for links found; its maker knows the type.</summary>
    public object? Scan
    {
        get => Volatile.Read(ref scan);
        set => Volatile.Write(ref scan, value);
    }

    /// <summary>What the block was decoded to; its maker knows the type.</summary>
    public object? Node
    {
        get => Volatile.Read(ref node);
        set => Volatile.Write(ref node, value);
    }
}
