using System.Text;
using Fvm.Ipld.Blockstores;

namespace Fvm.Ipld.Tests.Blockstores;

/// <summary>What every store must do, on every store.</summary>
public sealed class BlockstoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "fvm-ipld-tests-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    [InlineData("buffered")]
    public void KeepsWhatIsPut(string kind)
    {
        IBlockstore store = Open(kind);
        Cid empty = store.PutDagCbor(new byte[] { 0x80 });
        Assert.Equal("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a", empty.ToString());
        Cid raw = store.Put(Multicodec.Raw, Encoding.ASCII.GetBytes("some bytes"));
        Assert.Equal(Multicodec.Raw, raw.Codec);

        Assert.True(store.Has(empty));
        Assert.True(store.TryGet(empty, out ReadOnlyMemory<byte> block));
        Assert.Equal([0x80], block.ToArray());
        Assert.Equal("some bytes", Encoding.ASCII.GetString(store.Get(raw).Span));

        Cid missing = Cid.ForBlock(Multicodec.DagCbor, [0x81]);
        Assert.False(store.Has(missing) || store.TryGet(missing, out _));
        Assert.Equal(missing, Assert.Throws<BlockNotFoundException>(() => store.Get(missing)).Cid);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    [InlineData("buffered")]
    public void TakesEveryKindOfCid(string kind)
    {
        IBlockstore store = Open(kind);
        Cid[] cids = [Cid.CreateV0(new byte[32]), Cid.Create(Multicodec.Raw, 0, []), Cid.Create(ulong.MaxValue, ulong.MaxValue, new byte[64])];
        for (int i = 0; i < cids.Length; i++)
            store.Put(cids[i], new byte[i]);

        for (int i = 0; i < cids.Length; i++)
            Assert.Equal(i, store.Get(cids[i]).Length);
    }

    [Fact]
    public void MemoryCountsAndLists()
    {
        MemoryBlockstore store = new();
        Cid cid = store.PutDagCbor(new byte[] { 0x01 });
        store.PutDagCbor(new byte[] { 0x01 });
        Assert.Equal(1, store.Count);
        Assert.Equal([cid], store.Cids);
    }

    [Fact]
    public void FilesSurviveReopening()
    {
        FileBlockstore store = new(_folder);
        Dictionary<Cid, byte[]> blocks = [];
        Random random = new(1);
        for (int i = 0; i < 50; i++)
        {
            byte[] block = new byte[random.Next(2000)];
            random.NextBytes(block);
            blocks[store.Put(Multicodec.Raw, block)] = block;
        }

        FileBlockstore again = new(_folder);
        Assert.Equal(blocks.Keys.Order(), again.Cids.Order());
        foreach ((Cid cid, byte[] block) in blocks)
            Assert.Equal(block, again.Get(cid).ToArray());
    }

    [Fact]
    public void AnInterruptedWriteLeavesNoBlock()
    {
        FileBlockstore store = new(_folder);
        Cid cid = store.PutDagCbor(new byte[] { 0x80 });

        // As if the process had died before the rename.
        string leftover = Path.Combine(_folder, "tmp", "1-1");
        File.WriteAllBytes(leftover, [1, 2, 3]);
        File.WriteAllText(Path.Combine(_folder, "README"), "not a block");
        FileBlockstore again = new(_folder);
        Assert.False(File.Exists(leftover));
        Assert.Equal([cid], again.Cids);
    }

    [Fact]
    public void AFileIsNoFolder()
    {
        File.WriteAllText(_folder, "");
        Assert.ThrowsAny<IOException>(() => new FileBlockstore(_folder));
        File.Delete(_folder);
    }

    private IBlockstore Open(string kind) => kind switch
    {
        "memory" => new MemoryBlockstore(),
        "file" => new FileBlockstore(_folder),
        _ => new BufferedBlockstore(new MemoryBlockstore()),
    };
}
