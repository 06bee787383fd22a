using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>Changes of a state tree that no message makes. Each gives a new root; the old state stays.</summary>
internal static class StateEditor
{
    /// <summary>Raises the nonces of actors for whom somebody acted, so that no two of their messages are the same.</summary>
    public static Cid CountMessages(IBlockstore blocks, Cid root, IReadOnlyDictionary<ActorId, ulong> counts) => Edit(blocks, root, actors =>
    {
        foreach ((ActorId id, ulong count) in counts.OrderBy(static entry => entry.Key))
        {
            if (actors.TryGet(id.ToAddress().Bytes, out ActorState? actor))
                actors.Set(id.ToAddress().Bytes, actor with { Nonce = actor.Nonce + count });
        }
    });

    /// <summary>Changes the lines of actors.</summary>
    public static Cid Edit(IBlockstore blocks, Cid root, Action<Hamt<ActorState>> change)
    {
        if (!ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? tree))
            throw new IpldException($"{root} is no state root");
        Hamt<ActorState> actors = Hamt<ActorState>.Load(blocks, tree.Actors, ActorState.Codec(tree.Version));
        change(actors);
        return blocks.PutDagCbor(ChainEncoding.ToCbor(tree with { Actors = actors.Flush() }));
    }
}
