using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm message apply|decode</c>: messages as files.</summary>
internal static class MessageCommand
{
    public static Command Create() => new("message", "Messages: what they say, and what they do to a state.") { MessageApplyCommand.Create(), Decode() };

    private static Command Decode()
    {
        var given = new Argument<string>("MESSAGE") { Description = "The message, signed or not: hex, base64, or a file of CBOR, hex, base64 or JSON. '-' reads standard input." };
        var car = new Option<string?>("--car") { Description = "A state, which knows what kind of actor the receiver is. Without it the address and the parameters must tell.", HelpName = "STATE.car" };
        var actor = new Option<string?>("--type") { Description = "What kind of actor the receiver is, by its name in the manifest, such as storageminer.", HelpName = "NAME" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "decode",
            "Decode a message: its fields, the method's name, its parameters by the built-in actors' schemas (release v18).\n\nExample:\n"
                + "  fvm message decode 8a004200664200640040004040024a84420065430003e80040")
        {
            given, car, actor, json,
        };
        command.SetAction(parsed =>
        {
            BuiltinActor? type = TypeOf(parsed.GetValue(actor));
            StateView? view = Open(parsed.GetValue(car));
            MessageInput input = MessageInput.Read(parsed.GetRequiredValue(given), to => SchemaOf(view, type, to));
            IReadOnlyList<BuiltinActor> receivers = Receivers(input.Message, view, type);
            var decoded = new DecodedMessage(input, receivers);
            if (parsed.GetValue(json))
                Output.Json(decoded.ToJson());
            else
                decoded.Print();
            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>The schema of an address's actor in a state; null when state and address do not tell.</summary>
    public static ActorSchema? SchemaOf(StateView? view, Address address) =>
        view is not null && view.TryResolve(address, out ActorId id) && view.TryGet(id, out ActorState? found) ? view.Schema(found.Code) : null;

    private static ActorSchema? SchemaOf(StateView? view, BuiltinActor? type, Address to)
    {
        if (type is { } named)
            return ActorSchemas.Of(named);
        IReadOnlyList<BuiltinActor> guessed = MethodGuess.Receivers(new Message { To = to, From = to });
        return SchemaOf(view, to) ?? (guessed.Count == 1 ? ActorSchemas.Of(guessed[0]) : null);
    }

    private static IReadOnlyList<BuiltinActor> Receivers(Message message, StateView? view, BuiltinActor? type)
    {
        if (type is { } named)
            return [named];
        return SchemaOf(view, message.To) is { } schema ? [schema.Actor] : MethodGuess.Receivers(message);
    }

    private static BuiltinActor? TypeOf(string? name)
    {
        if (name is null)
            return null;
        return BuiltinActorNames.TryFromManifestName(name, out BuiltinActor type)
            ? type
            : throw new CommandFailure($"--type {name}: there is no such actor; there are {string.Join(", ", Enum.GetValues<BuiltinActor>().Select(static actor => actor.ManifestName()))}");
    }

    private static StateView? Open(string? car)
    {
        if (car is null)
            return null;
        var store = new MemoryBlockstore();
        Cid root = StateFile.Read(car, store);
        return new StateView(store, root);
    }
}
