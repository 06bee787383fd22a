using Fvm.Crypto;
using Fvm.Evm.Rlp;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>The root of a Merkle Patricia trie (Yellow Paper, appendix D), from all its entries at once.</summary>
public static class MerklePatriciaTrie
{
    private const int Branches = 16;

    /// <summary>Of nothing: the hash of the empty string's encoding.</summary>
    public static UInt256 EmptyRoot { get; } = Hashes.Keccak([0x80]);

    /// <summary>The root over hashed keys (the "secure" tries of accounts and of storage).</summary>
    public static UInt256 SecureRoot(IEnumerable<(byte[] Key, byte[] Value)> entries)
    {
        var hashed = entries.Select(entry => (Key: Nibbles(Keccak256.Hash(entry.Key)), entry.Value)).ToArray();
        return Root(hashed);
    }

    /// <summary>The root over keys given as nibbles.</summary>
    public static UInt256 Root((byte[] Key, byte[] Value)[] entries)
    {
        if (entries.Length == 0) return EmptyRoot;
        Array.Sort(entries, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        return Hashes.Keccak(Node(entries, 0));
    }

    public static byte[] Nibbles(ReadOnlySpan<byte> bytes)
    {
        var nibbles = new byte[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++) (nibbles[2 * i], nibbles[2 * i + 1]) = ((byte)(bytes[i] >> 4), (byte)(bytes[i] & 15));
        return nibbles;
    }

    private static byte[] Node(ReadOnlySpan<(byte[] Key, byte[] Value)> entries, int depth)
    {
        var writer = new RlpWriter();
        int list = writer.BeginList();
        if (entries.Length == 1)
        {
            writer.WriteBytes(Path(entries[0].Key.AsSpan(depth), isLeaf: true));
            writer.WriteBytes(entries[0].Value);
        }
        else
        {
            int shared = entries[0].Key.AsSpan(depth).CommonPrefixLength(entries[^1].Key.AsSpan(depth));
            if (shared > 0)
            {
                writer.WriteBytes(Path(entries[0].Key.AsSpan(depth, shared), isLeaf: false));
                WriteReference(writer, Node(entries, depth + shared));
            }
            else
            {
                WriteBranch(writer, entries, depth);
            }
        }

        writer.EndList(list);
        return writer.Written.ToArray();
    }

    private static void WriteBranch(RlpWriter writer, ReadOnlySpan<(byte[] Key, byte[] Value)> entries, int depth)
    {
        // An entry whose key ends here sorts first.
        byte[] own = [];
        if (entries[0].Key.Length == depth)
        {
            own = entries[0].Value;
            entries = entries[1..];
        }

        for (int nibble = 0; nibble < Branches; nibble++)
        {
            int count = 0;
            while (count < entries.Length && entries[count].Key[depth] == nibble) count++;
            if (count == 0) writer.WriteBytes([]);
            else WriteReference(writer, Node(entries[..count], depth + 1));
            entries = entries[count..];
        }

        writer.WriteBytes(own);
    }

    /// <summary>A node of less than 32 bytes stands in its parent; others by their hash.</summary>
    private static void WriteReference(RlpWriter writer, byte[] node)
    {
        if (node.Length < 32) writer.WriteEncoded(node);
        else writer.WriteBytes(Keccak256.Hash(node));
    }

    /// <summary>Hex-prefix encoding (Yellow Paper, appendix C).</summary>
    private static byte[] Path(ReadOnlySpan<byte> nibbles, bool isLeaf)
    {
        bool isOdd = nibbles.Length % 2 != 0;
        var path = new byte[nibbles.Length / 2 + 1];
        path[0] = (byte)((isLeaf ? 0x20 : 0) | (isOdd ? 0x10 | nibbles[0] : 0));
        if (isOdd) nibbles = nibbles[1..];
        for (int i = 0; i < nibbles.Length; i += 2) path[1 + i / 2] = (byte)(nibbles[i] << 4 | nibbles[i + 1]);
        return path;
    }
}
