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
    public void What_is_used_stays_and_what_is_not_is_forgotten()
    {
        var memo = new BlockMemo(capacity: 16);
        Cid used = Cid.ForBlock(Multicodec.Raw, "used"u8);
        Cid unused = Cid.ForBlock(Multicodec.Raw, "unused"u8);
        BlockNotes keeps = memo.Of(used, "used"u8.ToArray());
        BlockNotes goes = memo.Of(unused, "unused"u8.ToArray());
        for (byte i = 0; i < 100; i++)
        {
            memo.Of(Cid.ForBlock(Multicodec.Raw, [i]), new[] { i });
            Assert.Same(keeps, memo.Of(used, "used"u8.ToArray()));
        }

        Assert.NotSame(goes, memo.Of(unused, "unused"u8.ToArray()));
    }
}
