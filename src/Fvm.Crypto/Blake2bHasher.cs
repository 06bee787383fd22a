using System.Runtime.CompilerServices;
using Fvm.Crypto.Hashing;

namespace Fvm.Crypto;

/// <summary>
/// BLAKE2b over data that comes in pieces, optionally keyed (RFC 7693). A mutable value of about 200 bytes that lives
/// where it is declared and allocates nothing: keep it in a local or a field and pass it by <c>ref</c>; a copy is a
/// second, independent hash of what went before.
/// </summary>
public struct Blake2bHasher
{
    private State state;
    private Block buffer;
    private ulong absorbed;
    private int buffered;

    // 0 marks a value that was never constructed or is finished.
    private int outputLength;

    /// <summary>Begins a hash.</summary>
    /// <param name="outputLength">The digest's length, 1..64 bytes; it is a parameter of the hash.</param>
    /// <param name="key">0..64 bytes; empty for the plain hash.</param>
    /// <exception cref="ArgumentException">A length is out of its range.</exception>
    public Blake2bHasher(int outputLength, ReadOnlySpan<byte> key = default)
    {
        if (outputLength is < 1 or > Blake2b.MaxDigestLength) Throw.Blake2bDigestLength(outputLength);
        if (key.Length > Blake2bCompression.MaxKeyLength) Throw.Blake2bKeyLength(key.Length);

        this.outputLength = outputLength;
        Blake2bCompression.Initialize(state, outputLength, key.Length);
        if (!key.IsEmpty)
        {
            // RFC 7693 section 3.3: the key, padded with zeros to one block, is the first block of the data.
            key.CopyTo(buffer);
            buffered = Blake2bCompression.BlockLength;
        }
    }

    /// <summary>Appends <paramref name="data"/>.</summary>
    /// <exception cref="InvalidOperationException">The hash is finished, or was never begun.</exception>
    public void Update(ReadOnlySpan<byte> data)
    {
        if (outputLength == 0) Throw.HashNotRunning();
        int room = Blake2bCompression.BlockLength - buffered;
        if (data.Length > room)
        {
            // The last block is compressed with another flag, so a full buffer waits until more data is known to follow.
            data[..room].CopyTo(buffer[buffered..]);
            absorbed += Blake2bCompression.BlockLength;
            Blake2bCompression.Compress(state, buffer, absorbed, isLast: false);
            buffered = 0;
            data = Blake2bCompression.AbsorbAllButLast(state, data[room..], ref absorbed);
        }

        data.CopyTo(buffer[buffered..]);
        buffered += data.Length;
    }

    /// <summary>Ends the hash and writes its digest.</summary>
    /// <param name="digest">Exactly as many bytes as the constructor was told.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">The hash is finished, or was never begun.</exception>
    public void Finish(Span<byte> digest)
    {
        if (outputLength == 0) Throw.HashNotRunning();
        if (digest.Length != outputLength) Throw.Length(nameof(digest), outputLength, digest.Length);

        Blake2bCompression.AbsorbLast(state, buffer[..buffered], absorbed);
        Blake2bCompression.WriteDigest(state, digest);
        this = default;
    }

    [InlineArray(Blake2bCompression.StateWords)]
    private struct State
    {
        private ulong word;
    }

    [InlineArray(Blake2bCompression.BlockLength)]
    private struct Block
    {
        private byte octet;
    }
}
