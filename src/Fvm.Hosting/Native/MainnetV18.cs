using Fvm.Ipld;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Native;

/// <summary>
/// The code CIDs of release v18 of the built-in actors for mainnet. Source: the manifest bafy2bzacedxsqapxwj5znwy4leem5gsuenhhfyqcntews3yis5iek67thy6lc of the
/// bundle that builtin-actors v18.0.0 released for mainnet. State refers to them, so native actors answer to the same.
/// </summary>
internal static class MainnetV18
{
    public static ActorManifest Actors { get; } = new(
    [
        Entry(BuiltinActor.System, "bafk2bzaceb6wbrd6oqnplfdawnu6n27gwwajtfj4xjq3k54uq77ynniniyzce"),
        Entry(BuiltinActor.Init, "bafk2bzacedrpq4kw6x7cq72w4g4fw56wj6ml4b3doeay6jyivm4dhkxijbe62"),
        Entry(BuiltinActor.Cron, "bafk2bzaceakrzoywbqj4wrjyo33azrpozkn2rwb7qidfmsda42zpyqmiohn7o"),
        Entry(BuiltinActor.Account, "bafk2bzacebt5o43hdveql4tqrnr7bg62by3d336ddsfl3l72xedhlsrbe6nia"),
        Entry(BuiltinActor.Power, "bafk2bzaced6wh6odb572jjegr6vxoukzfblp7vogipaub5rsljbpo5mo35a5i"),
        Entry(BuiltinActor.Miner, "bafk2bzacead23tnh3ywx2cwudftngssfjgptsvr3nao7xv6mcfot7gvju4bak"),
        Entry(BuiltinActor.Market, "bafk2bzacedddzlqirkt63auacz4eogkswfjhbayc4mlrsvsxix4kbnj22mjmy"),
        Entry(BuiltinActor.PaymentChannel, "bafk2bzacebuw6l22xfht4gv4q5ltk66sy6ibp6ou63wvy6zaiyzievu3cl4v2"),
        Entry(BuiltinActor.Multisig, "bafk2bzacecgyiuanstjcdo43xkax274hmyyfiw7ju44uvcyreayonp7r3fmls"),
        Entry(BuiltinActor.Reward, "bafk2bzacec53jz3itt55424ebyn2ea3rc62zvyyrnscx3gkv4ulw2hholxiii"),
        Entry(BuiltinActor.VerifiedRegistry, "bafk2bzacebnep6ruikyegl6jo6jdd7dmrk2vrk4xmywoq2g6ps5tmvutu3zbe"),
        Entry(BuiltinActor.DataCap, "bafk2bzacedc2r4rf2cnofn5zhnxawhkn445hqgiptfsd4746ejnkmga4uz2ze"),
        Entry(BuiltinActor.Placeholder, "bafk2bzacedfvut2myeleyq67fljcrw4kkmn5pb5dpyozovj7jpoez5irnc3ro"),
        Entry(BuiltinActor.Evm, "bafk2bzacea57ib7fosqleehx5z6uvockk3xk5wqycmge5m4rfq4ptr7xrkfsi"),
        Entry(BuiltinActor.Eam, "bafk2bzacec4bwptvkfvc22s2pqm4zdv77aorypuykq33dwlbmguc5tlpsuexw"),
        Entry(BuiltinActor.EthAccount, "bafk2bzacecb3ebhbvmyaf5lhvdolndxfckuoxugs6hswoapxwacye7hax75ou"),
    ]);

    private static ManifestEntry Entry(BuiltinActor actor, string code) => new(actor.ManifestName(), Cid.Parse(code));
}
