using Fvm.Ipld.Blockstores;

namespace Fvm.Ipld.Tests.Blockstores;

public class BlockMemoTests
{
    [Fact]
    public void Notes_are_found_again()
    {
        var memo = new BlockMemo();
        Cid cid = Cid.ForBlock(Multicodec.Raw, "a"u8);
        BlockNotes notes = memo.Of(cid, "a"u8.ToArray());
        Assert.Same(notes, memo.Of(cid, "a"u8.ToArray()));
    }

    [Fact]
    public void Notes_of_other_bytes_do_not_count()
    {
        var memo = new BlockMemo();
        Cid cid = Cid.ForBlock(Multicodec.Raw, "a"u8);
        BlockNotes falsely = memo.Of(cid, "b"u8.ToArray());
        BlockNotes notes = memo.Of(cid, "a"u8.ToArray());
        Assert.NotSame(falsely, notes);
        Assert.Same(notes, memo.Of(cid, "a"u8.ToArray()));
    }

    [Fact]
    public void Old_notes_give_way()
    {
        var memo = new BlockMemo(capacity: 16);
        Cid first = Cid.ForBlock(Multicodec.Raw, "first"u8);
        BlockNotes notes = memo.Of(first, "first"u8.ToArray());
        for (int i = 0; i < 2000; i++)
        {
            byte[] data = BitConverter.GetBytes(i);
            memo.Of(Cid.ForBlock(Multicodec.Raw, data), data);
        }

        Assert.NotSame(notes, memo.Of(first, "first"u8.ToArray()));
    }
}
