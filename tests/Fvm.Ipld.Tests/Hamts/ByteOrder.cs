namespace Fvm.Ipld.Tests.Hamts;

/// <summary>Byte strings in their natural order, for models.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
