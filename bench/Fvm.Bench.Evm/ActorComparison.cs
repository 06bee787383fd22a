using System.Diagnostics;
using System.Globalization;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Bench.Evm;

/// <summary>The same messages to the same contract through the machine: on the EVM actor in C#, and on the wasm one.</summary>
internal sealed class ActorComparison
{
    private const int Release = 18;

    private static readonly (string Name, UInt256[] Arguments)[] Calls =
    [
        ("balanceOf(address)", [7]),
        ("transfer(address,uint256)", [7, 1]),
        ("arith(uint256)", [20_000]),
        ("mulmods(uint256)", [10_000]),
        ("keccaks(uint256)", [5_000]),
        ("fib(uint256)", [15]),
        ("sortMem(uint256)", [150]),
        ("sstores(uint256)", [100]),
        ("transfers(uint256)", [100]),
    ];

    private readonly Side native;
    private readonly Side wasm;

    private ActorComparison(ActorBundle bundle, byte[] initCode)
    {
        var engine = new ActorEngine();
        native = new Side(null, engine, initCode);
        wasm = new Side(bundle, engine, initCode);
    }

    /// <summary>Opens the bundle of the release that the actors in C# are, and measures.</summary>
    public static int Run(string bundles, byte[] initCode, int rounds)
    {
        if (!ActorsReleases.TryGetManifest(Release, out string? manifest) || !new BundleStore(bundles).TryOpen(Cid.Parse(manifest), out ActorBundle? bundle))
        {
            Console.Error.WriteLine($"there is no bundle of release v{Release} in {bundles}");
            return 2;
        }

        DeepStack.Run(() => new ActorComparison(bundle, initCode).Measure(rounds));
        return 0;
    }

    private void Measure(int rounds)
    {
        Console.WriteLine($"{"message",-34}{"native/s",12}{"wasm/s",12}{"ratio",8}{"wasm gas",16}");
        foreach ((string name, UInt256[] arguments) in Calls)
        {
            byte[] input = [.. BenchHost.Selector(name), .. arguments.SelectMany(word => word.ToBigEndian())];
            double ours = double.MaxValue, theirs = double.MaxValue;
            ApplyResult exact = wasm.Apply(input, out _);
            ApplyResult own = native.Apply(input, out _);
            if (!own.Receipt.ExitCode.IsSuccess || own.Receipt.ExitCode != exact.Receipt.ExitCode || !own.Receipt.ReturnData.Span.SequenceEqual(exact.Receipt.ReturnData.Span))
                throw new InvalidOperationException($"{name}: native {own.Receipt.ExitCode}, wasm {exact.Receipt.ExitCode}, or other data; {own.Failure} {exact.Failure}");
            for (int round = 0; round < rounds; round++)
            {
                native.Apply(input, out double time);
                ours = Math.Min(ours, time);
                wasm.Apply(input, out time);
                theirs = Math.Min(theirs, time);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name + " " + arguments[0],-34}{1 / ours,12:N0}{1 / theirs,12:N0}{theirs / ours,8:F1}{exact.Receipt.GasUsed,16:N0}"));
        }
    }

    /// <summary>A network with the contract; each message meets the same state, on a machine of its own.</summary>
    private sealed class Side
    {
        private readonly VirtualMachineBuilder builder;
        private readonly Address account;
        private readonly Address contract;
        private readonly ulong nonce;

        public Side(ActorBundle? bundle, ActorEngine engine, byte[] initCode)
        {
            var sandbox = new ActorSandbox(bundle, engine);
            sandbox.SetActor(SingletonActors.EthereumAddressManager, ActorState.CreateEmpty(sandbox.CodeOf(BuiltinActor.Eam), null));
            Span<byte> key = stackalloc byte[Address.Secp256k1KeyLength];
            key[0] = 4;
            account = sandbox.CreateAccount(Address.FromSecp256k1PublicKey(key), TokenAmount.FromFil(1000));
            ApplyResult made = sandbox.Send(
                account, SingletonActors.EthereumAddressManager.ToAddress(), EamMethods.CreateExternal.Number, IpldBlock.Cbor(CborCodecs.Bytes, initCode));
            contract = ChainEncoding.TryFromCbor<EamReturn>(made.Receipt.ReturnData.Span, out EamReturn? created)
                ? created.ActorId.ToAddress()
                : throw new InvalidOperationException($"no contract: {made.Failure}");
            nonce = sandbox.Actor(account)!.Nonce;
            builder = new VirtualMachineBuilder(NetworkVersion.V28).OnState(sandbox.Store, sandbox.Flush()).AtTipset(1, NetworkConstants.EpochDurationSeconds).WithEngine(engine);
            if (bundle is null)
                builder = builder.WithCode(NativeCode.Mainnet);
        }

        public ApplyResult Apply(byte[] input, out double seconds)
        {
            VirtualMachine machine = builder.Build();
            var message = new Message
            {
                From = account,
                To = contract,
                MethodNum = EvmMethods.InvokeContract.Number,
                Params = CborCodecs.Bytes.Encode(input),
                GasLimit = NetworkConstants.BlockGasLimit,
                Sequence = nonce,
            };
            long start = Stopwatch.GetTimestamp();
            ApplyResult result = machine.Apply(message);
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return result;
        }
    }
}
