using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>What a call asks for, but for whom.</summary>
/// <param name="From">Who calls.</param>
/// <param name="Method">The method number.</param>
/// <param name="Parameters">The parameters, or null.</param>
/// <param name="Value">The value to transfer.</param>
/// <param name="ReadOnly">Whether nothing may be changed.</param>
/// <param name="IsImplicit">Whether it is the constructor of an account that a send creates, which nobody called.</param>
/// <param name="OldCode">The code that the call upgrades the actor from; null for all other calls.</param>
internal readonly record struct Call(
    ActorId From, ulong Method, Block? Parameters, TokenAmount Value, bool ReadOnly, bool IsImplicit = false, Cid? OldCode = null)
{
    /// <summary>The method that an upgrade sees.</summary>
    public const ulong UpgradeMethod = 932_083;
}
