using Fvm.Abi.Node;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary>One vector, named on the command line as a file or as <c>archive!entry</c>, and played.</summary>
internal sealed class OneVector
{
    private readonly ActorManifest? manifest;

    private OneVector(string name, IReadOnlyList<ApplyResult> results, ActorManifest? manifest)
    {
        Name = name;
        Results = results;
        this.manifest = manifest;
    }

    /// <summary>The file, and the entry in an archive.</summary>
    public string Name { get; }

    /// <summary>What came of its messages.</summary>
    public IReadOnlyList<ApplyResult> Results { get; }

    /// <summary>What code is called in the bundle's manifest, or null.</summary>
    public string? NameOf(Cid code) => manifest is not null && manifest.TryGetActor(code, out BuiltinActor actor) ? actor.ManifestName() : null;

    /// <summary>Reads a vector without running it.</summary>
    public static (string Name, MessageVector Vector) Read(string path)
    {
        VectorSource source = Find(path);
        return (source.Name, source.TryRead(out MessageVector? vector) ? vector : throw new CommandFailure($"{source.Name}: is no message vector"));
    }

    /// <summary>Plays a vector's first variant.</summary>
    public static OneVector Play(string path, BundleStore bundles, TraceDetail detail, Func<NetworkVersion, IProofVerifier>? proofs)
    {
        (string name, MessageVector vector) = Read(path);
        VectorVariant variant = vector.Variants[0];
        if (VectorRunner.Obstacle(vector, variant) is { } obstacle)
            throw new CommandFailure($"{name}: {obstacle}");
        if (!VectorState.TryOpen(vector, bundles, out VectorState? state, out string? absent))
            throw new CommandFailure($"{name}: {absent}");
        return DeepStack.Run(() =>
        {
            var playback = new VectorPlayback(new ActorEngine(), vector, variant, state.Store, detail, proofs: proofs);
            ApplyResult[] results = [.. Enumerable.Range(0, vector.Messages.Count).Select(playback.Apply)];
            return new OneVector(name, results, state.Bundle?.Actors);
        });
    }

    private static VectorSource Find(string path)
    {
        int mark = path.LastIndexOf('!');
        bool isEntry = mark > 0 && !File.Exists(path);
        VectorSource[] found = [.. VectorSources.Find([isEntry ? path[..mark] : path]).Where(source => !isEntry || IsEntry(source.Name, path[(mark + 1)..]))];
        return found switch
        {
            [var only] => only,
            [] => throw new CommandFailure($"{path}: there is no such vector"),
            _ => throw new CommandFailure($"{path}: holds {found.Length} vectors; name one as archive!entry, such as {found[0].Name}"),
        };
    }

    private static bool IsEntry(string name, string entry)
    {
        string inside = name[(name.LastIndexOf('!') + 1)..];
        return inside == entry || inside.EndsWith($"/{entry}", StringComparison.Ordinal);
    }
}
