using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>
/// Plays a vector's messages one after the other, as the recordings were made: where the epoch changes, the state is flushed and a new machine made.
/// </summary>
public sealed class VectorPlayback
{
    private const ulong SecondsPerEpoch = 30;

    private readonly ActorEngine engine;
    private readonly MessageVector vector;
    private readonly VectorVariant variant;
    private readonly IBlockstore store;
    private readonly TraceDetail detail;
    private readonly IExterns node;
    private readonly IActorCodeSource? code;
    private readonly Func<NetworkVersion, IProofVerifier>? proofs;
    private long epoch;

    /// <summary>Loads the state before the first message.</summary>
    /// <param name="engine">Actor code.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="variant">Where to run it.</param>
    /// <param name="store">The blocks; see <see cref="VectorState"/>.</param>
    /// <param name="detail">What results tell; null for what the vector's record asks for.</param>
    /// <param name="node">The node; null for the recorded one.</param>
    /// <param name="code">Actors in C#; null for none.</param>
    /// <param name="proofs">Who verifies storage proofs; null to accept them where the recording's machine did.</param>
    public VectorPlayback(
        ActorEngine engine,
        MessageVector vector,
        VectorVariant variant,
        IBlockstore store,
        TraceDetail? detail = null,
        IExterns? node = null,
        IActorCodeSource? code = null,
        Func<NetworkVersion, IProofVerifier>? proofs = null)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(variant);
        this.engine = engine;
        this.vector = vector;
        this.variant = variant;
        this.store = store;
        this.detail = detail ?? (vector.Results.Any(result => result.Trace is not null) ? TraceDetail.Events : TraceDetail.None);
        this.node = node ?? new RecordedNode(vector);
        this.code = code;
        this.proofs = proofs;
        epoch = vector.Messages.Count == 0 ? variant.Epoch : EpochOf(0);
        Machine = MachineOn(vector.PreRoot);
    }

    /// <summary>The machine as it is now.</summary>
    public VirtualMachine Machine { get; private set; }

    /// <summary>Applies a message; they must be applied in order.</summary>
    /// <param name="index">Which.</param>
    public ApplyResult Apply(int index)
    {
        Advance(index);
        VectorMessage recorded = vector.Messages[index];
        Message message = MessageAt(index);
        return recorded.Implicit ? Machine.ApplyImplicit(message) : Machine.Apply(message, ChainLength(recorded, message));
    }

    /// <summary>Applies a message and settles its fee with the gas that was recorded, not with what it uses here; implicit ones have no fee.</summary>
    /// <param name="index">Which.</param>
    public ApplyResult ApplySettling(int index)
    {
        Advance(index);
        VectorMessage recorded = vector.Messages[index];
        Message message = MessageAt(index);
        return recorded.Implicit
            ? Machine.ApplyImplicit(message)
            : Machine.ApplySettling(message, ChainLength(recorded, message), vector.Receipts[index].GasUsed);
    }

    /// <summary>Makes the machine that a message runs on, without applying it.</summary>
    /// <param name="index">Which.</param>
    public void Advance(int index)
    {
        if (EpochOf(index) == epoch)
            return;
        Cid root = Machine.Flush();
        epoch = EpochOf(index);
        Machine = MachineOn(root);
    }

    /// <summary>A machine of the current epoch on any root, over the same blocks.</summary>
    /// <param name="root">The root of a state tree.</param>
    public VirtualMachine MachineOn(Cid root)
    {
        // Our recordings of FVM v3 come from the reference itself; everything else from runners that accept proofs.
        bool acceptsProofs = proofs is null && (!vector.IsRecording || variant.NetworkVersion >= NetworkVersion.V21);
        IProofVerifier real = proofs?.Invoke(variant.NetworkVersion) ?? StorageProofs.Verifier(variant.NetworkVersion);
        VirtualMachineBuilder builder = new VirtualMachineBuilder(variant.NetworkVersion)
            .OnState(store, root)
            .AtTipset(epoch, unchecked((ulong)epoch * SecondsPerEpoch), vector.BaseFee)
            .InNetwork(vector.CirculatingSupply, vector.ChainId)
            .WithEngine(engine)
            .WithNode(node)
            .WithProofs(acceptsProofs ? new AcceptingProofs(real) : real)
            .WithTracing(detail)
            .With(context => context with { ChargesBatchSeals = vector.IsRecording });
        return (code is null ? builder : builder.WithCode(code)).Build();
    }

    /// <summary>A message, decoded.</summary>
    /// <param name="index">Which.</param>
    /// <exception cref="VectorFormatException">Its bytes are no message.</exception>
    public Message MessageAt(int index) => Message.TryDecode(vector.Messages[index].Bytes.Span, out Message? message, out CborError error)
        ? message
        : throw new VectorFormatException(string.Create(CultureInfo.InvariantCulture, $"$.apply_messages[{index}].bytes is no message: {error}"));

    /// <summary>The length on chain as the format counts it: of the bytes, and a signature's if the sender is an f1.</summary>
    /// <param name="recorded">The message in the vector.</param>
    /// <param name="message">The message.</param>
    public static ulong ChainLength(VectorMessage recorded, Message message)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(message);
        ulong length = (ulong)recorded.Bytes.Length;
        return message.From.Protocol == AddressProtocol.Secp256k1 ? length + Hosting.ChainLength.SignatureOverhead : length;
    }

    private long EpochOf(int index) => variant.Epoch + vector.Messages[index].EpochOffset;
}
