using System.Numerics;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The constants of the data cap actor. Source: builtin-actors <c>actors/datacap/src/lib.rs</c>.</summary>
public static class DataCapPolicy
{
    /// <summary>The token's name.</summary>
    public const string TokenName = "DataCap";

    /// <summary>The token's symbol.</summary>
    public const string TokenSymbol = "DCAP";

    /// <summary>What amounts must be multiples of: whole tokens, which are bytes.</summary>
    public const ulong Granularity = Frc46Token.Precision;

    /// <summary>What operators may take who may take everything: 10^21 whole tokens, more than 800 EiB.</summary>
    public static TokenAmount InfiniteAllowance { get; } = new(BigInteger.Pow(10, 21) * Frc46Token.Precision);
}
