using System.Globalization;
using System.Text;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>
/// Known contents with their root CIDs and with the blocks read and written on the way: ref-fvm
/// ipld/hamt/tests/hamt_tests.rs at ef0a9937, the tests of the same names. A changed CID means other state roots than the
/// network's, a changed count other gas: neither may be adjusted here.
/// </summary>
public sealed class HamtReferenceTests
{
    internal const string EmptyRoot = "bafy2bzaceamp42wmmgr2g2ymg46euououzfyck7szknvfacqscohrvaikwfay";

    private static readonly HamtOptions Width8 = new(BitWidth: 8);
    private static readonly HamtOptions Width5 = new(BitWidth: 5);

    private readonly CountingBlockstore _store = new();

    [Fact]
    public void SetIfAbsent()
    {
        var hamt = New(Width8);
        Assert.True(hamt.SetIfAbsent(Text("favorite-animal"), Text("owl bear")));
        Assert.False(hamt.SetIfAbsent(Text("favorite-animal"), Text("bright green bear")));
        Assert.False(hamt.SetIfAbsent(Text("favorite-animal"), Text("owl bear")));
        var root = hamt.Flush();
        Assert.False(Load(root, Width8).SetIfAbsent(Text("favorite-animal"), Text("bright green bear")));
        Assert.Equal("bafy2bzaced2tgnlsq4n2ioe6ldy75fw3vlrrkyfv4bq6didbwoob2552zvpuk", root.ToString());
        Assert.Equal(new StoreUse(1, 1, 63, 63), _store.Use);
    }

    [Fact]
    public void SetWithNoEffectDoesNotPut()
    {
        var hamt = New(new HamtOptions(BitWidth: 1));
        for (var i = 0; i < 30; i++)
            hamt.Set(Text(i), Text("filler"));
        Assert.Equal("bafy2bzacebjilcrsqa4uyxuh36gllup4rlgnvwgeywdm5yqq2ks4jrsj756qq", hamt.Flush().ToString());
        for (var again = 0; again < 2; again++)
        {
            hamt.Set(Text("favorite-animal"), Text("bright green bear"));
            Assert.Equal("bafy2bzacea7biyabzk7v7le2rrlec5tesjbdnymh5sk4lfprxibg4rtudwtku", hamt.Flush().ToString());
            Assert.Equal(new StoreUse(0, 18, 0, 1282), _store.Use);
        }
    }

    [Fact]
    public void Delete()
    {
        var hamt = New(Width8);
        hamt.Set(Text("foo"), Text("cat dog bear"));
        hamt.Set(Text("bar"), Text("cat dog"));
        hamt.Set(Text("baz"), Text("cat"));
        var root = hamt.Flush();
        Assert.Equal("bafy2bzacebql36crv4odvxzstx2ubaczmawy2tlljxezvorcsoqeyyojxkrom", root.ToString());
        var loaded = Load(root, Width8);
        Assert.True(loaded.Delete(Text("foo"), out var old));
        Assert.Equal(Text("cat dog bear"), old);
        Assert.False(loaded.ContainsKey(Text("foo")));
        Assert.False(loaded.Delete(Text("nonexistent")));
        Assert.Equal("bafy2bzaced7up7wkm7cirieh5bs4iyula5inrprihmjzozmku3ywvekzzmlyi", loaded.Flush().ToString());
        Assert.Equal(new StoreUse(1, 2, 79, 139), _store.Use);
    }

    [Fact]
    public void DeleteCase()
    {
        var hamt = New(Width8);
        hamt.Set([0], Text("Test data"));
        var root = hamt.Flush();
        Assert.Equal("bafy2bzaceb2hikcc6tfuuuuehjstbiq356oruwx6ejyse77zupq445unranv6", root.ToString());
        var loaded = Load(root, Width8);
        Assert.True(loaded.Delete([0]));
        Assert.Equal(EmptyRoot, loaded.Flush().ToString());
        Assert.Equal(new StoreUse(1, 2, 31, 34), _store.Use);
    }

    [Fact]
    public void ReloadEmpty()
    {
        var root = New(Width8).Flush();
        Assert.Equal(EmptyRoot, root.ToString());
        var loaded = Load(root, Width8);
        Assert.True(loaded.IsEmpty);
        Assert.Equal(root, loaded.Flush());
        Assert.Equal(new StoreUse(1, 1, 3, 3), _store.Use);
    }

    [Fact]
    public void SetDeleteMany()
    {
        const string First200 = "bafy2bzaceczhz54xmmz3xqnbmvxfbaty3qprr6dq7xh5vzwqbirlsnbd36z7a";
        var hamt = New(Width5);
        for (var i = 0; i < 200; i++)
            hamt.Set(Text(i), Text(i));
        Assert.Equal(First200, hamt.Flush().ToString());
        for (var i = 200; i < 400; i++)
            hamt.Set(Text(i), Text(i));
        Assert.Equal("bafy2bzacecxcp736xkl2mcyjlors3tug6vdlbispbzxvb75xlrhthiw2xwxvw", hamt.Flush().ToString());
        for (var i = 200; i < 400; i++)
            Assert.True(hamt.Delete(Text(i)));
        Assert.Equal(First200, hamt.Flush().ToString());
        for (var i = 0; i < 200; i++)
            Assert.True(hamt.Delete(Text(i)));
        Assert.Empty(hamt.Entries());
        Assert.Equal(EmptyRoot, hamt.Flush().ToString());
        Assert.Equal(new StoreUse(0, 94, 0, 11737), _store.Use);
    }

    [Fact]
    public void ForEach()
    {
        var root = FillWith200();
        var hamt = Load(root, Width5);
        for (var again = 0; again < 2; again++)
        {
            var count = 0;
            hamt.ForEach((key, value) =>
            {
                Assert.Equal(key.ToArray(), value);
                count++;
            });
            Assert.Equal(200, count);
        }

        Assert.Equal(root, hamt.Flush());
        ModifyAFew(hamt);
        Assert.Equal(199, hamt.Entries().Count());
        Assert.Equal("bafy2bzacebln5j7tdfavh2qqhio6mgaoq6mm2jbmcex2ngcmi3uqlx5k3mov4", hamt.Flush().ToString());
        Assert.Equal(new StoreUse(30, 33, 3209, 4697), _store.Use);
    }

    [Fact]
    public void ForEachCacheless()
    {
        var root = FillWith200();
        Assert.Equal(new StoreUse(0, 30, 0, 3209), _store.Use);
        var hamt = Load(root, Width5);
        var keys = new List<byte[]>();
        hamt.ForEachUncached((key, _) => keys.Add(key.ToArray()));
        Assert.Equal(200, keys.Count);
        Assert.Equal(new StoreUse(30, 30, 3209, 3209), _store.Use);
        ModifyAFew(hamt);
        hamt.ForEachUncached((_, _) => { });
        Assert.Equal("bafy2bzacebln5j7tdfavh2qqhio6mgaoq6mm2jbmcex2ngcmi3uqlx5k3mov4", hamt.Flush().ToString());
        Assert.Equal(new StoreUse(60, 33, 5158, 4697), _store.Use);
        Assert.Equal(Load(root, Width5).Entries().Select(entry => entry.Key), keys);
    }

    [Fact]
    public void ForEachRanged()
    {
        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64, Width5);
        for (var i = 0UL; i < 200; i++)
            hamt.Set(Text(i), i);
        var all = hamt.Entries().ToList();
        var root = hamt.Flush();
        Assert.Equal("bafy2bzacedy4ypl2vedhdqep3llnwko6vrtfiys5flciz2f3c55pl4whlhlqm", root.ToString());
        hamt = Hamt<ulong>.Load(_store, root, CborCodecs.UInt64, Width5);
        var seen = new List<ulong>();
        byte[]? next = null;
        do
        {
            (var visited, next) = hamt.ForEachRanged(next, 20, (_, value) => seen.Add(value));
            Assert.Equal(20UL, visited);
            Assert.Equal(seen.Count < 200 ? all[seen.Count].Key : null, next);
        }
        while (next is not null);
        Assert.Equal(all.Select(entry => entry.Value), seen);
        hamt.Set(Text(10), 210);
        Assert.True(hamt.Delete(Text(30)));
        Assert.Equal("bafy2bzacecrxqeuuk34jsrol3azfpgy35ldw4bpgsa6pdxvzj262jzpvoekye", hamt.Flush().ToString());
        Assert.Equal(new StoreUse(30, 33, 2895, 4321), _store.Use);
    }

    [Fact]
    public void CleanChildOrdering()
    {
        static byte[] Key(ulong i)
        {
            var buffer = new byte[10];
            return buffer[..Varint.Write(buffer, i)];
        }

        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64, Width5);
        for (var i = 100UL; i < 195; i++)
            hamt.Set(Key(i), 42);
        var root = hamt.Flush();
        Assert.Equal("bafy2bzacebqox3gtng4ytexyacr6zmaliyins3llnhbnfbcrqmhzuhmuuawqk", root.ToString());
        hamt = Hamt<ulong>.Load(_store, root, CborCodecs.UInt64, Width5);
        Assert.True(hamt.Delete(Key(104)));
        Assert.True(hamt.Delete(Key(108)));
        root = hamt.Flush();
        Assert.Equal("bafy2bzacedlyeuub3mo4aweqs7zyxrbldsq2u4a2taswubudgupglu2j4eru6", root.ToString());
        Hamt<ulong>.Load(_store, root, CborCodecs.UInt64, Width5);
        Assert.Equal(new StoreUse(3, 11, 1449, 1751), _store.Use);
    }

    /// <summary>canonical_structure and canonical_structure_alt_bit_width, over the identity hash.</summary>
    [Theory]
    [InlineData(8, "K", "B", "bafy2bzacecosy45hp4sz2t4o4flxvntnwjy7yaq43bykci22xycpeuj542lse", 2, 2, 38, 38)]
    [InlineData(8, "K0 K1 KAA1 KAA2 KAA3", "KAA4", "bafy2bzaceaqdaj5aqkwugr7wx4to3fahynoqlxuo5j6xznly3khazgyxihkbo", 3, 4, 163, 214)]
    [InlineData(5, "K", "B", "bafy2bzacec3cquclaqkb32cntwtizgij55b7isb4s5hv5hv5ujbbeu6clxkug", 2, 2, 22, 22)]
    [InlineData(6, "K", "B", "bafy2bzacebj7b2jahw7nxmu6mlhkwzucjmfq7aqlj52jusqtufqtaxcma4pdm", 2, 2, 24, 24)]
    [InlineData(7, "K", "B", "bafy2bzacedrwwndijql6lmmtyicjwyehxtgey5fhzocc43hrzhetrz25v2k2y", 2, 2, 28, 28)]
    [InlineData(5, "K0 K1 KAA1 KAA2 KAA3", "KAA4", "bafy2bzacedbiipe7l7gbtjandyyl6rqlkuqr2im2nl7d4bljidv5mta22rjqk", 3, 4, 139, 182)]
    [InlineData(6, "K0 K1 KAA1 KAA2 KAA3", "KAA4", "bafy2bzaceb3c76qlbsiv3baogpao3zah56eqonsowpkof33o5hmncfow4seso", 3, 4, 146, 194)]
    [InlineData(7, "K0 K1 KAA1 KAA2 KAA3", "KAA4", "bafy2bzacebhkyrwfexokaoygsx2crydq3fosiyfoa5bthphntmicsco2xf442", 3, 4, 154, 206)]
    public void CanonicalStructure(int bitWidth, string keys, string extra, string expected, int reads, int writes, int bytesRead, int bytesWritten)
    {
        var options = new HamtOptions(bitWidth, Hash: HamtHash.Identity);
        var hamt = New(options);
        var all = keys.Split(' ');
        for (var i = 0; i < all.Length; i++)
            hamt.Set(Text(all[i]), Text(i));
        var first = Load(hamt.Flush(), options);
        for (var i = 0; i < all.Length; i++)
        {
            Assert.True(first.TryGet(Text(all[i]), out var value));
            Assert.Equal(Text(i), value);
        }

        hamt.Set(Text(extra), Text(0));
        Assert.True(hamt.Delete(Text(extra)));
        var second = Load(hamt.Flush(), options);
        Assert.Equal(expected, first.Flush().ToString());
        Assert.Equal(expected, second.Flush().ToString());
        Assert.Equal(new StoreUse(reads, writes, bytesRead, bytesWritten), _store.Use);
    }

    private static byte[] Text(object value) => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static void ModifyAFew(Hamt<byte[]> hamt)
    {
        hamt.Set(Text(10), Text("modified-10"));
        hamt.Set(Text(80), Text("modified-80"));
        hamt.Set(Text(81), Text("modified-81"));
        Assert.True(hamt.Delete(Text(30)));
        Assert.False(hamt.Delete(Text(300)));
    }

    private Cid FillWith200()
    {
        var hamt = New(Width5);
        for (var i = 0; i < 200; i++)
            hamt.Set(Text(i), Text(i));
        Assert.Equal(200, hamt.Entries().Count());
        var root = hamt.Flush();
        Assert.Equal("bafy2bzaceczhz54xmmz3xqnbmvxfbaty3qprr6dq7xh5vzwqbirlsnbd36z7a", root.ToString());
        return root;
    }

    private Hamt<byte[]> New(HamtOptions options) => new(_store, CborCodecs.Bytes, options);

    private Hamt<byte[]> Load(Cid root, HamtOptions options) => Hamt<byte[]>.Load(_store, root, CborCodecs.Bytes, options);
}
