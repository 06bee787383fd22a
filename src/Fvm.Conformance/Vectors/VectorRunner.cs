using System.Globalization;
using System.IO.Compression;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Vectors;

/// <summary>Runs a vector's messages and compares what comes out with what was recorded. Thread safe.</summary>
/// <param name="engine">Actor code; shared by all runs.</param>
/// <param name="bundles">The imported bundles.</param>
/// <param name="keepTraces">Whether outcomes carry traces.</param>
public sealed class VectorRunner(ActorEngine engine, BundleStore bundles, bool keepTraces = false)
{
    private const ulong SecondsPerEpoch = 30;

    /// <summary>A secp256k1 signature (65 bytes), its type byte, and three bytes of CBOR around it.</summary>
    private const ulong SecpSignatureLength = 69;

    /// <summary>Runs every variant.</summary>
    /// <param name="name">The vector's name in reports.</param>
    /// <param name="vector">The vector.</param>
    public IReadOnlyList<VectorOutcome> Run(string name, MessageVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var outcomes = new List<VectorOutcome>(vector.Variants.Count);
        foreach (VectorVariant variant in vector.Variants)
        {
            string label = vector.Variants.Count == 1 ? name : $"{name}#{variant.Id}";
            outcomes.Add(DeepStack.Run(() => Run(label, vector, variant)));
        }

        return outcomes;
    }

    private VectorOutcome Run(string name, MessageVector vector, VectorVariant variant)
    {
        if (vector.Unsupported is not null)
            return new(name, VectorVerdict.Skipped, [vector.Unsupported]);
        if (variant.NetworkVersion is < NetworkVersion.V18 or > NetworkVersion.V29)
            return new(name, VectorVerdict.Skipped, [$"network version {(uint)variant.NetworkVersion} is owed (18 to 29 are here)"]);
        var blocks = new MemoryBlockstore();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(vector.Car.ToArray()), CompressionMode.Decompress);
            CarReader.Load(gzip, blocks);
            if (!TryFindBundle(vector, blocks, out ActorBundle? bundle, out string? absent))
                return new(name, VectorVerdict.BundleAbsent, [absent!]);
            return Execute(name, vector, variant, bundle is null ? blocks : new LayeredBlockstore(blocks, [bundle.Blocks]));
        }
        catch (Exception malformed) when (malformed is CarException or InvalidDataException or VectorFormatException)
        {
            return new(name, VectorVerdict.Malformed, [malformed.Message]);
        }
        catch (Exception broken) when (broken is FatalException or IpldException)
        {
            return new(name, VectorVerdict.Failed, [broken.Message]);
        }
    }

    /// <summary>A recording names its bundle; a public vector's state does, by way of the System actor.</summary>
    private bool TryFindBundle(MessageVector vector, IBlockstore blocks, out ActorBundle? bundle, out string? absent)
    {
        bundle = null;
        absent = null;
        if (vector.IsRecording)
        {
            if (vector.Bundle is null || bundles.TryOpen(vector.Bundle, out bundle))
                return true;
            absent = $"bundle {vector.Bundle} is not in {bundles.Directory}";
            return false;
        }

        Cid data = ManifestData(vector.PreRoot, blocks);
        if (bundles.TryFindByData(data, out bundle))
            return true;
        absent = $"no bundle in {bundles.Directory} has the manifest data {data}";
        return false;
    }

    private static Cid ManifestData(Cid root, IBlockstore blocks)
    {
        if (!ChainEncoding.TryFromCbor<StateRoot>(blocks.Get(root).Span, out StateRoot? state)
            || !Ipld.Hamts.Hamt<ActorState>.Load(blocks, state.Actors, ActorState.Codec(state.Version))
                .TryGet(Address.FromId(SingletonActors.System).Bytes, out ActorState? system))
            throw new VectorFormatException($"the state {root} has no System actor");
        var reader = new CborReader(blocks.Get(system.Head).Span);
        reader.ReadArrayHeader(1);
        Cid? data = reader.ReadCid();
        return reader.Finish() && data is not null ? data : throw new VectorFormatException("the System actor's state is malformed");
    }

    private VectorOutcome Execute(string name, MessageVector vector, VectorVariant variant, IBlockstore store)
    {
        var differences = new List<string>();
        var traces = new List<IReadOnlyList<string>>();
        long epoch = variant.Epoch + (vector.Messages.Count == 0 ? 0 : vector.Messages[0].EpochOffset);
        VirtualMachine machine = Machine(vector, variant, epoch, vector.PreRoot, store);
        ulong gas = 0;
        for (int i = 0; i < vector.Messages.Count; i++)
        {
            VectorMessage recorded = vector.Messages[i];
            if (variant.Epoch + recorded.EpochOffset != epoch)
            {
                epoch = variant.Epoch + recorded.EpochOffset;
                machine = Machine(vector, variant, epoch, machine.Flush(), store);
            }

            ApplyResult result = Apply(machine, recorded, i);
            gas += result.Receipt.GasUsed;
            VectorComparison.Compare(vector, i, result, differences);
            if (keepTraces)
                traces.Add(TraceText.Lines(result.Trace));
        }

        Cid root = machine.Flush();
        if (root != vector.PostRoot)
        {
            differences.Add($"state root: expected {vector.PostRoot}, came {root}");
            differences.AddRange(StateDifference.Describe(store, vector.PostRoot, root));
        }

        VectorVerdict verdict = differences.Count == 0 ? VectorVerdict.Passed : VectorVerdict.Failed;
        return new(name, verdict, differences, vector.Messages.Count, gas) { Traces = traces };
    }

    private static ApplyResult Apply(VirtualMachine machine, VectorMessage recorded, int index)
    {
        if (!Message.TryDecode(recorded.Bytes.Span, out Message? message, out CborError error))
            throw new VectorFormatException(string.Create(CultureInfo.InvariantCulture, $"$.apply_messages[{index}].bytes is no message: {error}"));
        if (recorded.Implicit)
            return machine.ApplyImplicit(message);
        ulong length = (ulong)recorded.Bytes.Length;
        return machine.Apply(message, message.From.Protocol == AddressProtocol.Secp256k1 ? length + SecpSignatureLength : length);
    }

    private VirtualMachine Machine(MessageVector vector, VectorVariant variant, long epoch, Cid root, IBlockstore store)
    {
        // Our recordings of FVM v3 come from the reference itself; everything else from runners that accept proofs.
        bool acceptsProofs = !vector.IsRecording || variant.NetworkVersion >= NetworkVersion.V21;
        var context = new MachineContext
        {
            NetworkVersion = variant.NetworkVersion,
            Epoch = epoch,
            Timestamp = unchecked((ulong)epoch * SecondsPerEpoch),
            BaseFee = vector.BaseFee,
            CirculatingSupply = vector.CirculatingSupply,
            ChainId = vector.ChainId,
            ChargesBatchSeals = vector.IsRecording,
            Tracing = keepTraces || vector.Results.Any(result => result.Trace is not null),
        };
        IProofVerifier real = StorageProofs.Verifier(variant.NetworkVersion);
        return new VirtualMachine(context, new VirtualMachineParts
        {
            Store = store,
            StateRoot = root,
            Externs = new RecordedNode(vector),
            Proofs = acceptsProofs ? new AcceptingProofs(real) : real,
            Engine = engine,
        });
    }
}
