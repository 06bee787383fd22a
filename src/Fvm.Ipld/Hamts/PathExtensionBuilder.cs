namespace Fvm.Ipld.Hamts;

/// <summary>Packs steps of up to 8 bits into a <see cref="PathExtension"/>, most significant bit first.</summary>
internal ref struct PathExtensionBuilder
{
    private readonly byte[] _path;
    private int _written;

    /// <summary>Room for <paramref name="capacity"/> bits.</summary>
    public PathExtensionBuilder(int capacity)
    {
        _path = new byte[(capacity + 7) >> 3];
        _written = 0;
    }

    /// <summary>Appends the low <paramref name="width"/> bits (1..8) of <paramref name="step"/>.</summary>
    public void Add(int step, int width)
    {
        var at = _written >> 3;
        var window = step << (16 - (_written & 7) - width);
        _path[at] |= (byte)(window >> 8);
        if ((byte)window != 0)
            _path[at + 1] |= (byte)window;
        _written += width;
    }

    /// <summary>Appends the next <paramref name="length"/> bits of <paramref name="source"/>.</summary>
    public void AddAll(ref HashBits source, int length)
    {
        while (length > 0)
        {
            var width = Math.Min(length, 8);
            Add(source.Next(width), width);
            length -= width;
        }
    }

    /// <summary>Appends a whole extension; null is the empty one.</summary>
    public void AddAll(PathExtension? source)
    {
        if (source is null)
            return;
        var bits = source.Bits;
        AddAll(ref bits, source.Length);
    }

    /// <summary>What has been packed; null when nothing was.</summary>
    public readonly PathExtension? Build() => _written == 0 ? null : new PathExtension(_written, _path[..((_written + 7) >> 3)]);
}
