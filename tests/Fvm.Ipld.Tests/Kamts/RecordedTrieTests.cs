using System.Globalization;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Ipld.Tests.Hamts;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>Rebuilds what the reference VM stored, from nothing but the content, in any order.</summary>
public sealed class RecordedTrieTests
{
    private readonly CountingBlockstore _store = new();

    public static TheoryData<int> Indexes => new(Enumerable.Range(0, RecordedTries.All.Length));

    [Theory]
    [MemberData(nameof(Indexes))]
    public void TheContentAloneMakesTheRoot(int index)
    {
        var recorded = RecordedTries.All[index];
        var entries = Array.ConvertAll(recorded.Entries, entry => entry.Split('='));
        for (var seed = 0; seed < 5; seed++)
        {
            new Random(seed).Shuffle(entries);
            Assert.Equal(recorded.Root, Build(recorded, entries).ToString());
        }
    }

    private Cid Build(RecordedTrie recorded, string[][] entries) => recorded.Kind switch
    {
        "hamt" => BuildHamt(recorded, entries),
        "kamt" => BuildKamt(recorded, entries),
        _ => BuildAmt(recorded, entries),
    };

    private Cid BuildHamt(RecordedTrie recorded, string[][] entries)
    {
        var hamt = new Hamt<byte[]>(_store, CborCodecs.Raw, new HamtOptions(recorded.BitWidth));
        foreach (var entry in entries)
            hamt.Set(Convert.FromHexString(entry[0]), Convert.FromHexString(entry[1]));
        return hamt.Flush();
    }

    private Cid BuildKamt(RecordedTrie recorded, string[][] entries)
    {
        var kamt = new Kamt<byte[], byte[]>(_store, KamtKeyForms.Minimal, CborCodecs.Raw, new KamtOptions(recorded.BitWidth));
        foreach (var entry in entries)
            kamt.Set(Convert.FromHexString(entry[0].PadLeft(64, '0')), Convert.FromHexString(entry[1]));
        return kamt.Flush();
    }

    private Cid BuildAmt(RecordedTrie recorded, string[][] entries)
    {
        var amt = new Amt<byte[]>(_store, CborCodecs.Raw, AmtLayout.V3, recorded.BitWidth);
        foreach (var entry in entries)
            amt.Set(ulong.Parse(entry[0], CultureInfo.InvariantCulture), Convert.FromHexString(entry[1]));
        return amt.Flush();
    }
}
