namespace Fvm.Ipld.Hamts;

/// <summary>What happened to one key of a map, or one index of an array, between two states.</summary>
public enum ChangeKind
{
    /// <summary>It is only in the later state.</summary>
    Added,

    /// <summary>It is only in the earlier state.</summary>
    Removed,

    /// <summary>It is in both, with different values.</summary>
    Modified,
}

/// <summary>One difference between two maps.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Key">The key.</param>
/// <param name="Before">The earlier value; meaningless when added.</param>
/// <param name="After">The later value; meaningless when removed.</param>
public readonly record struct MapChange<TKey, TValue>(ChangeKind Kind, TKey Key, TValue? Before, TValue? After);
