using Fvm.Protocol;

namespace Fvm.Abi;

/// <summary>How an operation of the kernel ended. A fatal error is none of these: it is a bug, and an exception (<see cref="FatalException"/>).</summary>
public enum SyscallOutcome : byte
{
    /// <summary>It worked.</summary>
    Ok,

    /// <summary>It was refused with an error number, which the actor sees.</summary>
    Refused,

    /// <summary>The gas ran out; the actor is unwound.</summary>
    OutOfGas,
}

/// <summary>
/// The status of an operation of the kernel, a value and not an exception: a syscall costs 14,000 gas, that is 1.4 us at the network's
/// 10 gas/ns, and a .NET throw costs more than that.
/// </summary>
public readonly struct SyscallStatus : IEquatable<SyscallStatus>
{
    private SyscallStatus(SyscallOutcome outcome, ErrorNumber error, string? detail)
    {
        Outcome = outcome;
        Error = error;
        Detail = detail;
    }

    /// <summary>Success.</summary>
    public static SyscallStatus Ok => default;

    /// <summary>The gas ran out.</summary>
    public static SyscallStatus OutOfGas => new(SyscallOutcome.OutOfGas, default, null);

    /// <summary>How it ended.</summary>
    public SyscallOutcome Outcome { get; }

    /// <summary>The error number; meaningful when <see cref="Outcome"/> is <see cref="SyscallOutcome.Refused"/>.</summary>
    public ErrorNumber Error { get; }

    /// <summary>What went wrong, for backtraces; never consensus.</summary>
    public string? Detail { get; }

    /// <summary>Whether it worked.</summary>
    public bool IsOk => Outcome == SyscallOutcome.Ok;

    /// <summary>A refusal.</summary>
    /// <param name="error">The number that the actor sees.</param>
    /// <param name="detail">What went wrong; a constant where the path is hot.</param>
    public static SyscallStatus Refuse(ErrorNumber error, string detail) => new(SyscallOutcome.Refused, error, detail);

    /// <inheritdoc/>
    public bool Equals(SyscallStatus other) => Outcome == other.Outcome && Error == other.Error && Detail == other.Detail;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SyscallStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, Error);

    /// <summary>Equality.</summary>
    public static bool operator ==(SyscallStatus left, SyscallStatus right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(SyscallStatus left, SyscallStatus right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Outcome == SyscallOutcome.Refused ? $"{Error}: {Detail}" : Outcome.ToString();
}
