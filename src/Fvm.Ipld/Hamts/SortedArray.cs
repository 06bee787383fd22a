namespace Fvm.Ipld.Hamts;

/// <summary>Copies of small dense arrays with one element more or less; nodes and buckets hold at most 256 and a few.</summary>
internal static class SortedArray
{
    /// <summary>A copy with <paramref name="item"/> at <paramref name="position"/>.</summary>
    public static TItem[] Insert<TItem>(TItem[] source, int position, in TItem item)
    {
        var result = new TItem[source.Length + 1];
        source.AsSpan(0, position).CopyTo(result);
        result[position] = item;
        source.AsSpan(position).CopyTo(result.AsSpan(position + 1));
        return result;
    }

    /// <summary>A copy without the element at <paramref name="position"/>.</summary>
    public static TItem[] Remove<TItem>(TItem[] source, int position)
    {
        if (source.Length == 1)
            return [];
        var result = new TItem[source.Length - 1];
        source.AsSpan(0, position).CopyTo(result);
        source.AsSpan(position + 1).CopyTo(result.AsSpan(position));
        return result;
    }
}
