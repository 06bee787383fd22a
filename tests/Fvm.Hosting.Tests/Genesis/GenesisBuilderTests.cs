using System.Text;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Genesis;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests.Genesis;

public class GenesisBuilderTests
{
    private const string Description = """
        {
          "network": "testnet", // a comment
          "accounts": [
            { "address": "f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "balance": "1000 FIL" },
            { "address": "f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a", "balance": 5 },
            { "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "balance": "10000 FIL" },
            { "type": "secp256k1", "balance": "7 attoFIL",
              "publicKey": "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8" },
          ],
          "multisigs": [
            { "signers": ["f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "f0101"], "threshold": 2, "balance": "100 FIL", "unlockDuration": 2880 },
            { "signers": ["f0100"], "threshold": 1 }
          ],
          "verifiedRegistry": {
            "root": "f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy",
            "verifiers": [{ "address": "f0101", "allowance": "1 PiB" }]
          },
          "cron": CRON,
          "nextId": 1000
        }
        """;

    /// <summary>
    /// The state of the description above, frozen: whoever changes it changes every network that begins with this builder. It is what the constructors of the
    /// released bundle write, too, which a test below shows where there is the bundle.
    /// </summary>
    private const string FrozenRoot = "bafy2bzacea2ltc4kjqab4e7wtacayvr24xzxyrxfcilx6geydzxk6hxunypny";

    [Fact]
    public void TheRootIsFrozen()
    {
        var store = new MemoryBlockstore();
        GenesisState state = new GenesisBuilder(Spec("false")).Build(store);
        Assert.Equal(FrozenRoot, state.Root.ToString());
    }

    [Fact]
    public void TheBundlesConstructorsComeToTheSameRoot()
    {
        ActorBundle bundle = Bundle();
        var own = new MemoryBlockstore();
        GenesisState wasm = new GenesisBuilder(Spec("false")).WithBundle(bundle).Build(own);
        GenesisState native = new GenesisBuilder(Spec("false")).Build(new MemoryBlockstore());
        Assert.Equal(wasm.Root, native.Root);
        Assert.Equal(wasm.Accounts, native.Accounts);
        Assert.Equal(wasm.Multisigs, native.Multisigs);
    }

    [Fact]
    public void WithABundleCronHasItsTable()
    {
        GenesisState withCron = new GenesisBuilder(Spec("null")).WithBundle(Bundle()).Build(new MemoryBlockstore());
        GenesisState asked = new GenesisBuilder(Spec("true")).Build(new MemoryBlockstore());
        Assert.Equal(withCron.Root, asked.Root);
    }

    [Fact]
    public void AllFilIsThere()
    {
        var store = new MemoryBlockstore();
        GenesisState state = new GenesisBuilder(Spec("null")).Build(store);
        TokenAmount sum = TokenAmount.Zero;
        Actors(store, state.Root).ForEach((_, actor) => sum += actor.Balance);
        Assert.Equal(TokenAmount.FromFil(GenesisBuilder.TotalFil), sum);
    }

    [Theory]
    [InlineData("f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "\"root\": \"f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy\",")]
    [InlineData("an account that is made for it", "\"root\": \"f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba\",")]
    [InlineData("a multisig", "\"root\": { \"signers\": [\"f0100\", \"f0101\"], \"threshold\": 2 },")]
    [InlineData("nobody", "")]
    public void InvariantsHoldWhoeverIsTheRegistrysRoot(string who, string root)
    {
        var store = new MemoryBlockstore();
        string json = Description.Replace("CRON", "false", StringComparison.Ordinal)
            .Replace("\"root\": \"f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy\",", root, StringComparison.Ordinal);
        GenesisState state = new GenesisBuilder(GenesisSpecJson.Read(Encoding.UTF8.GetBytes(json))).Build(store);
        InvariantLog log = StateInvariants.Check(store, state.Root, state.Manifest, epoch: 0, out TokenAmount supply);
        Assert.True(log.IsEmpty, $"{who}: {string.Join("; ", log.Broken)}");
        Assert.Equal(TokenAmount.FromFil(GenesisBuilder.TotalFil), supply);
    }

    [Fact]
    public void ActorsHaveTheirIds()
    {
        var store = new MemoryBlockstore();
        GenesisState state = new GenesisBuilder(Spec("null")).Build(store);
        Hamt<ActorState> actors = Actors(store, state.Root);
        var ids = new SortedDictionary<ulong, BuiltinActor>();
        actors.ForEach((key, actor) =>
        {
            Assert.True(Address.TryFromBytes(key.Span, out Address? address) && address.TryGetId(out _));
            address.TryGetId(out ulong id);
            Assert.True(state.Manifest.TryGetActor(actor.Code, out BuiltinActor type));
            ids[id] = type;
        });
        Assert.Equal(
            "0 System, 1 Init, 2 Reward, 3 Cron, 4 Power, 5 Market, 6 VerifiedRegistry, 7 DataCap, 10 Eam, 90 Account, 99 Account, 100 Account, 101 Account, "
                + "102 Placeholder, 103 Account, 104 Multisig, 105 Multisig, 106 EthAccount",
            string.Join(", ", ids.Select(entry => $"{entry.Key} {entry.Value}")));
        Assert.Equal([100UL, 101, 102, 103], state.Accounts.Select(account => account.Value.Value));
        Assert.Equal([104UL, 105], state.Multisigs.Select(multisig => multisig.Value.Value));
    }

    [Fact]
    public void AccountsCanSend()
    {
        var store = new MemoryBlockstore();
        GenesisState state = new GenesisBuilder(Spec("null")).Build(store);
        VirtualMachine machine = new VirtualMachineBuilder(NetworkVersion.V28).OnState(store, state.Root).AtTipset(1).WithCode(NativeCode.Mainnet).Build();
        ApplyResult sent = machine.Apply(new Message
        {
            From = state.Accounts[0].Key,
            To = state.Multisigs[0].Key,
            Value = TokenAmount.FromFil(1),
            GasLimit = 10_000_000,
        });
        Assert.True(sent.Receipt.ExitCode.IsSuccess, sent.Failure);
        Assert.True(machine.TryGetActor(state.Multisigs[0].Key, out ActorState? multisig));
        Assert.Equal(TokenAmount.FromFil(101), multisig.Balance);
    }

    [Theory]
    [InlineData("{}", "$.network is missing")]
    [InlineData("[", "is no JSON")]
    [InlineData("""{ "network": "x", "accounts": [{ "address": "f1abc" }] }""", "$.accounts[0].address is no address: 'f1abc'")]
    [InlineData("""{ "network": "x", "accounts": [{ "address": "f0100" }] }""", "account f0100 has no key")]
    [InlineData("""{ "network": "x", "accounts": [{ "type": "rsa", "publicKey": "00" }] }""", "$.accounts[0].type is 'rsa'")]
    [InlineData("""{ "network": "x", "acounts": [] }""", "$.acounts is unknown")]
    [InlineData("""{ "network": "x", "networkVersion": 27 }""", "other versions need a bundle")]
    [InlineData("""{ "network": "x", "nextId": 7 }""", "the next id cannot be 7")]
    [InlineData("""{ "network": "x", "multisigs": [{ "signers": [], "threshold": 1 }] }""", "multisig 0: exit 16")]
    [InlineData("""{ "network": "x", "accounts": [{ "address": "f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", "balance": "900000001 FIL" }] }""", "there are 900000000 FIL to give away")]
    public void BadDescriptionsSayWhatAndWhere(string json, string expected)
    {
        GenesisException refused = Assert.Throws<GenesisException>(
            () => new GenesisBuilder(GenesisSpecJson.Read(Encoding.UTF8.GetBytes(json))).Build(new MemoryBlockstore()));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    internal static GenesisSpec Spec(string cron) => GenesisSpecJson.Read(Encoding.UTF8.GetBytes(Description.Replace("CRON", cron, StringComparison.Ordinal)));

    private static Hamt<ActorState> Actors(IBlockstore store, Cid root)
    {
        Assert.True(ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state));
        return Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version));
    }

    private static ActorBundle Bundle()
    {
        string? folder = Environment.GetEnvironmentVariable("FVM_BUNDLES");
        ActorsReleases.TryGetManifest(18, out string? manifest);
        ActorBundle? bundle = null;
        if (string.IsNullOrEmpty(folder) || !new BundleStore(folder).TryOpen(Cid.Parse(manifest!), out bundle))
            Assert.Skip("FVM_BUNDLES names no folder with the mainnet bundle of release v18");
        return bundle!;
    }
}
