using Fvm.Abi.Kernel;

namespace Fvm.Execution.Kernel;

/// <summary>The kernel of one invocation: each syscall family is an object of its own over the same frame, made when it is first asked for.</summary>
internal sealed class ActorKernel(KernelFrame frame) : IActorKernel
{
    public IMessageOps Message => field ??= new MessageOps(frame);

    public INetworkOps Network => field ??= new NetworkOps(frame);

    public IIpldOps Ipld => field ??= frame.Machine.Rules.TracksReachability ? new ReachableIpldOps(frame) : new IpldOps(frame);

    public ISelfOps Self => field ??= new SelfOps(frame);

    public IActorOps Actor => field ??= frame.Machine.Rules.AnyoneCreatesActors ? new OpenActorOps(frame) : new ActorOps(frame);

    public ICryptoOps Crypto => field ??= new CryptoOps(frame);

    public IEventOps Event => field ??= new EventOps(frame);

    public IRandomnessOps Randomness => field ??= new RandomnessOps(frame);

    public IGasOps Gas => field ??= new GasOps(frame);

    public ISendOps Send => field ??= new SendOps(frame);

    public IDebugOps Debug => field ??= new DebugOps(frame);

    public IMemoryBudget Memory => frame.Session.Memory;

    public ITracer? Tracer => frame.Session.IsTracing ? frame.Session : null;
}
