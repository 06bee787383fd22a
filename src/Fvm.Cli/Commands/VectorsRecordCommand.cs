using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm vectors record</c>: turns messages into a vector with the state that they touched.</summary>
internal static class VectorsRecordCommand
{
    private const uint TodaysVersion = (uint)NetworkVersion.V28;

    public static Command Create()
    {
        var output = new Argument<string>("OUTPUT.json") { Description = "Where the vector goes." };
        var state = new Option<string?>("--state") { Description = "The state to start from: a CAR, gzipped or not, whose first root is the state tree.", HelpName = "FILE.car" };
        var root = new Option<string?>("--root") { Description = "The root of the state tree, where it is not the CAR's first.", HelpName = "CID" };
        var wasm = new Option<string?>("--wasm") { Description = "Instead of a state: a wasm actor on fresh state, as in 'fvm run'.", HelpName = "ACTOR.wasm" };
        var vector = new Option<string?>("--vector") { Description = "Instead of a state: the messages of a vector, on its state, with its node's answers.", HelpName = "VECTOR" };
        var message = new Option<string[]>("--message") { Description = "A message: its CBOR, as a file or in hex. May stand several times.", HelpName = "FILE|HEX" };
        var method = new Option<ulong>("--method") { Description = "With --wasm and without --message: the method number.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var parameters = new Option<string?>("--params") { Description = "With --wasm and without --message: the parameters, in hex.", HelpName = "HEX" };
        var version = new Option<uint>("--network-version") { Description = "The network version.", HelpName = "N", DefaultValueFactory = _ => TodaysVersion };
        var epoch = new Option<long>("--epoch") { Description = "The epoch.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var baseFee = new Option<long>("--base-fee") { Description = "The base fee, in attoFIL a gas.", HelpName = "N" };
        var actors = new Option<string?>("--actors") { Description = "The manifest of the bundle of actors that the state names; their code stays out of the vector.", HelpName = "MANIFEST-CID" };
        Option<string?> bundles = SharedOptions.Bundles();
        var command = new Command(
            "record",
            "Apply messages and record them as a vector in the public format: what they read of the state, receipts, fees, events, trace, and the state after. "
                + "The vector runs from nothing but itself (and the bundle that it names).\n\n"
                + "Example:\n  fvm vectors record counter.json --wasm samples/counter/counter.wasm --params 05\n  fvm vectors run counter.json")
        {
            output, state, root, wasm, vector, message, method, parameters, version, epoch, baseFee, actors, bundles,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(output);
            string id = Path.GetFileNameWithoutExtension(file);
            BundleStore store = SharedOptions.OpenBundles(parsed, bundles);
            int sources = new[] { state, wasm, vector }.Count(option => parsed.GetValue(option) is not null);
            if (sources != 1)
                throw new CommandFailure("give one of --state, --wasm and --vector");
            RecordingRequest request = parsed.GetValue(vector) is { } path
                ? FromVector(id, path, store)
                : new RecordingRequest
                {
                    Id = id,
                    Store = new MemoryBlockstore(),
                    StateRoot = Cid.ForBlock(Multicodec.DagCbor, []),
                    NetworkVersion = (NetworkVersion)parsed.GetValue(version),
                    Epoch = parsed.GetValue(epoch),
                    BaseFee = TokenAmount.FromAtto(parsed.GetValue(baseFee)),
                    Messages = [.. (parsed.GetValue(message) ?? []).Select(ReadMessage)],
                };
            if (parsed.GetValue(wasm) is { } module)
                request = OnFreshState(request, File.ReadAllBytes(module), parsed.GetValue(method), parsed.GetValue(parameters));
            else if (parsed.GetValue(state) is { } car)
                request = OnState(request, car, parsed.GetValue(root), OpenBundle(parsed.GetValue(actors), store));
            if (request.Messages.Count == 0)
                throw new CommandFailure("there is no --message");

            Write(VectorRecorder.Record(request), file);
            return ExitStatus.Done;
        });
        return command;
    }

    private static RecordingRequest FromVector(string id, string path, BundleStore bundles)
    {
        (string name, MessageVector vector) = OneVector.Read(path);
        if (VectorRunner.Obstacle(vector, vector.Variants[0]) is { } obstacle)
            throw new CommandFailure($"{name}: {obstacle}");
        if (!vector.IsRecording && vector.Variants[0].NetworkVersion < NetworkVersion.V21)
            throw new CommandFailure($"{name}: a public vector of network version 20 and before accepts every proof, which a recording cannot say");
        if (!VectorState.TryOpen(vector, bundles, out VectorState? state, out string? absent))
            throw new CommandFailure($"{name}: {absent}");
        return new RecordingRequest
        {
            Id = id,
            Store = state.Own,
            StateRoot = vector.PreRoot,
            Bundle = state.Bundle,
            NetworkVersion = vector.Variants[0].NetworkVersion,
            Epoch = vector.Variants[0].Epoch,
            BaseFee = vector.BaseFee,
            CirculatingSupply = vector.CirculatingSupply,
            ChainId = vector.ChainId,
            Messages = vector.Messages,
            Node = VectorRecorder.NodeOf(vector),
        };
    }

    private static RecordingRequest OnFreshState(RecordingRequest request, byte[] wasm, ulong method, string? parameters)
    {
        var store = new MemoryBlockstore();
        FreshState state = FreshState.Create(store, wasm);
        var message = new Message
        {
            From = FreshState.Sender,
            To = FreshState.Actor,
            MethodNum = method,
            Params = HexText.Parse(parameters, "--params"),
            GasLimit = 10_000_000_000,
        };
        return request with
        {
            Store = store,
            StateRoot = state.Root,
            Messages = request.Messages.Count != 0 ? request.Messages : [new VectorMessage(message.Encode(), 0, Implicit: false)],
        };
    }

    private static RecordingRequest OnState(RecordingRequest request, string car, string? rootText, ActorBundle? bundle)
    {
        var store = new MemoryBlockstore();
        byte[] bytes = File.ReadAllBytes(car);
        using Stream plain = bytes is [0x1f, 0x8b, ..] ? new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress) : new MemoryStream(bytes);
        IReadOnlyList<Cid> roots;
        try
        {
            roots = CarReader.Load(plain, store);
        }
        catch (Exception malformed) when (malformed is CarException or InvalidDataException)
        {
            throw new CommandFailure($"{car}: {malformed.Message}");
        }

        Cid? root = roots.Count == 0 ? null : roots[0];
        if (rootText is not null && !Cid.TryParse(rootText, out root))
            throw new CommandFailure($"--root is no CID: '{rootText}'");
        return request with
        {
            Store = store,
            StateRoot = root ?? throw new CommandFailure($"{car}: has no root; give --root"),
            Bundle = bundle,
        };
    }

    private static ActorBundle? OpenBundle(string? manifest, BundleStore bundles)
    {
        if (manifest is null)
            return null;
        if (!Cid.TryParse(manifest, out Cid? cid))
            throw new CommandFailure($"--actors is no CID: '{manifest}'");
        return bundles.TryOpen(cid, out ActorBundle? bundle) ? bundle : throw new CommandFailure($"--actors: bundle {cid} is not in {bundles.Directory}");
    }

    private static VectorMessage ReadMessage(string text, int index)
    {
        byte[] bytes = File.Exists(text) ? File.ReadAllBytes(text) : HexText.Parse(text, "--message (there is no such file)");
        return Message.TryDecode(bytes, out _, out CborError error)
            ? new VectorMessage(bytes, 0, Implicit: false)
            : throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"--message {index}: is no message: {error}"));
    }

    private static void Write(MessageVector vector, string file)
    {
        string partial = $"{file}.{Environment.ProcessId}.partial";
        File.WriteAllText(partial, Output.Text(VectorWriter.Write(vector)) + "\n");
        File.Move(partial, file, overwrite: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{file}: {vector.Messages.Count} message(s), exit {string.Join(", ", vector.Receipts.Select(receipt => receipt.ExitCode))}, state root {vector.PostRoot}"));
    }
}
