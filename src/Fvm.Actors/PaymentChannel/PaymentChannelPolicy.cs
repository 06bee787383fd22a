using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The constants of payment channels. Source: builtin-actors <c>actors/paych/src/types.rs</c>.</summary>
public static class PaymentChannelPolicy
{
    /// <summary>The greatest lane, 2^63 - 1.</summary>
    public const ulong MaxLane = long.MaxValue;

    /// <summary>Epochs between settling and collecting: twelve hours.</summary>
    public const long SettleDelay = 12 * 120;

    /// <summary>The most bytes of a secret.</summary>
    public const int MaxSecretSize = 256;

    /// <summary>The bit width of the array of lanes.</summary>
    public const int LaneStatesBitWidth = 3;

    /// <summary>Exit 32: a voucher after the channel settled.</summary>
    public static ExitCode UpdateAfterSettled => new(32);
}
