using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Node.Chain;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>Where a machine stands: on which state, in which epoch, at which time and base fee.</summary>
/// <param name="StateRoot">The state.</param>
/// <param name="Version">Its network version.</param>
/// <param name="Height">The epoch.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="BaseFee">attoFIL a gas.</param>
internal sealed record MachinePlace(Cid StateRoot, NetworkVersion Version, long Height, ulong Timestamp, TokenAmount BaseFee)
{
    /// <summary>The tipset whose messages run, or cron of the null rounds before it; null for calls that stand in none.</summary>
    public Tipset? Running { get; init; }
}

/// <summary>Builds the machines of one devnet: they share its code, its network and its chain.</summary>
internal sealed class MachineFactory(DevnetOptions options, IBlockstore blocks, Func<Tipset?, IExterns> nodeOf, ActorEngine engine, NativeCode? code, TokenAmount supply)
{
    /// <summary>What actors of a chain of its own are told of the circulating supply: everything but what the reward actor has to give away at genesis. The network computes it.</summary>
    public static readonly TokenAmount DevnetSupply = TokenAmount.FromFil(Hosting.Genesis.GenesisBuilder.TotalFil - Hosting.Genesis.GenesisBuilder.MiningFil);

    private readonly BlockMemo memo = new();
    private FakeProofs proofs = new(options.NetworkVersion);

    /// <summary>Who judges storage proofs.</summary>
    public IProofVerifier ProofsOf(NetworkVersion version) => proofs is { } known && known.Version == version ? known : proofs = new FakeProofs(version);

    public VirtualMachine Build(MachinePlace place, TraceDetail detail = TraceDetail.None, IBlockstore? over = null, IEvmTracer? tracer = null, EventDetail events = EventDetail.Rooted, bool dropsState = false)
    {
        VirtualMachineBuilder builder = new VirtualMachineBuilder(place.Version)
            .OnState(over ?? blocks, place.StateRoot)
            .AtTipset(place.Height, place.Timestamp, place.BaseFee)
            .InNetwork(supply, options.ChainId)
            .WithEngine(engine)
            .WithMemo(memo)
            .WithNode(nodeOf(place.Running))
            .WithProofs(ProofsOf(place.Version))
            .WithTracing(detail);
        if (events != EventDetail.Rooted || dropsState)
            builder.With(context => context with { Events = events, DropsState = dropsState });
        if (options.Bundle is { } bundle)
            builder.WithBundle(bundle);
        else if (code is not null)
            builder.WithCode(tracer is null ? code : Traced(code, tracer));
        return builder.Build();
    }

    private static NativeCode Traced(NativeCode code, IEvmTracer tracer) =>
        code.Manifest.TryGetCode(BuiltinActor.Evm, out Cid? evm) ? code.With(evm, NativeActors.TracedEvm(tracer)) : code;
}
