using System.Numerics;

namespace Fvm.Actors;

/// <summary>The constants of the verified registry, on mainnet. Source: builtin-actors <c>runtime/src/runtime/policy.rs</c>.</summary>
public static class VerifiedRegistryPolicy
{
    private const long EpochsInDay = 2880;

    /// <summary>A year of 31,556,925 seconds, the tropical one, in whole epochs.</summary>
    private const long EpochsInYear = 31_556_925 / 30;

    /// <summary>The smallest allocation, 1 MiB.</summary>
    public const ulong MinAllocationSize = 1 << 20;

    /// <summary>The shortest term of an allocation, 180 days.</summary>
    public const long MinAllocationTerm = 180 * EpochsInDay;

    /// <summary>The longest term of an allocation, 5 years: 5,259,485 epochs.</summary>
    public const long MaxAllocationTerm = 5 * EpochsInYear;

    /// <summary>How far ahead an allocation may expire, 60 days.</summary>
    public const long MaxAllocationExpiration = 60 * EpochsInDay;

    /// <summary>The units of the data cap token that are one byte: 10^18.</summary>
    public static BigInteger TokensPerByte { get; } = DataCapPolicy.Granularity;

    /// <summary>What stands in front of a signed <see cref="RemoveDataCapProposal"/>.</summary>
    public static ReadOnlySpan<byte> RemoveDataCapDomain => "fil_removedatacap:"u8;
}
