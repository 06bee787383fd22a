using System.Collections.Concurrent;
using Fvm.Ipld;
using Fvm.Node.Forks;

namespace Fvm.Node.Tests.Forks;

/// <summary>The blocks of a fork, looked for by many threads.</summary>
public class ForkBlockstoreTests
{
    /// <summary>A thread that saw that a block is not there, and was slow to ask for it, finds the one that another thread got meanwhile.</summary>
    [Fact]
    public async Task Who_comes_late_does_not_ask_again()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var counting = new FaultyUpstream(upstream.Endpoint);
        using var client = new UpstreamClient(new ForkOptions(counting.Endpoint));
        using ManualResetEventSlim looked = new(), goOn = new();
        var kept = new LookedAt();
        using var blocks = new ForkBlockstore(kept, client, write: null);
        Cid root = upstream.Net.Head.StateRoot;
        kept.AfterLook = look =>
        {
            if (look != 1)
                return;
            looked.Set();
            goOn.Wait(TestContext.Current.CancellationToken);
        };
        Task<ReadOnlyMemory<byte>> late = Task.Factory.StartNew(() => blocks.Get(root), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        looked.Wait(TestContext.Current.CancellationToken);
        byte[] first = blocks.Get(root).ToArray();
        goOn.Set();
        Assert.Equal(first, (await late).ToArray());
        Assert.Equal((1, 1L), (counting.Asked("Filecoin.ChainReadObj"), blocks.Count));
    }

    /// <summary>Blocks in memory; tells after each look at them which one it was.</summary>
    private sealed class LookedAt : IBlockstore
    {
        private readonly ConcurrentDictionary<Cid, ReadOnlyMemory<byte>> blocks = new();
        private int looks;

        public Action<int>? AfterLook { get; set; }

        public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
        {
            bool isThere = blocks.TryGetValue(cid, out block);
            AfterLook?.Invoke(Interlocked.Increment(ref looks));
            return isThere;
        }

        public void Put(Cid cid, ReadOnlyMemory<byte> block) => blocks[cid] = block;

        public bool Has(Cid cid) => blocks.ContainsKey(cid);
    }
}
