using System.Diagnostics.CodeAnalysis;

namespace Fvm.Crypto.Bls12381;

/// <summary>Compares byte strings by their content.</summary>
internal sealed class ByteMemoryComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static readonly ByteMemoryComparer Instance = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode([DisallowNull] ReadOnlyMemory<byte> obj)
    {
        // Seeded per process (HashCode), so that nobody can prepare messages that collide; no order depends on it.
        var hash = default(HashCode);
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }
}
