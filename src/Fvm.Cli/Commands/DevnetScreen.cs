using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Bundles;
using Fvm.Node;
using Fvm.Node.Forks;
using Fvm.Node.Genesis;
using Fvm.Node.Rpc;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary>What <c>fvm devnet</c> says when it is ready.</summary>
internal static class DevnetScreen
{
    private const int ShownAccounts = 3;

    /// <summary>The first screen: addresses, accounts, what is there and what is not.</summary>
    public static void Print(Devnet net, DevnetServer server, TimeSpan start)
    {
        DevnetOptions options = net.Options;
        string actors = options.Fork is { UpstreamActors: true } ? "actors of the forked chain, exact gas" : net.ActorsManifest is { } manifest ? $"actors of the bundle {manifest.ToString()[..14]}…, exact gas" : "actors in C#, modelled gas";
        Line($"fvm devnet {Version}   Filecoin nv{(int)net.NetworkVersion} · {actors} · FEVM   ready in {start.TotalSeconds:0.00} s");
        Line($"");
        Line($"  Ethereum RPC   {Plain(server.HttpUri)}   {Plain(server.WebSocketUri)}");
        Line($"  Filecoin RPC   {Plain(server.HttpUris[^1])}/rpc/v1 (same node)");
        Line($"  Chain id {options.ChainId}   mining {Mining(options)}   epoch {net.Head.Height}   base fee {net.Head.NextBaseFee.Atto} attoFIL   finality {(options.Finality == DevnetFinality.Instant ? "instant" : "30 and 900 epochs")}");
        if (options.Gas == DevnetGas.Lenient)
            Line($"  Gas limits of Ethereum transactions are raised where they are too low (--gas lenient): what passes here may fail on the network");
        if (options.Deferred)
            Line($"  Results come one tipset late (--deferred){(options.Mining == MiningMode.Instant ? ", which without --block-time is the heartbeat's, after 30 s" : "")}");
        if (net.Fork is { } fork)
            Line($"  Fork of {fork.Endpoint.Shown} ({options.NetworkName}) after epoch {fork.Epoch}: {fork.Requests} requests, {fork.Blocks} blocks read so far{(options.Fork!.RunsCron ? "" : "; no cron, no block rewards")}");
        Line($"");
        string words = options.Mnemonic == DevnetOptions.TestMnemonic ? "test test … junk" : options.Mnemonic;
        Line($"  Accounts ({options.Balance.ToFilString()} each)   mnemonic: {words}   m/44'/60'/0'/0/i");
        foreach (DevnetAccount account in net.Accounts.Take(ShownAccounts))
            Line($"  {account.Index}  {account.Ethereum.ToChecksumString()}  {Testnet(account.Delegated)}  {Id(net, account.Delegated)}");
        if (net.Accounts.Count > ShownAccounts)
            Line($"  …  fvm accounts --keys   shows all {net.Accounts.Count} with private keys (public test keys: never use them elsewhere)");
        Line($"  native  {Testnet(net.Secp.Address)}  {Short(Testnet(net.Bls.Address))}");
        Line($"");
        if (options.KnownContracts)
            Line($"  Ready for you   Multicall3 0xcA11…CA11 · CREATE2 deployer 0x4e59…956C");
        if (options is { Bundle: null, Fork: null })
            Line($"  Not here yet    storage actors in C#: no block reward, miner or deals (run real ones with --actors FILE.car)");
        Line($"  Next            fvm config hardhat | foundry | viem     fvm doctor     fvm --help");
        Line($"");
    }

    /// <summary>The same for programs, with keys.</summary>
    public static JsonObject Json(Devnet net, DevnetServer server) => new()
    {
        ["version"] = Version,
        ["networkVersion"] = (int)net.NetworkVersion,
        ["actors"] = RunsUpstreamActors(net) ? "upstream" : net.ActorsManifest?.ToString() ?? "native",
        ["gas"] = net.ActorsManifest is null ? "modelled" : "exact",
        ["chainId"] = net.Options.ChainId,
        ["fork"] = Fork(net.Fork),
        ["http"] = Plain(server.HttpUri),
        ["ws"] = Plain(server.WebSocketUri),
        ["listeners"] = new JsonArray([.. server.HttpUris.Select(static uri => (JsonNode)Plain(uri))]),
        ["contracts"] = net.Options.KnownContracts
            ? new JsonObject { ["multicall3"] = KnownContracts.Multicall3.Address.ToChecksumString(), ["create2Deployer"] = KnownContracts.Create2Deployer.Address.ToChecksumString() }
            : new JsonObject(),
        ["mnemonic"] = net.Options.Mnemonic,
        ["accounts"] = new JsonArray([.. net.Accounts.Select(account => (JsonNode)new JsonObject
        {
            ["ethereum"] = account.Ethereum.ToChecksumString(),
            ["delegated"] = Testnet(account.Delegated),
            ["id"] = Id(net, account.Delegated),
            ["privateKey"] = "0x" + Convert.ToHexStringLower(account.PrivateKey.Span),
        })]),
        ["native"] = new JsonArray([.. new[] { net.Secp, net.Bls }.Select(account => (JsonNode)new JsonObject
        {
            ["address"] = Testnet(account.Address),
            ["id"] = Id(net, account.Address),
            ["privateKey"] = "0x" + Convert.ToHexStringLower(account.PrivateKey.Span),
        })]),
    };

    private static bool RunsUpstreamActors(Devnet net) => net.Options.Fork is { UpstreamActors: true };

    private static JsonObject? Fork(ForkReport? fork) => fork is null ? null : new JsonObject
    {
        ["url"] = fork.Endpoint.Shown,
        ["epoch"] = fork.Epoch,
        ["tipset"] = new JsonArray([.. fork.Key.Cids.Select(static cid => (JsonNode)cid.ToString())]),
        ["requests"] = fork.Requests,
        ["blocks"] = fork.Blocks,
        ["bytes"] = fork.Bytes,
    };

    private static string Version { get; } = typeof(DevnetScreen).Assembly.GetName().Version!.ToString(3);

    private static string Mining(DevnetOptions options) => options.Mining switch
    {
        MiningMode.Instant => "instant",
        MiningMode.Manual => "on demand (fvm mine)",
        _ => string.Create(CultureInfo.InvariantCulture, $"every {options.BlockTime.TotalSeconds} s"),
    };

    private static string Testnet(Address address) => address.ToString(AddressNetwork.Testnet);

    /// <summary>Null where the state does not have the account: after --load of another one.</summary>
    private static string? Id(Devnet net, Address address) => net.IdOf(address) is { } id ? Testnet(id.ToAddress()) : null;

    private static string Short(string address) => $"{address[..18]}…{address[^6..]}";

    private static string Plain(Uri uri) => uri.GetLeftPart(UriPartial.Authority);

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
