using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Ipld.Tests.Blockstores;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>Nodes that are noted save decoding and nothing else: roots, reads and writes are those of a store without notes.</summary>
public class NotedNodesTests
{
    private static readonly KamtKeys<byte[]> Keys = new((key, path) => key.CopyTo(path), path => path.ToArray(), CborCodecs.Bytes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hamts_agree_with_and_without_notes(int seed) => Agree(
        seed,
        (store, root) => root is null ? new Hamt<ulong>(store, CborCodecs.UInt64) : Hamt<ulong>.Load(store, root, CborCodecs.UInt64),
        (map, key, value) => map.Set(key, value),
        (map, key) => map.Delete(key),
        (map, key) => map.TryGet(key, out ulong value) ? value : null,
        map => map.Flush());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kamts_agree_with_and_without_notes(int seed) => Agree(
        seed,
        (store, root) => root is null ? new Kamt<byte[], ulong>(store, Keys, CborCodecs.UInt64) : Kamt<byte[], ulong>.Load(store, root, Keys, CborCodecs.UInt64),
        (map, key, value) => map.Set(key, value),
        (map, key) => map.Delete(key),
        (map, key) => map.TryGet(key, out ulong value) ? value : null,
        map => map.Flush());

    [Fact]
    public void Values_that_can_change_are_decoded_for_each_reader()
    {
        var codec = new CborCodec<byte[]>(CborCodecs.Bytes.Read, CborCodecs.Bytes.Write);
        var store = new BufferedBlockstore(new MemoryBlockstore(), new BlockMemo());
        var map = new Hamt<byte[]>(store, codec);
        map.Set([1], [7]);
        Cid root = map.Flush();
        Hamt<byte[]>.Load(store, root, codec).TryGet([1], out byte[]? first);
        first![0] = 8;
        Hamt<byte[]>.Load(store, root, codec).TryGet([1], out byte[]? second);
        Assert.Equal([7], second);
    }

    [Fact]
    public void A_node_that_another_shape_noted_is_checked_anew()
    {
        var store = new BufferedBlockstore(new MemoryBlockstore(), new BlockMemo());
        var wide = new Hamt<ulong>(store, CborCodecs.UInt64, new HamtOptions(BitWidth: 8));
        for (byte i = 0; i < 60; i++)
            wide.Set([i], i);
        Cid root = wide.Flush();
        Assert.Throws<IpldException>(() => Hamt<ulong>.Load(store, root, CborCodecs.UInt64, new HamtOptions(BitWidth: 5)));
    }

    // The same way through both: several maps one after the other, each from the root that the one before left, so that nodes are met again.
    private static void Agree<TMap>(
        int seed,
        Func<IBlockstore, Cid?, TMap> open,
        Action<TMap, byte[], ulong> set,
        Action<TMap, byte[]> delete,
        Func<TMap, byte[], ulong?> get,
        Func<TMap, Cid> flush)
    {
        var random = new Random(seed);
        var plain = new RecordingBlockstore(null);
        var noted = new RecordingBlockstore(new BlockMemo());
        Cid? root = null;
        for (int round = 0; round < 60; round++)
        {
            TMap left = open(plain, root);
            TMap right = open(noted, root);
            for (int step = 0; step < 40; step++)
            {
                byte[] key = new byte[32];
                key[0] = (byte)random.Next(8);
                key[31] = (byte)random.Next(32);
                ulong value = (ulong)random.Next(3);
                int kind = random.Next(4);
                if (kind == 0)
                {
                    delete(left, key);
                    delete(right, key);
                }
                else if (kind == 1)
                {
                    Assert.Equal(get(left, key), get(right, key));
                }
                else
                {
                    set(left, key, value);
                    set(right, key, value);
                }
            }

            root = flush(left);
            Assert.Equal(root, flush(right));
        }

        Assert.Equal(plain.Calls, noted.Calls);
    }
}
