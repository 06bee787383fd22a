using System.Runtime.InteropServices;

namespace Fvm.Node.Ledger;

/// <summary>32 bytes as the key of a dictionary.</summary>
internal readonly record struct Hash32(UInt128 High, UInt128 Low)
{
    private const int Length = 32;

    public static Hash32 Read(ReadOnlySpan<byte> bytes) => new(MemoryMarshal.Read<UInt128>(bytes), MemoryMarshal.Read<UInt128>(bytes[(Length / 2)..Length]));

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Hash32 hash)
    {
        hash = bytes.Length == Length ? Read(bytes) : default;
        return bytes.Length == Length;
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        MemoryMarshal.Write(bytes, High);
        MemoryMarshal.Write(bytes.AsSpan(Length / 2), Low);
        return bytes;
    }
}
