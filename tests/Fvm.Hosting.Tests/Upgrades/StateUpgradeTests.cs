using Fvm.Hosting.Bundles;
using Fvm.Hosting.Genesis;
using Fvm.Hosting.Upgrades;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests.Upgrades;

/// <summary>States brought to later network versions. What swaps code needs FVM_BUNDLES.</summary>
public sealed class StateUpgradeTests
{
    [Theory]
    [InlineData(16, 17, "network version 17 (Shark) wrote the states of the market, the miners and the verified registry anew")]
    [InlineData(17, 29, "network version 18 (Hygge) wrote the states of the init actor anew")]
    [InlineData(20, 21, "network version 21 (Watermelon) wrote the states of the miners anew, which is not done here: begin a network at version 21")]
    [InlineData(23, 26, "network version 24 (TukTuk) wrote the states of the power actor anew")]
    [InlineData(28, 27, "a network's version only rises: it is 28, not to be 27 again")]
    [InlineData(15, 16, "network version 15 is none of 16 to 29")]
    [InlineData(29, 30, "network version 30 is none of 16 to 29")]
    [InlineData(28, 29, "network version 29 has the actors v19: a bundle of them is needed")]
    public void What_cannot_be_done_is_refused(uint from, uint to, string reason)
    {
        var blocks = new MemoryBlockstore();
        Cid root = new GenesisBuilder(Spec(NetworkVersion.V28)).Build(blocks).Root;
        UpgradeException refused = Assert.Throws<UpgradeException>(() => StateUpgrade.Apply(blocks, root, (NetworkVersion)from, (NetworkVersion)to, null));
        Assert.StartsWith(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NetworkVersion.V19, NetworkVersion.V20)]
    [InlineData(NetworkVersion.V25, NetworkVersion.V26)]
    [InlineData(NetworkVersion.V28, NetworkVersion.V28)]
    public void Where_the_actors_stay_the_state_stays(NetworkVersion from, NetworkVersion to)
    {
        var blocks = new MemoryBlockstore();
        Cid root = new GenesisBuilder(Spec(NetworkVersion.V28)).Build(blocks).Root;
        Assert.Equal(root, StateUpgrade.Apply(blocks, root, from, to, null));
    }

    /// <summary>Genesis of one release, upgraded, is genesis of the next one where the upgrade changed code alone: the constructors write the same states.</summary>
    [Theory]
    [InlineData(NetworkVersion.V22, NetworkVersion.V23)]
    [InlineData(NetworkVersion.V26, NetworkVersion.V27)]
    [InlineData(NetworkVersion.V25, NetworkVersion.V28)]
    [InlineData(NetworkVersion.V27, NetworkVersion.V28)]
    public void Genesis_upgraded_is_the_next_ones_genesis(NetworkVersion from, NetworkVersion to)
    {
        (ActorBundle old, ActorBundle next) = (Bundle(from), Bundle(to));
        var blocks = new MemoryBlockstore();
        Cid root = new GenesisBuilder(Spec(from)).WithBundle(old).Build(blocks).Root;
        Cid wanted = new GenesisBuilder(Spec(to)).WithBundle(next).Build(new MemoryBlockstore()).Root;
        Assert.NotEqual(root, wanted);
        Assert.Equal(wanted, StateUpgrade.Apply(blocks, root, from, to, next));
        // The new code lies beside the state.
        Assert.All(next.Actors.Entries, entry => Assert.True(blocks.Has(entry.Code)));
        Assert.Throws<UpgradeException>(() => StateUpgrade.Apply(blocks, root, from, to, null));
        Assert.Contains($"the bundle {old.Manifest} has ", Assert.Throws<UpgradeException>(() => StateUpgrade.Apply(blocks, root, from, to, old)).Message, StringComparison.Ordinal);
    }

    /// <summary>FIP-0085: the reserve is a multisig no more, and keeps what it owns.</summary>
    [Fact]
    public void Version_23_makes_an_account_of_a_reserve_that_is_a_multisig()
    {
        (ActorBundle old, ActorBundle next) = (Bundle(NetworkVersion.V22), Bundle(NetworkVersion.V23));
        var blocks = new MemoryBlockstore();
        GenesisSpec spec = Spec(NetworkVersion.V22) with { Multisigs = [new GenesisMultisig([Address.FromId(100)], 1, TokenAmount.FromFil(3))] };
        GenesisState genesis = new GenesisBuilder(spec).WithBundle(old).Build(blocks);
        (StateRoot tree, Hamt<ActorState> actors) = Open(blocks, genesis.Root);
        Assert.True(actors.TryGet(genesis.Multisigs[0].Value.ToAddress().Bytes, out ActorState? multisig));
        byte[] reserve = Address.FromId(90).Bytes.ToArray();
        actors.Set(reserve, multisig);
        Cid root = blocks.PutDagCbor(ChainEncoding.ToCbor(tree with { Actors = actors.Flush() }));

        (_, actors) = Open(blocks, StateUpgrade.Apply(blocks, root, NetworkVersion.V22, NetworkVersion.V23, next));
        Assert.True(actors.TryGet(reserve, out ActorState? account));
        Assert.True(next.Actors.TryGetActor(account.Code, out BuiltinActor type));
        Assert.Equal((BuiltinActor.Account, multisig.Balance, multisig.Nonce), (type, account.Balance, account.Nonce));
        // [address], CBOR: an array of one byte string, f090.
        Assert.Equal("8142005a", Convert.ToHexStringLower(blocks.Get(account.Head).Span));
        Assert.True(actors.TryGet(genesis.Multisigs[0].Value.ToAddress().Bytes, out ActorState? other) && other.Head == multisig.Head);
    }

    private static (StateRoot Tree, Hamt<ActorState> Actors) Open(MemoryBlockstore blocks, Cid root)
    {
        Assert.True(ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? tree));
        return (tree, Hamt<ActorState>.Load(blocks, tree.Actors, ActorState.Codec(tree.Version)));
    }

    private static GenesisSpec Spec(NetworkVersion version) => new()
    {
        NetworkName = "upgraded",
        NetworkVersion = version,
        NextId = 1000,
        Accounts = [new GenesisAccount(Address.Parse("f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy"), TokenAmount.FromFil(7)), new GenesisAccount(Address.FromEthereum(new byte[20]), TokenAmount.FromFil(1))],
    };

    private static ActorBundle Bundle(NetworkVersion version)
    {
        if (Environment.GetEnvironmentVariable("FVM_BUNDLES") is not { Length: > 0 } folder)
        {
            Assert.Skip("FVM_BUNDLES is not set: no bundles of wasm actors");
            return null;
        }

        Assert.True(ActorsReleases.TryGetManifest(StateUpgrade.ActorsOf(version), out string? manifest));
        if (new BundleStore(folder).TryOpen(Cid.Parse(manifest), out ActorBundle? bundle))
            return bundle;
        Assert.Skip($"the bundle {manifest} is not in {folder}");
        return null;
    }
}
