using System.Collections.Concurrent;
using Fvm.Ipld;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Forks;

/// <summary>
/// Reads what the funding of accounts is going to look at, of all of them at the same time: one after the other each would wait for the upstream once a level of two HAMTs. It changes
/// nothing but when blocks come. What cannot be read is left to who needs it, and says why.
/// </summary>
internal static class ReadAhead
{
    /// <summary>Reads the paths to some accounts, and to the ids that those get which are not there yet.</summary>
    /// <param name="blocks">The blocks of the fork.</param>
    /// <param name="root">The state.</param>
    /// <param name="addresses">Keys of the accounts.</param>
    /// <param name="atOnce">How many are looked for at once, at most.</param>
    public static void Accounts(IBlockstore blocks, Cid root, IReadOnlyList<Address> addresses, int atOnce)
    {
        int missing = 0;
        Each([.. addresses, SingletonActors.Reserve.ToAddress()], atOnce, address =>
        {
            if (new ChainState(blocks, root).Actor(address) is null)
                Interlocked.Increment(ref missing);
        });
        if (missing == 0)
            return;
        ulong next = new StateEditor(blocks, root).NextId;
        Each([.. Enumerable.Range(0, missing).Select(i => new ActorId(next + (ulong)i))], atOnce, id => new ChainState(blocks, root).Actor(id));
    }

    private static void Each<T>(IReadOnlyCollection<T> items, int atOnce, Action<T> look)
    {
        var waiting = new ConcurrentQueue<T>(items);
        // Threads of their own: those of the pool are two, and all that these do is wait.
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(atOnce, items.Count)).Select(_ => new Thread(Work) { IsBackground = true, Name = "fvm read ahead" })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        void Work()
        {
            try
            {
                while (waiting.TryDequeue(out T? item))
                    look(item);
            }
            catch (Exception failed) when (failed is IpldException or BlockUnavailableException)
            {
                waiting.Clear();
            }
        }
    }
}
