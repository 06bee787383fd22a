using System.Globalization;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Bundles;

/// <summary>
/// A bundle of built-in actors: a CAR whose root is the manifest [version, data CID], whose data lists [name, code CID], and the wasm behind
/// each code CID. Read once, shared by threads, never written.
/// </summary>
public sealed class ActorBundle
{
    private readonly MemoryBlockstore blocks;

    private ActorBundle(Cid manifest, Cid data, ActorManifest actors, MemoryBlockstore blocks)
    {
        Manifest = manifest;
        Data = data;
        Actors = actors;
        this.blocks = blocks;
    }

    /// <summary>The manifest's CID: the bundle's name.</summary>
    public Cid Manifest { get; }

    /// <summary>The CID of the manifest's data, which is what a state's System actor names.</summary>
    public Cid Data { get; }

    /// <summary>The actors.</summary>
    public ActorManifest Actors { get; }

    /// <summary>The bundle's blocks; to be read only.</summary>
    public IBlockstore Blocks => blocks;

    /// <summary>The version of the mainnet release, such as <c>v10</c>, or null for other builds.</summary>
    public string? Release => ActorsReleases.TryGetVersion(Manifest.ToString(), out int version)
        ? string.Create(CultureInfo.InvariantCulture, $"v{version}")
        : null;

    /// <summary>The bytes of an actor's wasm.</summary>
    /// <param name="code">Its code CID.</param>
    public int SizeOf(Cid code) => blocks.TryGet(code, out ReadOnlyMemory<byte> wasm) ? wasm.Length : 0;

    /// <summary>Reads a bundle and checks it: every block's hash, the manifest, and that every actor's code is there.</summary>
    /// <param name="car">The CAR.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="BundleException">It is no bundle.</exception>
    public static ActorBundle Read(Stream car, string name)
    {
        var blocks = new MemoryBlockstore();
        IReadOnlyList<Cid> roots;
        try
        {
            roots = CarReader.Load(car, blocks);
        }
        catch (CarException malformed)
        {
            throw new BundleException($"{name}: {malformed.Message}", malformed);
        }

        if (roots.Count != 1)
            throw new BundleException($"{name}: an actor bundle has one root, its manifest; this CAR has {roots.Count}");
        ManifestRoot root = Decode<ManifestRoot>(blocks, roots[0], name, "the manifest");
        if (root.Version != ActorManifest.SupportedVersion)
            throw new BundleException($"{name}: manifest version {root.Version} is not supported");
        ActorManifest actors = Decode<ActorManifest>(blocks, root.Data, name, "the manifest's data");
        foreach (ManifestEntry entry in actors.Entries)
        {
            if (!blocks.Has(entry.Code))
                throw new BundleException($"{name}: the code of '{entry.Name}' ({entry.Code}) is missing");
        }

        return new ActorBundle(roots[0], root.Data, actors, blocks);
    }

    /// <summary>Reads of a bundle which data its manifest names, and nothing else.</summary>
    /// <param name="car">The CAR.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="BundleException">The manifest is not there, or is malformed.</exception>
    internal static Cid ReadData(Stream car, Cid manifest, string name)
    {
        var blocks = new MemoryBlockstore();
        try
        {
            if (new CarReader(car).TryFindBlock(manifest, out ReadOnlyMemory<byte> block))
                blocks.Put(manifest, block);
        }
        catch (CarException malformed)
        {
            throw new BundleException($"{name}: {malformed.Message}", malformed);
        }

        return Decode<ManifestRoot>(blocks, manifest, name, "the manifest").Data;
    }

    private static T Decode<T>(MemoryBlockstore blocks, Cid cid, string name, string what)
        where T : class, IChainValue<T>
    {
        if (!blocks.TryGet(cid, out ReadOnlyMemory<byte> block))
            throw new BundleException($"{name}: {what} ({cid}) is missing");
        return ChainEncoding.TryFromCbor<T>(block.Span, out T? value, out CborError error)
            ? value
            : throw new BundleException($"{name}: {what} ({cid}) is malformed: {error}");
    }
}
