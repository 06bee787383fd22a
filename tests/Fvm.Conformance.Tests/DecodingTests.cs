using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Hosting.Native;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Hosting.Tracing;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Tests;

/// <summary>
/// The schemas against what really goes over the waist: every call that succeeds in the recordings of whole bundles, and every state that they leave. Parameters
/// and returns become JSON and the same bytes again.
/// </summary>
public class DecodingTests
{
    private static readonly ActorEngine Engine = new();

    [Fact]
    public void Calls_of_recordings_go_to_json_and_back()
    {
        IEnumerable<VectorSource> sources = VectorSources.Find([VectorLocations.OwnNative]);
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (VectorSource source in sources)
        {
            MessageVector vector = VectorReader.Read(source.Open());
            DeepStack.Run(() => Play(vector, seen, broken));
        }

        TestContext.Current.SendDiagnosticMessage($"{seen.Values.Sum()} calls of {seen.Count} methods: {string.Join(", ", seen.Select(entry => $"{entry.Key} {entry.Value}"))}");
        Assert.Empty(broken);
        // Without a bundle the recordings go on only up to the first message that needs power, market or miner.
        Assert.True(seen.Count >= (VectorLocations.Bundles is null ? 15 : 60), $"only {seen.Count} methods: {string.Join(", ", seen.Keys)}");
    }

    /// <summary>Contracts: their calls, and their storage. These need no bundle, since the EVM and the address manager are there in C#.</summary>
    [Fact]
    public void Calls_of_contracts_go_to_json_and_back()
    {
        VectorSource[] sources = [.. VectorLocations.RequireRecorded("evm-programs/nv28").Where((_, index) => index % 10 == 0)];
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (VectorSource source in sources)
        {
            MessageVector vector = VectorReader.Read(source.Open());
            DeepStack.Run(() => Play(vector, VectorState.OpenAlone(vector), seen, broken));
        }

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", seen.Select(entry => $"{entry.Key} {entry.Value}")));
        Assert.Empty(broken);
        Assert.Contains("evm.InvokeContract", seen.Keys);
    }

    /// <summary>Messages of mainnet, to the actors of release v10. Methods that v18 has no more are passed over.</summary>
    [Fact]
    public void Messages_of_mainnet_go_to_json_and_back()
    {
        string? folder = VectorLocations.Corpus is null ? null : Directory.EnumerateDirectories(VectorLocations.Corpus, "0002-hygge-01", SearchOption.AllDirectories).FirstOrDefault();
        Assert.SkipWhen(folder is null || VectorLocations.Bundles is null, "no corpus: set FVM_CORPUS to a checkout of fvm-test-vectors, and FVM_BUNDLES");
        int decoded = 0;
        int unknown = 0;
        var broken = new List<string>();
        foreach (VectorSource source in VectorSources.Find([folder!]))
        {
            MessageVector vector = VectorReader.Read(source.Open());
            if (!VectorState.TryOpen(vector, VectorLocations.OpenBundles(), out VectorState? state, out _))
                continue;
            var view = new StateView(state.Store, vector.PreRoot);
            for (int i = 0; i < vector.Messages.Count; i++)
            {
                Assert.True(Message.TryDecode(vector.Messages[i].Bytes.Span, out Message? message, out _));
                Assert.Equal(message, MessageJson.Read(JsonNode.Parse(MessageJson.Write(message).ToJsonString())!.AsObject()));
                if (message.MethodNum == MethodNumber.Send || vector.Receipts[i].ExitCode != 0
                    || !view.TryResolve(message.To, out ActorId id) || !view.TryGet(id, out ActorState? actor) || view.Schema(actor.Code) is not { } schema)
                    continue;
                if (schema.Method(message.MethodNum) is not { } method)
                    unknown++;
                else if (RoundTrip(method.Parameters, new TracedBlock(Ipld.Multicodec.Cbor, message.Params), isReturn: false) is { } wrong)
                    broken.Add($"{source.Name}: {schema.Actor}.{method.Name}: {wrong}");
                else
                    decoded++;
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{decoded} messages decoded, {unknown} to methods that v18 has no more");
        Assert.Empty(broken);
        Assert.True(decoded >= 60, $"only {decoded} messages");
    }

    private static void Play(MessageVector vector, SortedDictionary<string, int> seen, List<string> broken)
    {
        VectorState state = VectorLocations.Bundles is not null && VectorState.TryOpen(vector, VectorLocations.OpenBundles(), out VectorState? opened, out _)
            ? opened
            : VectorState.OpenAlone(vector);
        Play(vector, state, seen, broken);
    }

    private static void Play(MessageVector vector, VectorState state, SortedDictionary<string, int> seen, List<string> broken)
    {
        ActorManifest manifest = state.ManifestOf(vector);
        IActorCodeSource? code = state.Bundle is null ? NativeCode.Behind(manifest) : null;
        var playback = new VectorPlayback(Engine, vector, vector.Variants[0], state.Store, TraceDetail.Events, code: code);
        for (int i = 0; i < vector.Messages.Count; i++)
            Check(TraceTree.Build(playback.Apply(i).Trace), manifest, seen, broken);
        States(new StateView(state.Store, playback.Machine.Flush()));
    }

    private static void Check(TraceNode node, ActorManifest manifest, SortedDictionary<string, int> seen, List<string> broken)
    {
        foreach (TraceNode child in node.Children)
        {
            if (child is TraceCall { Invoked: { } invoked, Returned: { } returned, Started: { } started }
                && started.Method != MethodNumber.Send && returned.ExitCode.IsSuccess && manifest.TryGetActor(invoked.Code, out BuiltinActor type))
            {
                MethodSchema? method = ActorSchemas.Of(type).Method(started.Method);
                if (method is not null)
                {
                    string name = $"{type.ManifestName()}.{method.Name}";
                    if ((RoundTrip(method.Parameters, started.Parameters, false) ?? RoundTrip(method.Return, returned.Data, true)) is { } wrong)
                        broken.Add($"{name}: {wrong}");
                    seen[name] = seen.GetValueOrDefault(name) + 1;
                }
                else
                {
                    Assert.True(started.Method >= MethodNumber.FirstExported || type == BuiltinActor.Placeholder, $"{type} has a method {started.Method} that no schema has");
                }
            }

            Check(child, manifest, seen, broken);
        }
    }

    /// <summary>What is wrong with a round trip, or null. Actors never look at parameters that they do not take, so some may be there.</summary>
    private static string? RoundTrip(SchemaType? type, TracedBlock? block, bool isReturn)
    {
        if (type is null)
            return !isReturn || block is null || block.Data.IsEmpty ? null : $"there is a return {Convert.ToHexString(block.Data.Span)}";
        if (block is null)
            return null;
        if (!SchemaReader.TryRead(type, block.Data.Span, out JsonNode? json, out CborError error))
            return $"{error}: {Convert.ToHexString(block.Data.Span)}";
        byte[] again = SchemaWriter.Write(type, json is null ? null : JsonNode.Parse(json.ToJsonString()));
        return again.AsSpan().SequenceEqual(block.Data.Span) ? null : $"{Convert.ToHexString(block.Data.Span)} came back as {Convert.ToHexString(again)}";
    }

    /// <summary>Every state decodes, and every map and array that it links to.</summary>
    private static void States(StateView view)
    {
        foreach ((_, ActorState actor) in view.Actors())
        {
            if (view.Schema(actor.Code) is not { State: TupleType tuple } || view.Read(actor) is not JsonObject state)
                continue;
            foreach (SchemaField field in tuple.Fields.Where(field => field.Type is HamtType or AmtType or LinkType or KamtType && state[field.Name] is not null))
                view.Read(actor, field.Name);
        }
    }
}
