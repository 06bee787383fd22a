using Fvm.Execution.Calls;
using Fvm.Ipld;

namespace Fvm.Execution.Tests.Calls;

public class CidSetTests
{
    [Fact]
    public void It_is_a_set_before_and_after_it_was_emptied()
    {
        Cid[] cids = [.. Enumerable.Range(0, 6000).Select(i => Cid.ForBlock(Multicodec.Raw, BitConverter.GetBytes(i)))];
        var set = new CidSet();
        foreach (int size in (int[])[1, 33, 6000, 20])
        {
            foreach (Cid cid in cids.Take(size))
            {
                Assert.False(set.Contains(cid));
                set.Add(cid);
                set.Add(Cid.Create(cid.Codec, cid.MultihashCode, cid.Digest));
            }

            Assert.All(cids.Take(size), cid => Assert.True(set.Contains(cid)));
            Assert.All(cids.Take(size), cid => Assert.True(set.TryFind(cid.Bytes, out Cid? found) && found == cid));
            Assert.All(cids.Skip(size), cid => Assert.False(set.TryFind(cid.Bytes, out _)));
            Assert.False(set.TryFind(cids[0].Bytes[..^1], out _));
            Assert.All(cids.Skip(size), cid => Assert.False(set.Contains(cid)));
            set.Clear();
            Assert.All(cids, cid => Assert.False(set.Contains(cid)));
        }
    }
}
