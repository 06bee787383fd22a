namespace Fvm.Ipld.Amts;

/// <summary>
/// Looks at one value and may replace it; <paramref name="changed"/> set to true says that it did. Returns false to end the visit.
/// </summary>
public delegate bool AmtUpdate<T>(ulong index, ref T value, ref bool changed);
