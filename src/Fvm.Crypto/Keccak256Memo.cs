using System.Buffers.Binary;
using System.Numerics;

namespace Fvm.Crypto;

/// <summary>
/// Keccak-256 that remembers the digests of data of 32 and 64 bytes: contracts find the slots of their arrays and mappings by them, the same ones again and
/// again. A place holds what came last; who makes others collide costs them time, never a wrong digest, since the data itself is compared. One thread at a time.
/// </summary>
public sealed class Keccak256Memo
{
    private const int PlacesLog2 = 11;
    private const int LongestData = 64;
    private const int DigestAt = LongestData;
    private const int LengthAt = DigestAt + Keccak256.DigestLength;
    private const int PlaceLength = 128;

    private byte[]? places;

    /// <summary>As <see cref="Keccak256.Hash(ReadOnlySpan{byte}, Span{byte})"/>.</summary>
    /// <param name="data">Any bytes; may be empty.</param>
    /// <param name="digest32">Receives exactly 32 bytes. It may overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The digest is not 32 bytes long.</exception>
    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest32)
    {
        if (data.Length is not (LongestData / 2 or LongestData))
        {
            Keccak256.Hash(data, digest32);
            return;
        }

        if (digest32.Length != Keccak256.DigestLength) Throw.Length(nameof(digest32), Keccak256.DigestLength, digest32.Length);
        places ??= new byte[PlaceLength << PlacesLog2];
        Span<byte> place = places.AsSpan(Index(data) * PlaceLength, PlaceLength);
        Span<byte> known = place.Slice(DigestAt, Keccak256.DigestLength);
        if (place[LengthAt] != data.Length || !place[..data.Length].SequenceEqual(data))
        {
            data.CopyTo(place);
            place[LengthAt] = (byte)data.Length;
            Keccak256.Hash(data, known);
        }

        known.CopyTo(digest32);
    }

    /// <summary>A sum of words times odd constants, rotated so that no two words of the data count alike.</summary>
    private static int Index(ReadOnlySpan<byte> data)
    {
        ulong factor = 0x9e3779b97f4a7c15;
        ulong sum = 0;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            sum += (BinaryPrimitives.ReadUInt64LittleEndian(data) ^ factor) * factor;
            factor = BitOperations.RotateLeft(factor, 7) | 1;
        }

        return (int)((sum ^ (sum >> 32)) * 0x9e3779b97f4a7c15 >> (64 - PlacesLog2));
    }
}
