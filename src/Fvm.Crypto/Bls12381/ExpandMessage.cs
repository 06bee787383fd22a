using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fvm.Crypto.Bls12381;

/// <summary>RFC 9380 section 5.3.1, <c>expand_message_xmd</c> with SHA-256.</summary>
internal static class ExpandMessage
{
    private const int DigestLength = SHA256.HashSizeInBytes;
    private const int BlockLength = 64;
    private const int MaximumTagLength = 255;

    /// <summary>
    /// Fills <paramref name="output"/> (at most 255 digests, 8,160 bytes) from the message under the domain separation tag
    /// (at most 255 bytes). Throws <see cref="ArgumentOutOfRangeException"/> beyond these.
    /// </summary>
    public static void Xmd(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag.Length, MaximumTagLength, nameof(tag));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(output.Length, 255 * DigestLength, nameof(output));

        Span<byte> suffix = stackalloc byte[MaximumTagLength + 1];
        tag.CopyTo(suffix);
        suffix[tag.Length] = (byte)tag.Length;
        suffix = suffix[..(tag.Length + 1)];

        Span<byte> first = stackalloc byte[DigestLength];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Begin(hash, message, output.Length);
        hash.AppendData(suffix);
        hash.GetHashAndReset(first);

        // b_i = H((b_0 xor b_(i-1)) || i || tag'), where the first xor has nothing on its right.
        Span<byte> block = stackalloc byte[DigestLength + 1];
        Span<byte> digest = stackalloc byte[DigestLength];
        digest.Clear();
        for (byte index = 1; !output.IsEmpty; index++)
        {
            for (int i = 0; i < DigestLength; i++)
                block[i] = (byte)(first[i] ^ digest[i]);
            block[DigestLength] = index;
            hash.AppendData(block);
            hash.AppendData(suffix);
            hash.GetHashAndReset(digest);
            int length = Math.Min(DigestLength, output.Length);
            digest[..length].CopyTo(output);
            output = output[length..];
        }
    }

    /// <summary>Z_pad || msg || l_i_b_str || 0.</summary>
    private static void Begin(IncrementalHash hash, ReadOnlySpan<byte> message, int outputLength)
    {
        Span<byte> padding = stackalloc byte[BlockLength];
        padding.Clear();
        hash.AppendData(padding);
        hash.AppendData(message);
        Span<byte> length = stackalloc byte[3];
        length.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)outputLength);
        hash.AppendData(length);
    }
}
