using Fvm.Abi;
using Fvm.Abi.Tracing;

namespace Fvm.Execution.Gas;

/// <summary>
/// The gas of one message: what is used of what limit, with a stack of limits for calls that set one of their own.
/// ref-fvm <c>fvm/src/gas/mod.rs</c>: FVM v3 and later count without a sign; FVM v2 counts in signed 64 bits, where what is used may fall below
/// zero, and where no sum exceeds a limit of <see cref="long.MaxValue"/> since it stops there.
/// </summary>
internal sealed class GasTracker
{
    private Stack<(long Limit, long Used)>? outer;
    private readonly List<ExecutionEvent>? trace;
    private readonly bool isSigned;
    private long limit;
    private long used;

    /// <summary>Begins with nothing used. The limit is cut to <see cref="long.MaxValue"/> milligas, since wasm counts in signed 64 bits.</summary>
    public GasTracker(GasAmount limit, List<ExecutionEvent>? trace, bool isSigned = false)
    {
        this.limit = Cut(limit);
        this.trace = trace;
        this.isSigned = isSigned;
    }

    /// <summary>Gas used since the innermost limit was set; nothing where refunds exceed it.</summary>
    public GasAmount Used => new((ulong)Math.Max(used, 0));

    /// <summary>Gas left inside the innermost limit; more than that after refunds, at most <see cref="long.MaxValue"/> milligas.</summary>
    public GasAmount Available => GasAmount.Min(new GasAmount(Left), new GasAmount(long.MaxValue));

    /// <summary>The difference in full: used is below the limit, and both are within 64 bits.</summary>
    private ulong Left => unchecked((ulong)limit - (ulong)used);

    /// <summary>Charges gas; running out uses the limit up exactly. The charge that runs out is traced too.</summary>
    /// <returns>False when the gas ran out.</returns>
    public bool TryCharge(string name, GasAmount amount)
    {
        trace?.Add(new GasCharged(name, amount) { Taken = GasAmount.Min(amount, new GasAmount(Left)) });
        if (isSigned)
            amount = GasAmount.Min(amount, new GasAmount(long.MaxValue));
        if (amount.Milligas > Left)
        {
            used = limit;
            return isSigned && limit == long.MaxValue;
        }

        used = unchecked(used + (long)amount.Milligas);
        return true;
    }

    /// <summary>Charges gas; running out uses the limit up exactly.</summary>
    /// <returns>False when the gas ran out.</returns>
    public bool TryCharge(GasCharge charge) => charge.IsNone || TryCharge(charge.Name, charge.Amount);

    /// <summary>Takes off what was used, below zero if need be: a negative charge of FVM v2.</summary>
    public void Refund(string name, GasAmount amount)
    {
        trace?.Add(new GasRefunded(name, amount));
        Int128 rest = (Int128)used - amount.Milligas;
        used = (long)Int128.Max(rest, long.MinValue);
    }

    /// <summary>Sets a limit inside the current one, which begins with nothing used.</summary>
    public void PushLimit(GasAmount inner)
    {
        (outer ??= new()).Push((limit, used));
        limit = Cut(GasAmount.Min(Available, inner));
        used = 0;
    }

    /// <summary>Goes back to the limit before; what was used inside counts there.</summary>
    public void PopLimit()
    {
        (limit, long before) = outer!.Pop();
        used = before + used;
    }

    private static long Cut(GasAmount amount) => (long)Math.Min(amount.Milligas, long.MaxValue);
}
