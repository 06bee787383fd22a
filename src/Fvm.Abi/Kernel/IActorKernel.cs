namespace Fvm.Abi.Kernel;

/// <summary>
/// What one invocation of an actor may ask of the machine: one interface a syscall family. Operations charge their own gas; the flat
/// price of a host call and the execution gas are settled by the binding through <see cref="Gas"/>.
/// </summary>
public interface IActorKernel
{
    /// <summary>The message that runs (<c>vm</c>).</summary>
    IMessageOps Message { get; }

    /// <summary>The network (<c>network</c>).</summary>
    INetworkOps Network { get; }

    /// <summary>Blocks of IPLD data (<c>ipld</c>).</summary>
    IIpldOps Ipld { get; }

    /// <summary>The actor itself (<c>self</c>).</summary>
    ISelfOps Self { get; }

    /// <summary>Other actors (<c>actor</c>).</summary>
    IActorOps Actor { get; }

    /// <summary>Hashes, signatures and proofs (<c>crypto</c>).</summary>
    ICryptoOps Crypto { get; }

    /// <summary>Events (<c>event</c>).</summary>
    IEventOps Event { get; }

    /// <summary>Randomness (<c>rand</c>).</summary>
    IRandomnessOps Randomness { get; }

    /// <summary>Gas (<c>gas</c>), and the settlement of execution gas.</summary>
    IGasOps Gas { get; }

    /// <summary>Messages to other actors (<c>send</c>).</summary>
    ISendOps Send { get; }

    /// <summary>Debugging (<c>debug</c>).</summary>
    IDebugOps Debug { get; }

    /// <summary>The memory budget of the call stack.</summary>
    IMemoryBudget Memory { get; }

    /// <summary>The message's trace; null when nobody reads one, so that nothing is made for it.</summary>
    ITracer? Tracer => null;
}
