using Fvm.Abi;
using Fvm.Abi.Kernel;

namespace Fvm.Syscalls.Tests;

/// <summary>A gas tracker that keeps every charge, in milligas. It behaves as ref-fvm <c>gas/mod.rs</c>: a charge that does not fit uses all.</summary>
/// <param name="prices">The prices of execution; those of FVM v3 and v4 unless told.</param>
internal sealed class FakeGas(ExecutionPrices? prices = null) : IGasOps
{
    public static ExecutionPrices Hygge { get; } = new(
        GasAmount.FromGas(14_000), new GasAmount(400), new GasAmount(3_200), new InstructionPrices(4_000, 26_214_400, 400, 3_200, 2_048));

    /// <summary>FVM v2.</summary>
    public static ExecutionPrices Skyr { get; } = new(
        GasAmount.FromGas(14_000), GasAmount.Zero, GasAmount.Zero, new InstructionPrices(4_000, 0, 0, 0, 2_048, InstrumentRelease.V0_2));

    public List<(string Name, ulong Milligas)> Charges { get; } = [];

    /// <summary>Whether charges are kept.</summary>
    public bool Keeps { get; set; } = true;

    public ulong Limit { get; set; } = 10_000_000_000;

    public ulong Used { get; set; }

    public GasAmount Available => new(Limit - Used);

    public ExecutionPrices Prices { get; } = prices ?? Hygge;

    public static ExecutionPrices PricesFor(SyscallTable syscalls) => syscalls == SyscallTable.V2 ? Skyr : Hygge;

    public SyscallStatus Charge(string name, GasAmount amount)
    {
        if (Keeps) Charges.Add((name, amount.Milligas));
        if (amount.Milligas > Limit - Used)
        {
            Used = Limit;
            return SyscallStatus.OutOfGas;
        }

        Used += amount.Milligas;
        return SyscallStatus.Ok;
    }

    public void Refund(string name, GasAmount amount)
    {
        if (Keeps) Refunds.Add((name, amount.Milligas));
        Used -= Math.Min(Used, amount.Milligas);
    }

    public List<(string Name, ulong Milligas)> Refunds { get; } = [];

    public ulong Sum(string name) => Charges.Where(charge => charge.Name == name).Aggregate(0UL, (sum, charge) => sum + charge.Milligas);
}

/// <summary>The budget of 2 GiB, or less.</summary>
internal sealed class FakeMemoryBudget : IMemoryBudget
{
    public ulong Limit { get; set; } = 2UL << 30;

    public ulong Used { get; set; }

    public bool TryGrow(ulong bytes)
    {
        if (bytes > Limit - Used) return false;
        Used += bytes;
        return true;
    }
}
