using Fvm.Abi;
using Fvm.Execution.State;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.State;

/// <summary>Actors and addresses, with nested transactions (ref-fvm fvm/src/state_tree.rs).</summary>
public class StateTreeTests
{
    /// <summary>
    /// Frozen: a state root is on chain, and if one changes, the encoding of state has changed, which is a fork. The figures of this test and
    /// of the next were computed by a program that shares nothing with this one (CBOR, SHA-256 and BLAKE2b by hand, in Python).
    /// </summary>
    [Fact]
    public void Root_of_three_actors_is_frozen()
    {
        StateTree tree = Empty(out _);
        tree.SetActor(new ActorId(1), new ActorState(Code.Account, StateRoot.EmptyInfoCid, 7, TokenAmount.FromFil(3), null));
        tree.SetActor(new ActorId(200), new ActorState(Code.Placeholder, StateRoot.EmptyInfoCid, 0, TokenAmount.Zero, World.Ethereum(1)));
        tree.SetActor(new ActorId(ulong.MaxValue), new ActorState(Code.EthAccount, Code.Account, ulong.MaxValue, new TokenAmount(1), null));
        Assert.Equal("bafy2bzacedixqgpdxa5ng2w2u6wgckqowrbhour6ajudbhmxw2m2frp7ygcgk", tree.Flush().ToString());
    }

    [Fact]
    public void Root_of_an_empty_tree_is_frozen() =>
        Assert.Equal("bafy2bzacea5kvshrbmhig767evdmtc7rmslswb5usgloeuzcoepdysahz6fnq", Empty(out _).Flush().ToString());

    [Fact]
    public void Flushed_tree_can_be_loaded()
    {
        StateTree tree = Empty(out MemoryBlockstore store);
        ActorState state = State(5);
        tree.SetActor(new ActorId(100), state);
        StateTree loaded = StateTree.Load(store, tree.Flush(), StateTreeVersion.V5);
        Assert.Equal(state, loaded.GetActor(new ActorId(100)));
        Assert.Null(loaded.GetActor(new ActorId(101)));
    }

    [Fact]
    public void Random_operations_in_nested_transactions_agree_with_a_plain_model()
    {
        var random = new Random(7);
        StateTree tree = Empty(out MemoryBlockstore store);
        Dictionary<ulong, ActorState> model = [];
        Stack<Dictionary<ulong, ActorState>> copies = new();
        for (int i = 0; i < 6_000; i++)
        {
            ulong id = (ulong)random.Next(40);
            switch (random.Next(10))
            {
                case 0 when copies.Count < 8:
                    tree.Begin();
                    copies.Push(new(model));
                    break;
                case 1 when copies.Count != 0:
                    bool revert = random.Next(2) == 0;
                    tree.End(revert);
                    Dictionary<ulong, ActorState> before = copies.Pop();
                    model = revert ? before : model;
                    break;
                case 2:
                    tree.DeleteActor(new ActorId(id));
                    model.Remove(id);
                    break;
                case 3 when copies.Count == 0:
                    Assert.Equal(Fresh(model), tree.Flush());
                    if (random.Next(3) == 0)
                        tree = StateTree.Load(store, tree.Flush(), StateTreeVersion.V5);
                    break;
                case < 7:
                    ActorState state = State((ulong)random.Next(1_000));
                    tree.SetActor(new ActorId(id), state);
                    model[id] = state;
                    break;
                default:
                    Assert.Equal(model.GetValueOrDefault(id), tree.GetActor(new ActorId(id)));
                    break;
            }
        }
    }

    [Fact]
    public void Root_does_not_depend_on_the_order_of_operations()
    {
        (ulong Id, ActorState State)[] actors = [.. Enumerable.Range(0, 200).Select(i => ((ulong)i * 37, State((ulong)i)))];
        HashSet<Cid> roots = [];
        for (int seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            StateTree tree = Empty(out _);
            foreach ((ulong id, ActorState state) in actors.OrderBy(_ => random.Next()).ToArray())
            {
                if (random.Next(4) == 0)
                    tree.SetActor(new ActorId(id), State(9_999));
                tree.SetActor(new ActorId(id), state);
                if (random.Next(4) == 0)
                    tree.SetActor(new ActorId(id + 1), State(1));
                tree.DeleteActor(new ActorId(id + 1));
                if (random.Next(10) == 0)
                    tree.Flush();
            }

            roots.Add(tree.Flush());
        }

        Assert.Single(roots);
    }

    [Fact]
    public void A_read_inside_of_a_reverted_transaction_does_no_harm()
    {
        StateTree tree = Empty(out _);
        tree.SetActor(new ActorId(1), State(1));
        tree.Flush();
        tree.Begin();
        Assert.NotNull(tree.GetActor(new ActorId(1)));
        tree.DeleteActor(new ActorId(1));
        Assert.Null(tree.GetActor(new ActorId(1)));
        tree.Begin();
        tree.SetActor(new ActorId(1), State(2));
        tree.End(revert: false);
        Assert.Equal(State(2), tree.GetActor(new ActorId(1)));
        tree.End(revert: true);
        Assert.Equal(State(1), tree.GetActor(new ActorId(1)));
    }

    [Fact]
    public void Addresses_resolve_by_the_uncommitted_state_of_Init()
    {
        var world = new World();
        StateTree tree = world.Tree;
        Address key = World.Key(2);
        Assert.False(tree.TryLookupId(key, out _));
        tree.Begin();
        Assert.Equal(new ActorId(World.InitialNextId), tree.RegisterNewAddress(key));
        Assert.Equal(new ActorId(World.InitialNextId + 1), tree.RegisterNewAddress(World.Key(3)));
        Assert.True(tree.TryLookupId(key, out ActorId id));
        Assert.Equal(new ActorId(World.InitialNextId), id);

        InitActorState state = InitActorState.Load(tree, out ActorState actor);
        Assert.Equal((World.InitialNextId + 2, "test"), (state.NextId, state.NetworkName));
        Assert.Equal(state.Save(tree.Store), actor.Head);
        tree.End(revert: true);
        Assert.False(tree.TryLookupId(key, out _));
        Assert.Equal(World.InitialNextId, InitActorState.Load(tree, out _).NextId);
    }

    [Fact]
    public void Init_may_map_an_address_itself()
    {
        // As the Init actor's code does: it writes its state through the kernel, and the tree sees it at once.
        var world = new World();
        StateTree tree = world.Tree;
        Address robust = Address.FromActorBytes([1]);
        Assert.False(tree.TryLookupId(robust, out _));
        InitActorState state = InitActorState.Load(tree, out ActorState actor);
        (InitActorState next, ActorId expected) = state.Register(tree.Store, robust);
        tree.SetActor(SingletonActors.Init, actor with { Head = next.Save(tree.Store) });
        Assert.True(tree.TryLookupId(robust, out ActorId id));
        Assert.Equal(expected, id);
    }

    [Fact]
    public void Flush_inside_of_a_transaction_is_fatal()
    {
        StateTree tree = Empty(out _);
        tree.Begin();
        Assert.Throws<FatalException>(() => tree.Flush());
        tree.End(revert: false);
        tree.Flush();
    }

    [Theory]
    [InlineData(StateTreeVersion.V0)]
    [InlineData(StateTreeVersion.V4)]
    public void Older_trees_are_refused_by_name(StateTreeVersion version)
    {
        var store = new MemoryBlockstore();
        Cid root = Root(store, version);
        FatalException refusal = Assert.Throws<FatalException>(() => StateTree.Load(store, root, StateTreeVersion.V5));
        Assert.Contains(version.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_or_malformed_trees_are_fatal()
    {
        var store = new MemoryBlockstore();
        Assert.Throws<FatalException>(() => StateTree.Load(store, Code.Account, StateTreeVersion.V5));
        Cid malformed = store.PutDagCbor(new byte[] { 0x80 });
        Assert.Throws<FatalException>(() => StateTree.Load(store, malformed, StateTreeVersion.V5));
    }

    [Fact]
    public void Without_an_Init_actor_resolution_is_fatal()
    {
        StateTree tree = Empty(out _);
        Assert.True(tree.TryLookupId(Address.FromId(5), out _));
        Assert.Throws<FatalException>(() => tree.TryLookupId(World.Key(1), out _));
    }

    private static ActorState State(ulong nonce) => new(Code.Account, StateRoot.EmptyInfoCid, nonce, new TokenAmount(nonce), null);

    /// <summary>The root of the same actors in a tree of their own.</summary>
    private static Cid Fresh(Dictionary<ulong, ActorState> actors)
    {
        StateTree tree = Empty(out _);
        foreach ((ulong id, ActorState state) in actors)
            tree.SetActor(new ActorId(id), state);
        return tree.Flush();
    }

    private static StateTree Empty(out MemoryBlockstore store)
    {
        store = new MemoryBlockstore();
        return StateTree.Load(store, Root(store, StateTreeVersion.V5), StateTreeVersion.V5);
    }

    private static Cid Root(MemoryBlockstore store, StateTreeVersion version)
    {
        Cid actors = new Hamt<ActorState>(store, ActorState.Codec(version)).Flush();
        return store.PutDagCbor(ChainEncoding.ToCbor(new StateRoot(version, actors, StateRoot.EmptyInfoCid)));
    }
}
