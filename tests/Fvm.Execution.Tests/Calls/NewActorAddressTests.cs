using System.Buffers.Binary;
using Fvm.Crypto;
using Fvm.Execution.Calls;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>The f2 addresses of new actors: blake2b-160 of CBOR(sender as written), nonce, count (vm-facts 6.4).</summary>
public class NewActorAddressTests
{
    [Theory]
    [InlineData(0ul, 0ul)]
    [InlineData(1ul, 0ul)]
    [InlineData(0ul, 1ul)]
    [InlineData(0x0102030405060708ul, ulong.MaxValue)]
    public void Address_is_the_hash_of_sender_nonce_and_count(ulong nonce, ulong created)
    {
        foreach (Address sender in new[] { World.Alice, World.AliceKey, World.Ethereum(1), Address.FromBls(new byte[48]) })
        {
            // A CBOR byte string: a head of one byte below 24, of two from there on.
            byte[] head = sender.Bytes.Length < 24 ? [(byte)(0x40 + sender.Bytes.Length)] : [0x58, (byte)sender.Bytes.Length];
            byte[] numbers = new byte[16];
            BinaryPrimitives.WriteUInt64BigEndian(numbers, nonce);
            BinaryPrimitives.WriteUInt64BigEndian(numbers.AsSpan(8), created);
            byte[] expected = [2, .. Blake2b.Hash160([.. head, .. sender.Bytes, .. numbers])];
            Address actual = NewActorAddress.Derive(new MessageOrigin(new ActorId(9), sender, nonce, TokenAmount.Zero), created);
            Assert.Equal(expected, actual.ToBytes());
        }
    }
}
