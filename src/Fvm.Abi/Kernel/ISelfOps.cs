using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>self</c>.</summary>
public interface ISelfOps
{
    /// <summary>The actor's state root. Refuses with 2 when the actor is deleted.</summary>
    /// <param name="root">The root.</param>
    SyscallStatus Root(out Cid? root);

    /// <summary>Sets the actor's state root. Refuses with 13 when read-only, with 2 when the actor is deleted.</summary>
    /// <param name="root">The new root.</param>
    SyscallStatus SetRoot(Cid root);

    /// <summary>The actor's balance in attoFIL; 0 when it is deleted.</summary>
    /// <param name="balance">The balance.</param>
    SyscallStatus CurrentBalance(out TokenAmount balance);

    /// <summary>Deletes the actor (to nv20): what it owns goes to a beneficiary, who must exist (6) and be another (11).</summary>
    /// <param name="beneficiary">Who gets the balance.</param>
    SyscallStatus SelfDestruct(Address beneficiary);

    /// <summary>Deletes the actor (from nv21 on). A balance is burnt if asked for, else refused with 2.</summary>
    /// <param name="burnUnspent">Whether to burn what the actor owns.</param>
    SyscallStatus SelfDestruct(bool burnUnspent);
}
