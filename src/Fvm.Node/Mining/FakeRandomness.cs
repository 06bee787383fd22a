using System.Buffers.Binary;
using System.Text;
using Fvm.Crypto;

namespace Fvm.Node.Mining;

/// <summary>
/// What stands in headers where the network has VRF proofs, beacon entries and signatures: bytes of their lengths, made of the devnet's seed and the epoch. Nothing can
/// be verified by them.
/// </summary>
internal sealed class FakeRandomness(string seed)
{
    private const int VrfLength = 96;
    private const int HashLength = 32;

    private readonly byte[] seed = Encoding.UTF8.GetBytes(seed);

    /// <summary>Makes everything of a block's else than it would be; empty as a rule.</summary>
    public ReadOnlyMemory<byte> Salt { get; set; }

    /// <summary>What the beacon says next, if that was set.</summary>
    public ReadOnlyMemory<byte>? NextBeacon { get; set; }

    /// <summary>A ticket's VRF proof.</summary>
    public byte[] Ticket(long epoch, int block = 0) => Bytes("ticket", epoch, block, VrfLength, Salt);

    /// <summary>An election's VRF proof.</summary>
    public byte[] Election(long epoch, int block = 0) => Bytes("election", epoch, block, VrfLength, Salt);

    /// <summary>What the beacon says at an epoch: the same on every fork of the chain.</summary>
    public byte[] BeaconOf(long epoch) => Bytes("beacon", epoch, 0, VrfLength, default);

    /// <summary>What the beacon says at the next tipset's epoch.</summary>
    public byte[] NextBeaconOf(long epoch) => NextBeacon?.ToArray() ?? BeaconOf(epoch);

    /// <summary>A block's signature.</summary>
    public byte[] BlockSignature(long epoch, int block = 0) => Bytes("block", epoch, block, VrfLength, Salt);

    private byte[] Bytes(string purpose, long epoch, int block, int length, ReadOnlyMemory<byte> salt)
    {
        byte[] bytes = new byte[length];
        byte[] tag = Encoding.UTF8.GetBytes(purpose);
        byte[] input = new byte[seed.Length + tag.Length + sizeof(long) + sizeof(int) + salt.Length + 1];
        seed.CopyTo(input, 0);
        tag.CopyTo(input, seed.Length);
        BinaryPrimitives.WriteInt64BigEndian(input.AsSpan(seed.Length + tag.Length), epoch);
        BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length + tag.Length + sizeof(long)), block);
        salt.Span.CopyTo(input.AsSpan(seed.Length + tag.Length + sizeof(long) + sizeof(int)));
        for (int at = 0; at < length; at += HashLength)
        {
            input[^1] = (byte)(at / HashLength);
            Blake2b.Hash256(input).CopyTo(bytes, at);
        }

        return bytes;
    }
}
