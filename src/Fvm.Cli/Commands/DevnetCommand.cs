using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Fvm.Hosting.Bundles;
using Fvm.Node;
using Fvm.Node.Forks;
using Fvm.Node.Rpc;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm devnet</c>: a Filecoin network on your desk.</summary>
internal sealed class DevnetCommand
{
    private const int EthereumPort = 8545;
    private const int FilecoinPort = 1234;

    /// <summary>Ids go from 100 to 999: the miner's is 1000, and the native accounts and the known contracts take some.</summary>
    private const int MostAccounts = 800;


    private readonly Option<int> port = new("--port") { Description = "The port for JSON-RPC over HTTP and WebSocket; 0 for any that is free.", HelpName = "N", DefaultValueFactory = _ => EthereumPort };
    private readonly Option<string> host = new("--host") { Description = "The address to listen at. Whoever reaches it owns the network.", HelpName = "IP", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<ulong> chainId = new("--chain-id") { Description = "The EIP-155 chain id.", HelpName = "N", DefaultValueFactory = _ => DevnetOptions.LocalChainId };
    private readonly Option<double?> blockTime = new("--block-time") { Description = "Make a tipset every so many seconds, instead of one for each message.", HelpName = "S" };
    private readonly Option<bool> noMining = new("--no-mining") { Description = "Make tipsets only when asked: fvm mine, evm_mine." };
    private readonly Option<int> accounts = new("--accounts") { Description = "How many Ethereum accounts are funded.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<string> mnemonic = new("--mnemonic") { Description = "The words that the accounts' keys are made of.", HelpName = "WORDS", DefaultValueFactory = _ => DevnetOptions.TestMnemonic };
    private readonly Option<string> balance = new("--balance") { Description = "What each account owns, in FIL.", HelpName = "FIL", DefaultValueFactory = _ => "10000" };
    private readonly Option<ulong> callGasLimit = new("--call-gas-limit") { Description = "The most gas that eth_call takes; by default what a block takes.", HelpName = "N", DefaultValueFactory = _ => NetworkConstants.BlockGasLimit };
    private readonly Option<int> networkVersion = new("--network-version") { Description = "The network version: 28 on actors in C#, that of the bundle else.", HelpName = "NV", DefaultValueFactory = _ => (int)NetworkVersion.V28 };
    private readonly Option<string?> data = new("--data") { Description = "Keep the chain in this folder, and go on with the chain that is there. Default: memory.", HelpName = "DIR" };
    private readonly Option<string?> state = new("--state") { Description = "Begin with this state, such as fvm genesis new or fvm dump wrote.", HelpName = "STATE.car" };
    private readonly Option<string> clock = new("--clock") { Description = "free: time is this computer's, moved by evm_increaseTime; epoch: 30 seconds an epoch.", HelpName = "free|epoch", DefaultValueFactory = _ => "free" };
    private readonly Option<string> gas = new("--gas") { Description = "exact: limits count; lenient: raise the limit of an Ethereum transaction that would run out of gas, and say so.", HelpName = "exact|lenient", DefaultValueFactory = _ => "exact" };
    private readonly Option<string?> load = new("--load") { Description = "Put this state after the head before anybody connects, as fvm load does.", HelpName = "STATE.car" };
    private readonly Option<string?> configOut = new("--config-out") { Description = "Write the document of --json into this file when the network is ready.", HelpName = "FILE" };
    private readonly Option<bool> deferred = new("--deferred") { Description = "Tell results one tipset late, as lotus does: latest is the parent of the head." };
    private readonly Option<string> finality = new("--finality") { Description = "What safe and finalized are. instant: the latest; filecoin: 30 and 900 epochs behind the head.", HelpName = "instant|filecoin", DefaultValueFactory = _ => "instant" };
    private readonly Option<bool> lotusErrors = new("--lotus-errors") { Description = "Word errors as lotus does, instead of as Ethereum's nodes do." };
    private readonly Option<bool> lotusLimits = new("--lotus-limits") { Description = "Limit logs and filters as lotus does: 2880 epochs, 10000 logs, 100 filters." };
    private readonly ForkChoice fork = new();
    private readonly Option<bool> silent = new("--silent") { Description = "Print nothing but what goes wrong." };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON document with addresses and keys when the network is ready, and nothing else." };
    private readonly Option<string> actors = ActorsChoice.Option();
    private readonly Option<string?> bundles = SharedOptions.Bundles();

    public static Command Create() => new DevnetCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "devnet",
            "Run a Filecoin network of one node: JSON-RPC for Ethereum's and Filecoin's tools, funded accounts, a tipset for each message at once. Ctrl-C ends it.\n\n"
                + "Examples:\n  fvm devnet\n  fvm devnet --port 0 --json --block-time 4\n  fvm devnet --data ./mychain\n  fvm devnet --actors builtin-actors-mainnet.car\n"
                + "  fvm devnet --fork https://api.node.glif.io/rpc/v1\n"
                + "  fvm devnet --block-time 2 --deferred --finality filecoin --lotus-errors --lotus-limits")
        {
            port, host, chainId, blockTime, noMining, accounts, mnemonic, balance, callGasLimit, networkVersion, data, state, load, clock, gas, actors, bundles, configOut, deferred, finality, lotusErrors, lotusLimits, silent, json,
        };
        fork.AddTo(command);
        command.SetAction(parsed => RunAsync(parsed).GetAwaiter().GetResult());
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        long start = Stopwatch.GetTimestamp();
        DevnetOptions options = Options(parsed);
        // A fork waits for answers of its upstream, which these threads bring.
        if (options.Fork is null)
            SocketThreads.BeginThere();
        DevnetServerOptions serverOptions = ServerOptions(parsed);
        using var stop = new StopSignal();
        await using Devnet net = await Devnet.StartAsync(options).ConfigureAwait(false);
        if (parsed.GetValue(load) is { } file)
            await LoadAsync(net, file).ConfigureAwait(false);
        await using DevnetServer server = await ListenAsync(net, serverOptions).ConfigureAwait(false);
        using IDisposable failures = net.Watch(LiveLine.PrintTrouble);
        IDisposable? live = null;
        if (parsed.GetValue(configOut) is { } config)
            WholeFile.Write(config, System.Text.Encoding.UTF8.GetBytes(Output.Text(DevnetScreen.Json(net, server)) + "\n"));
        if (parsed.GetValue(json))
        {
            Output.Json(DevnetScreen.Json(net, server));
        }
        else if (!parsed.GetValue(silent))
        {
            DevnetScreen.Print(net, server, SinceProcessStart() ?? Stopwatch.GetElapsedTime(start));
            live = net.Watch(LiveLine.Print);
        }

        await stop.Signalled.ConfigureAwait(false);
        live?.Dispose();
        return ExitStatus.Done;
    }

    private static async Task LoadAsync(Devnet net, string file)
    {
        try
        {
            using var state = new MemoryStream(InputFile.Read(file), writable: false);
            await net.Developer.LoadStateAsync(state).ConfigureAwait(false);
        }
        catch (DevnetException refused)
        {
            throw new CommandFailure($"--load {file}: {refused.Message}");
        }
    }

    /// <summary>What a person waited for, the start of the process included.</summary>
    private static TimeSpan? SinceProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan elapsed = DateTime.Now - process.StartTime;
        return elapsed > TimeSpan.Zero ? elapsed : null;
    }

    private static async Task<DevnetServer> ListenAsync(Devnet net, DevnetServerOptions options)
    {
        try
        {
            return await DevnetServer.StartAsync(net, options).ConfigureAwait(false);
        }
        catch (IOException taken)
        {
            throw new CommandFailure($"--port {options.Port.ToString(CultureInfo.InvariantCulture)}: {taken.Message} Another devnet may run; --port 0 takes any port that is free.");
        }
    }

    private DevnetServerOptions ServerOptions(ParseResult parsed)
    {
        int first = parsed.GetValue(port);
        if (first is < 0 or > ushort.MaxValue)
            throw new CommandFailure($"--port {first}: ports are 0 to {ushort.MaxValue}");
        if (!IPAddress.TryParse(parsed.GetRequiredValue(host), out IPAddress? address))
            throw new CommandFailure($"--host {parsed.GetRequiredValue(host)}: is no IP address");
        return new DevnetServerOptions
        {
            Host = address,
            Port = first,
            // Whoever chose a port wants that one; the second is for tools of Filecoin's that know no other.
            PortsIfFree = first == EthereumPort ? [FilecoinPort] : [],
            Limits = parsed.GetValue(lotusLimits) ? RpcLimits.Lotus : new RpcLimits(),
        };
    }

    private DevnetOptions Options(ParseResult parsed)
    {
        double? seconds = parsed.GetValue(blockTime);
        if (seconds is not null and not (>= 0.001 and <= 86_400))
            throw new CommandFailure("--block-time: 0.001 to 86400 seconds");
        if (seconds is not null && parsed.GetValue(noMining))
            throw new CommandFailure("--block-time and --no-mining exclude each other");
        int count = parsed.GetValue(accounts);
        if (count is < 1 or > MostAccounts)
            throw new CommandFailure($"--accounts {count}: 1 to {MostAccounts}");
        string code = parsed.GetRequiredValue(actors);
        ForkOptions? forked = fork.Read(parsed, code, chainId);
        BundleStore store = SharedOptions.OpenBundles(parsed, bundles);
        ActorBundle? bundle = forked is { UpstreamActors: true } ? null : ActorsChoice.Open(code, store);
        var options = new DevnetOptions
        {
            ChainId = parsed.GetValue(chainId),
            Mining = parsed.GetValue(noMining) ? MiningMode.Manual : seconds is null ? MiningMode.Instant : MiningMode.Interval,
            AccountCount = count,
            Mnemonic = parsed.GetRequiredValue(mnemonic),
            Balance = Fil(parsed.GetRequiredValue(balance), "--balance"),
            CallGasLimit = parsed.GetValue(callGasLimit),
            NetworkVersion = (NetworkVersion)parsed.GetValue(networkVersion),
            Clock = parsed.GetRequiredValue(clock) switch
            {
                "free" => DevnetClock.Free,
                "epoch" => DevnetClock.Epoch,
                string other => throw new CommandFailure($"--clock {other}: free or epoch"),
            },
            Bundle = bundle,
            Bundles = store,
            Gas = parsed.GetRequiredValue(gas) switch
            {
                "exact" => DevnetGas.Exact,
                "lenient" => DevnetGas.Lenient,
                string other => throw new CommandFailure($"--gas {other}: exact or lenient"),
            },
            Deferred = parsed.GetValue(deferred),
            Finality = parsed.GetRequiredValue(finality) switch
            {
                "instant" => DevnetFinality.Instant,
                "filecoin" => DevnetFinality.Filecoin,
                string other => throw new CommandFailure($"--finality {other}: instant or filecoin"),
            },
            LotusErrors = parsed.GetValue(lotusErrors),
            DataFolder = parsed.GetValue(data),
            Fork = forked,
            StateFile = parsed.GetValue(state),
        };
        return seconds is { } time ? options with { BlockTime = TimeSpan.FromSeconds(time) } : options;
    }

    private static TokenAmount Fil(string text, string option) =>
        TokenAmount.TryParse(text.EndsWith("FIL", StringComparison.OrdinalIgnoreCase) ? text : text + " FIL", out TokenAmount amount) && !amount.IsNegative
            ? amount
            : throw new CommandFailure($"{option} {text}: is no amount of FIL, such as 10000 or 0.5");

    /// <summary>Ctrl-C, or what a service's manager sends: the end that was wanted.</summary>
    private sealed class StopSignal : IDisposable
    {
        private readonly TaskCompletionSource signalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly PosixSignalRegistration interrupt;
        private readonly PosixSignalRegistration terminate;

        public StopSignal()
        {
            interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        }

        public Task Signalled => signalled.Task;

        public void Dispose()
        {
            interrupt.Dispose();
            terminate.Dispose();
        }

        private void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            signalled.TrySetResult();
        }
    }
}
