using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Protocol;

namespace Fvm.Cli.Nodes;

/// <summary>How something is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Unusual: some tools mind.</summary>
    Odd,

    /// <summary>Things will fail.</summary>
    Wrong,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="What">What it was.</param>
/// <param name="Health">How it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do, if anything.</param>
internal sealed record Finding(string What, Health Health, string Found, string? Advice = null);

/// <summary>What <c>fvm doctor</c> looks at. The limits are those of real clients.</summary>
internal sealed class NodeExamination
{
    /// <summary>iso-filecoin takes a node for unsynced when its head is older than this, or newer than <see cref="MaxAhead"/>.</summary>
    private const int MaxAge = 130;

    private const int MaxAhead = 3;

    private static readonly string[] Neighbours = ["http://127.0.0.1:8545", "http://127.0.0.1:1234/rpc/v1"];

    private readonly NodeClient node;
    private readonly List<Finding> findings = [];

    private NodeExamination(NodeClient node) => this.node = node;

    public static IReadOnlyList<Finding> Run(NodeClient node)
    {
        var examination = new NodeExamination(node);
        examination.All();
        return examination.findings;
    }

    private void All()
    {
        BigInteger? chain = Answers();
        if (chain is null)
        {
            LookAround();
            return;
        }

        Guarded("node", Who);
        Guarded("chain", () => Chain(chain.Value));
        Guarded("filecoin", Filecoin);
        Guarded("head", Head);
        Guarded("accounts", Accounts);
        Guarded("pool", Pool);
        Guarded("port 1234", () => SecondPort(chain.Value));
    }

    private BigInteger? Answers()
    {
        try
        {
            BigInteger chain = Quantity.Number(node.Call("eth_chainId"), "of the chain");
            Good("rpc", $"{node.Url} answers");
            return chain;
        }
        catch (NodeRefusal refused)
        {
            Add("rpc", Health.Wrong, $"{node.Url} answers, but refuses eth_chainId: {refused.Text}", "on a lotus node turn the Ethereum RPC on: Fevm.EnableEthRPC = true");
        }
        catch (CommandFailure nobody)
        {
            Add("rpc", Health.Wrong, nobody.Message);
        }

        return null;
    }

    private void LookAround()
    {
        foreach (string url in Neighbours.Where(url => url != node.Url))
        {
            try
            {
                string who = Quantity.Text(NodeClient.At(url).Call("web3_clientVersion"));
                Add("elsewhere", Health.Odd, $"{who} answers at {url}", $"--rpc {url}, or export {NodeOption.Variable}={url}");
            }
            catch (Exception nobody) when (nobody is CommandFailure or NodeRefusal)
            {
            }
        }
    }

    private void Who() => Good("node", Quantity.Text(node.Call("web3_clientVersion")));

    private void Chain(BigInteger chain)
    {
        string number = chain.ToString(CultureInfo.InvariantCulture);
        switch (number)
        {
            case "31415926":
                Good("chain", $"{number}, a local Filecoin network");
                break;
            case "314":
                Add("chain", Health.Odd, "314: this is MAINNET", "what you send here costs real FIL");
                break;
            case "314159":
                Good("chain", "314159, the Calibration test network");
                break;
            case "31337":
                Add("chain", Health.Odd, "31337, that of anvil and Hardhat: no Filecoin", "'fvm devnet' is a Filecoin network; stop the other node or use --port");
                break;
            default:
                Add("chain", Health.Odd, $"{number}, which is no chain of Filecoin's", "tools that know Filecoin by its chain id (synapse, the FEVM kit) will not: 'fvm devnet' has 31415926");
                break;
        }
    }

    private void Filecoin()
    {
        if (!node.TryCall("Filecoin.StateNetworkVersion", out JsonNode? version, null))
        {
            Add("filecoin", Health.Wrong, "this node has no Filecoin methods", "it is a node of Ethereum only: precompiles, t-addresses and Filecoin gas are missing; start 'fvm devnet'");
            return;
        }

        string name = node.TryCall("Filecoin.StateNetworkName", out JsonNode? network) ? Quantity.Text(network) : "?";
        Good("filecoin", $"network {name}, version {version}");
    }

    private void Head()
    {
        JsonNode? head = node.Call("eth_getBlockByNumber", "latest", false);
        long age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (long)Quantity.Number(head?["timestamp"], "of the time");
        string text = string.Create(CultureInfo.InvariantCulture, $"block {Quantity.Number(head?["number"], "of the head")}, {Math.Abs(age)} s {(age < 0 ? "in the future" : "old")}");
        if (age > MaxAge)
            Add("head", Health.Wrong, text, "clients take it for a node that is not synced (iso-filecoin after 130 s): 'fvm mine', or let it mine by itself");
        else if (age < -MaxAhead)
            Add("head", Health.Odd, text, "time was moved (evm_increaseTime, 'fvm time'): iso-filecoin takes the node for unsynced; 'fvm revert' to a snapshot, or restart");
        else
            Good("head", text);
        BigInteger fee = Quantity.TryNumber(head?["baseFeePerGas"], "of the base fee") ?? BigInteger.Zero;
        if (fee.IsZero)
            Add("base fee", Health.Wrong, "0", "ethers takes a base fee of 0 for a chain without EIP-1559; Filecoin's least is 100");
        else
            Good("base fee", $"{fee.ToString("N0", CultureInfo.InvariantCulture)} attoFIL");
    }

    private void Accounts()
    {
        var addresses = new NodeAddresses(node);
        IReadOnlyList<Address> accounts = addresses.Accounts();
        int empty = accounts.Count(account => addresses.Balance(account).IsZero);
        if (accounts.Count == 0)
            Add("accounts", Health.Odd, "the node holds no keys", "send with --key, or with the variable FVM_KEY");
        else if (empty != 0)
            Add("accounts", Health.Odd, string.Create(CultureInfo.InvariantCulture, $"{accounts.Count}, of which {empty} own nothing"), "fvm fund ADDR FIL");
        else
            Good("accounts", string.Create(CultureInfo.InvariantCulture, $"{accounts.Count}, all funded"));
    }

    private void Pool()
    {
        bool automatic = !node.TryCall("anvil_getAutomine", out JsonNode? automine) || (automine is JsonValue flag && flag.TryGetValue(out bool isOn) && isOn);
        if (!node.TryCall("txpool_status", out JsonNode? status))
            return;
        BigInteger pending = Quantity.Number(status?["pending"], "of the pool");
        BigInteger queued = Quantity.Number(status?["queued"], "of the pool");
        string text = string.Create(CultureInfo.InvariantCulture, $"{pending} pending, {queued} queued; mining {(automatic ? "instant" : "not instant")}");
        if (queued > 0)
            Add("pool", Health.Wrong, text, "what is queued waits for an earlier nonce: send that one, or drop it (anvil_dropAllTransactions)");
        else if (pending > 0 && automatic)
            Add("pool", Health.Odd, text, "something waits although mining is instant: is its fee cap below the base fee?");
        else if (pending > 0)
            Add("pool", Health.Odd, text, "mining is manual or by interval: 'fvm mine'");
        else
            Good("pool", text);
    }

    /// <summary>Tools of Filecoin look at port 1234, those of Ethereum at 8545: both should be one chain.</summary>
    private void SecondPort(BigInteger chain)
    {
        if (node.Url != NodeOption.Default)
            return;
        try
        {
            BigInteger other = Quantity.Number(NodeClient.At(Neighbours[1]).Call("eth_chainId"), "of the chain");
            if (other == chain)
                Good("port 1234", "the same chain for Filecoin's tools");
            else
                Add("port 1234", Health.Odd, $"another chain answers there: {other.ToString(CultureInfo.InvariantCulture)}", "tools with Filecoin's default URL reach that one");
        }
        catch (Exception nobody) when (nobody is CommandFailure or NodeRefusal)
        {
            Add("port 1234", Health.Odd, "nobody speaks there", "tools with Filecoin's default URL (http://127.0.0.1:1234/rpc/v1) find no node; the devnet listens there when the port is free at its start");
        }
    }

    /// <summary>One thing that cannot be looked at is a finding, and no end.</summary>
    private void Guarded(string what, Action look)
    {
        try
        {
            look();
        }
        catch (Exception failed) when (failed is NodeRefusal or CommandFailure)
        {
            Add(what, Health.Wrong, failed.Message);
        }
    }

    private void Good(string what, string found) => Add(what, Health.Good, found);

    private void Add(string what, Health health, string found, string? advice = null) => findings.Add(new Finding(what, health, found, advice));
}
