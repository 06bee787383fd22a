using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm message apply STATE.car MESSAGE --out NEW.car</c>: one message on a state.</summary>
internal static class MessageApplyCommand
{
    public static Command Create()
    {
        var car = new Argument<string>("STATE") { Description = "The state, a CAR." };
        var given = new Argument<string>("MESSAGE") { Description = "The message, signed or not: hex, base64, or a file of CBOR, hex, base64 or JSON. '-' reads standard input." };
        var output = new Option<string>("--out") { Description = "The state after it, as CAR.", HelpName = "NEW.car", Required = true };
        Option<string> actors = ActorsChoice.Option();
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> proofKeys = SharedOptions.ProofKeysOption();
        proofKeys.Description += " Default: the variable FVM_PROOF_KEYS, else none: a proof then ends the command.";
        var epoch = new Option<long>("--epoch") { Description = "The epoch.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var baseFee = new Option<ulong>("--base-fee") { Description = "The base fee, attoFIL a gas.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var version = new Option<uint>("--network-version") { Description = "The network version.", HelpName = "N", DefaultValueFactory = _ => (uint)NetworkVersion.V28 };
        var isImplicit = new Option<bool>("--implicit") { Description = "Apply it as a message of the system's own: no nonce, no fee." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "apply",
            "Apply a message to a state and write the state after it. Signatures are not checked. A message in JSON is one of lotus's; beyond that its method may be a name, its "
                + "parameters an object, its amounts may have units; where Nonce and GasLimit are missing they are the sender's nonce and a block's limit. Exit code 1 when the "
                + "message failed.\n\nExample:\n  echo '{ \"From\": \"f0100\", \"To\": \"f0101\", \"Value\": \"1 FIL\" }' > message.json\n"
                + "  fvm message apply state.car message.json --out after.car")
        {
            car, given, output, actors, bundles, proofKeys, epoch, baseFee, version, isImplicit, json,
        };
        command.SetAction(parsed =>
        {
            ActorBundle? bundle = ActorsChoice.Open(parsed.GetRequiredValue(actors), SharedOptions.OpenBundles(parsed, bundles));
            var store = new MemoryBlockstore();
            Cid root = StateFile.Read(parsed.GetRequiredValue(car), store);
            IBlockstore blocks = bundle is null ? store : new LayeredBlockstore(store, [bundle.Blocks]);
            var view = new StateView(blocks, root);
            MessageInput input = Complete(MessageInput.Read(parsed.GetRequiredValue(given), to => MessageCommand.SchemaOf(view, to)), view);
            VirtualMachineBuilder builder = new VirtualMachineBuilder((NetworkVersion)parsed.GetValue(version))
                .OnState(blocks, root)
                .WithProofKeys(SharedOptions.FindProofKeys(parsed, proofKeys))
                .AtTipset(parsed.GetValue(epoch), unchecked((ulong)parsed.GetValue(epoch) * NetworkConstants.EpochDurationSeconds), TokenAmount.FromAtto(parsed.GetValue(baseFee)));
            VirtualMachine machine = WithActors(builder, bundle, view).Build();
            ApplyResult result = parsed.GetValue(isImplicit) ? machine.ApplyImplicit(input.Message) : input.Signed is { } signed ? machine.Apply(signed) : machine.Apply(input.Message);
            Cid after = machine.Flush();
            StateFile.Write(parsed.GetRequiredValue(output), after, blocks);
            var applied = new AppliedMessage(result, after, IsModelled: bundle is null, MessageCommand.SchemaOf(view, input.Message.To)?.Method(input.Message.MethodNum));
            if (parsed.GetValue(json))
                Output.Json(applied.ToJson());
            else
                applied.Print();
            return result.Receipt.ExitCode.IsSuccess ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    /// <summary>The actors' code, which must be that of the state.</summary>
    private static VirtualMachineBuilder WithActors(VirtualMachineBuilder builder, ActorBundle? bundle, StateView view)
    {
        if (view.Manifest is not { } manifest)
            throw new CommandFailure("the state does not say what its built-in actors are: the system actor, its state or the list of actors is missing");
        if (bundle is null)
            return builder.WithCode(NativeCode.Behind(manifest));
        return manifest.Entries.Select(static entry => entry.Code).SequenceEqual(bundle.Actors.Entries.Select(static entry => entry.Code))
            ? builder
            : throw new CommandFailure($"the state's actors are not those of bundle {bundle.Manifest}");
    }

    /// <summary>A message without a gas limit, which no machine takes, is one of a person's: it gets a block's limit, and its sender's nonce.</summary>
    private static MessageInput Complete(MessageInput input, StateView view)
    {
        if (input.Signed is not null || input.Message.GasLimit != 0)
            return input;
        ulong nonce = view.TryResolve(input.Message.From, out ActorId id) && view.TryGet(id, out ActorState? sender) ? sender.Nonce : 0;
        return input with { Message = input.Message with { GasLimit = NetworkConstants.BlockGasLimit, Sequence = input.Message.Sequence == 0 ? nonce : input.Message.Sequence } };
    }
}
