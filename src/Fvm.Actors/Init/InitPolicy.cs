using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>Who may make what through <see cref="InitMethods.Exec"/>. Source: builtin-actors <c>actors/init/src/lib.rs</c>, can_exec.</summary>
internal static class InitPolicy
{
    /// <summary>Anyone may make these.</summary>
    public static bool IsForAnyone(BuiltinActor type) => type is BuiltinActor.Multisig or BuiltinActor.PaymentChannel;

    /// <summary>Only the power actor may make these.</summary>
    public static bool IsForPower(BuiltinActor type) => type == BuiltinActor.Miner;
}
