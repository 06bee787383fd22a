using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol.State;

namespace Fvm.Protocol.Tests.State;

/// <summary>State records. Layouts are frozen: every state root depends on them.</summary>
public class StateTests
{
    private static readonly Cid Code = Cid.Create(Multicodec.Raw, Multicodec.Identity, "fil/1/x"u8);
    private const string CodeHex = "d82a4c00" + "015500" + "07" + "66696c2f312f78";
    private const string EmptyHex = "d82a5827000171a0e4022045b0cfc220ceec5b7c1c62c4d4193d38e4eba48e8815729ce75f9c0ab0e4c1c0";

    [Fact]
    public void The_empty_state_is_known_by_its_cid()
    {
        // vm-facts 7: what new actors start with.
        Assert.Equal("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a", StateRoot.EmptyInfoCid.ToString());
        Assert.Equal([0x80], StateRoot.EmptyInfo.ToArray());
        ActorState empty = ActorState.CreateEmpty(Code, null);
        Assert.Equal((StateRoot.EmptyInfoCid, 0UL, TokenAmount.Zero), (empty.Head, empty.Nonce, empty.Balance));
    }

    [Theory]
    [InlineData(StateTreeVersion.V4, false, "84", "")]
    [InlineData(StateTreeVersion.V0, false, "84", "")]
    [InlineData(StateTreeVersion.V5, false, "85", "f6")]
    [InlineData(StateTreeVersion.V5, true, "85", "43040aff")]
    public void Actor_states(StateTreeVersion version, bool delegated, string head, string tail)
    {
        ActorState actor = new(Code, Code, 300, TokenAmount.FromAtto(200), delegated ? Address.FromDelegated(10, [0xff]) : null);
        string hex = head + CodeHex + CodeHex + "19012c" + "4200c8" + tail;
        CborCodec<ActorState> codec = ActorState.Codec(version);
        Assert.Equal(hex, Convert.ToHexStringLower(codec.Encode(actor)));
        Assert.True(codec.TryDecode(Convert.FromHexString(hex), out ActorState? back));
        Assert.Equal(actor, back);

        CborCodec<ActorState> other = ActorState.Codec(version == StateTreeVersion.V5 ? StateTreeVersion.V4 : StateTreeVersion.V5);
        Assert.False(other.TryDecode(Convert.FromHexString(hex), out _));
    }

    [Fact]
    public void A_four_field_layout_drops_the_delegated_address()
    {
        ActorState actor = ActorState.CreateEmpty(Code, Address.FromDelegated(10, [1]));
        Assert.True(ActorState.Codec(StateTreeVersion.V4).TryDecode(ActorState.Codec(StateTreeVersion.V4).Encode(actor), out ActorState? back));
        Assert.Null(back.DelegatedAddress);
    }

    [Theory]
    [InlineData("8305", true)]
    [InlineData("8300", true)]
    [InlineData("8306", false)]
    [InlineData("8320", false)]
    [InlineData("8205", false)]
    public void State_roots(string head, bool good)
    {
        byte[] bytes = Convert.FromHexString(head + CodeHex + CodeHex);
        Assert.Equal(good, ChainEncoding.TryFromCbor<StateRoot>(bytes, out StateRoot? root));
        if (root is not null)
            Assert.Equal(bytes, ChainEncoding.ToCbor(root));
    }

    [Fact]
    public void Builtin_actors_have_the_manifests_names()
    {
        string[] names =
        [
            "system", "init", "cron", "account", "storagepower", "storageminer", "storagemarket", "paymentchannel", "multisig", "reward", "verifiedregistry",
            "datacap", "placeholder", "evm", "eam", "ethaccount",
        ];
        Assert.Equal(names, Enum.GetValues<BuiltinActor>().Select(static actor => actor.ManifestName()));
        foreach (BuiltinActor actor in Enum.GetValues<BuiltinActor>())
            Assert.True(BuiltinActorNames.TryFromManifestName(actor.ManifestName(), out BuiltinActor back) && back == actor);
        Assert.False(BuiltinActorNames.TryFromManifestName("System", out _));
        Assert.False(BuiltinActorNames.TryFromManifestName("", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((BuiltinActor)0).ManifestName());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((BuiltinActor)17).ManifestName());
    }

    [Fact]
    public void A_manifest_counts_its_lines_from_one_and_goes_by_name()
    {
        Cid[] codes = [.. Enumerable.Range(0, 6).Select(static i => Cid.Create(Multicodec.Raw, Multicodec.Identity, [(byte)i]))];
        // Not the usual order, and a name nobody knows.
        ActorManifest manifest = new([
            new ManifestEntry("init", codes[0]), new ManifestEntry("system", codes[1]), new ManifestEntry("guest", codes[2]), new ManifestEntry("eam", codes[3]),
            new ManifestEntry("account", codes[4]),
        ]);
        Assert.True(ChainEncoding.TryFromCbor<ActorManifest>(ChainEncoding.ToCbor(manifest), out ActorManifest? read));
        Assert.Equal(manifest.Entries, read.Entries);

        Assert.True(read.TryGetId(codes[0], out uint id) && id == 1);
        Assert.True(read.TryGetId(codes[2], out id) && id == 3);
        Assert.False(read.TryGetId(codes[5], out id));
        Assert.Equal(0U, id);
        Assert.True(read.TryGetActor(codes[0], out BuiltinActor actor) && actor == BuiltinActor.Init);
        Assert.False(read.TryGetActor(codes[2], out _));
        Assert.True(read.TryGetCode(4, out Cid? code) && code == codes[3]);
        Assert.False(read.TryGetCode(0U, out _));
        Assert.False(read.TryGetCode(6, out _));
        Assert.True(read.TryGetCode(BuiltinActor.Account, out code) && code == codes[4]);
        Assert.False(read.TryGetCode(BuiltinActor.Evm, out _));
        Assert.Equal(["placeholder", "ethaccount"], read.MissingNames);
    }

    [Fact]
    public void In_a_manifest_the_later_line_wins()
    {
        Cid a = Cid.Create(Multicodec.Raw, Multicodec.Identity, [1]);
        Cid b = Cid.Create(Multicodec.Raw, Multicodec.Identity, [2]);
        ActorManifest manifest = new([new ManifestEntry("evm", a), new ManifestEntry("evm", b), new ManifestEntry("eam", a)]);
        Assert.True(manifest.TryGetCode(BuiltinActor.Evm, out Cid? code) && code == b);
        Assert.True(manifest.TryGetId(a, out uint id) && id == 3);
        Assert.True(manifest.TryGetCode(1, out code) && code == a);
    }

    [Fact]
    public void A_state_root_s_info_is_the_empty_array()
        => Assert.EndsWith(EmptyHex, Convert.ToHexStringLower(ChainEncoding.ToCbor(new StateRoot(StateTreeVersion.V5, Code, StateRoot.EmptyInfoCid))), StringComparison.Ordinal);
}
