using Fvm.Ipld;

namespace Fvm.Node.Queries;

/// <summary>The states that were looked at last, opened once each. For any number of threads.</summary>
internal sealed class StateCache(IBlockstore blocks)
{
    private const int Capacity = 32;

    private readonly Lock sync = new();
    private readonly LinkedList<ChainState> newestFirst = [];

    public ChainState Open(Cid root)
    {
        lock (sync)
        {
            for (LinkedListNode<ChainState>? node = newestFirst.First; node is not null; node = node.Next)
            {
                if (!node.Value.Root.Equals(root))
                    continue;
                newestFirst.Remove(node);
                newestFirst.AddFirst(node);
                return node.Value;
            }

            var state = new ChainState(blocks, root, newestFirst.First?.Value);
            newestFirst.AddFirst(state);
            if (newestFirst.Count > Capacity)
                newestFirst.RemoveLast();
            return state;
        }
    }
}
