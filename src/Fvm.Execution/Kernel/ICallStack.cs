using Fvm.Abi;
using Fvm.Execution.Calls;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>
/// The one place where the flow turns back: a kernel that sends asks the call stack for a new frame, which makes a new kernel.
/// </summary>
internal interface ICallStack
{
    /// <summary>Calls an actor in a new frame.</summary>
    CallOutcome Send(ActorId from, Address to, ulong method, Block? parameters, TokenAmount value, GasAmount? gasLimit, bool readOnly);

    /// <summary>Changes the code of an actor and runs the new code's upgrade in a new frame.</summary>
    CallOutcome Upgrade(ActorId caller, ActorId actor, Cid newCode, Block? parameters);
}
