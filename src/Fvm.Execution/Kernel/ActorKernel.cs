using Fvm.Abi.Kernel;

namespace Fvm.Execution.Kernel;

/// <summary>The kernel of one invocation: each syscall family is an object of its own over the same frame.</summary>
internal sealed class ActorKernel(KernelFrame frame) : IActorKernel
{
    public IMessageOps Message { get; } = new MessageOps(frame);

    public INetworkOps Network { get; } = new NetworkOps(frame);

    public IIpldOps Ipld { get; } = frame.Machine.Rules.TracksReachability ? new ReachableIpldOps(frame) : new IpldOps(frame);

    public ISelfOps Self { get; } = new SelfOps(frame);

    public IActorOps Actor { get; } = frame.Machine.Rules.AnyoneCreatesActors ? new OpenActorOps(frame) : new ActorOps(frame);

    public ICryptoOps Crypto { get; } = new CryptoOps(frame);

    public IEventOps Event { get; } = new EventOps(frame);

    public IRandomnessOps Randomness { get; } = new RandomnessOps(frame);

    public IGasOps Gas { get; } = new GasOps(frame);

    public ISendOps Send { get; } = new SendOps(frame);

    public IDebugOps Debug { get; } = new DebugOps(frame);

    public IMemoryBudget Memory => frame.Session.Memory;

    public ITracer? Tracer => frame.Session.IsTracing ? frame.Session : null;
}
