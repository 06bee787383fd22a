using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Vectors;

/// <summary>The blocks that a vector's messages run on: its own, over those of its bundle of actors.</summary>
public sealed class VectorState
{
    private VectorState(MemoryBlockstore own, ActorBundle? bundle)
    {
        Own = own;
        Bundle = bundle;
        Store = bundle is null ? own : new LayeredBlockstore(own, [bundle.Blocks]);
    }

    /// <summary>The vector's own blocks, and what its messages write.</summary>
    public MemoryBlockstore Own { get; }

    /// <summary>The bundle of actors, or null if the vector needs none.</summary>
    public ActorBundle? Bundle { get; }

    /// <summary>All blocks.</summary>
    public IBlockstore Store { get; }

    /// <summary>Opens a vector's blocks and finds its bundle: a recording names it, a public vector's state does, by way of the System actor.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="bundles">The imported bundles.</param>
    /// <param name="state">The blocks.</param>
    /// <param name="absent">Which bundle is absent.</param>
    /// <returns>False when the bundle is absent.</returns>
    /// <exception cref="VectorFormatException">The blocks are malformed.</exception>
    public static bool TryOpen(
        MessageVector vector, BundleStore bundles, [NotNullWhen(true)] out VectorState? state, [NotNullWhen(false)] out string? absent)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(bundles);
        MemoryBlockstore own = LoadCar(vector);
        ActorBundle? bundle = null;
        absent = null;
        state = null;
        if (!vector.IsRecording)
        {
            Cid data = ManifestData(vector.PreRoot, own);
            if (!bundles.TryFindByData(data, out bundle))
                absent = $"no bundle in {bundles.Directory} has the manifest data {data}";
        }
        else if (vector.Bundle is not null && !bundles.TryOpen(vector.Bundle, out bundle))
        {
            absent = $"bundle {vector.Bundle} is not in {bundles.Directory}";
        }

        if (absent is not null)
            return false;
        state = new VectorState(own, bundle);
        return true;
    }

    /// <summary>Opens a vector's own blocks alone, for actors in C#, which need no bundle.</summary>
    /// <param name="vector">The vector.</param>
    /// <exception cref="VectorFormatException">The blocks are malformed.</exception>
    public static VectorState OpenAlone(MessageVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new VectorState(LoadCar(vector), null);
    }

    /// <summary>The list of built-in actors that the state before the first message refers to.</summary>
    /// <param name="vector">The vector.</param>
    /// <exception cref="VectorFormatException">There is none.</exception>
    public ActorManifest ManifestOf(MessageVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        Cid data = ManifestData(vector.PreRoot, Store);
        return Store.TryGet(data, out ReadOnlyMemory<byte> block) && ChainEncoding.TryFromCbor<ActorManifest>(block.Span, out ActorManifest? manifest)
            ? manifest
            : throw new VectorFormatException($"the list of built-in actors {data} is not among the vector's blocks");
    }

    private static MemoryBlockstore LoadCar(MessageVector vector)
    {
        var blocks = new MemoryBlockstore();
        try
        {
            // The bytes as they are, where they are an array: they always are, but nothing says so.
            ArraySegment<byte> car = MemoryMarshal.TryGetArray(vector.Car, out ArraySegment<byte> array) ? array : vector.Car.ToArray();
            using var gzip = new GZipStream(new MemoryStream(car.Array!, car.Offset, car.Count, writable: false), CompressionMode.Decompress);
            CarReader.Load(gzip, blocks);
            return blocks;
        }
        catch (Exception malformed) when (malformed is CarException or InvalidDataException)
        {
            throw new VectorFormatException($"$.car: {malformed.Message}", malformed);
        }
    }

    private static Cid ManifestData(Cid root, IBlockstore blocks)
    {
        if (!blocks.Has(root))
            throw new VectorFormatException($"$.preconditions.state_tree: {root} is not among the blocks of $.car");
        if (!ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? state)
            || !Hamt<ActorState>.Load(blocks, state.Actors, ActorState.Codec(state.Version))
                .TryGet(Address.FromId(SingletonActors.System).Bytes, out ActorState? system))
            throw new VectorFormatException($"the state {root} has no System actor");
        var reader = new CborReader(blocks.Get(system.Head).Span);
        reader.ReadArrayHeader(1);
        Cid? data = reader.ReadCid();
        return reader.Finish() && data is not null ? data : throw new VectorFormatException("the System actor's state is malformed");
    }
}
