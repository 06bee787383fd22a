using Fvm.Abi;
using Fvm.Abi.Tracing;

namespace Fvm.Execution.Gas;

/// <summary>
/// The gas of one message: what is used of what limit, with a stack of limits for calls that set one of their own.
/// ref-fvm <c>fvm/src/gas/mod.rs</c> (FVM v3 and later: unsigned, saturating).
/// </summary>
internal sealed class GasTracker
{
    private readonly Stack<(GasAmount Limit, GasAmount Used)> outer = new();
    private readonly List<ExecutionEvent>? trace;
    private GasAmount limit;
    private GasAmount used;

    /// <summary>Begins with nothing used. The limit is cut to <see cref="long.MaxValue"/> milligas, since wasm counts in signed 64 bits.</summary>
    public GasTracker(GasAmount limit, List<ExecutionEvent>? trace)
    {
        this.limit = GasAmount.Min(limit, new GasAmount(long.MaxValue));
        this.trace = trace;
    }

    /// <summary>Gas used since the innermost limit was set.</summary>
    public GasAmount Used => used;

    /// <summary>Gas left inside the innermost limit.</summary>
    public GasAmount Available => limit - used;

    /// <summary>Charges gas; running out uses the limit up exactly. The charge that runs out is traced too.</summary>
    /// <returns>False when the gas ran out.</returns>
    public bool TryCharge(string name, GasAmount amount)
    {
        trace?.Add(new GasCharged(name, amount) { Taken = GasAmount.Min(amount, Available) });
        GasAmount total = used + amount;
        if (total > limit)
        {
            used = limit;
            return false;
        }

        used = total;
        return true;
    }

    /// <summary>Charges gas; running out uses the limit up exactly.</summary>
    /// <returns>False when the gas ran out.</returns>
    public bool TryCharge(GasCharge charge) => TryCharge(charge.Name, charge.Amount);

    /// <summary>Sets a limit inside the current one, which begins with nothing used.</summary>
    public void PushLimit(GasAmount inner)
    {
        outer.Push((limit, used));
        limit = GasAmount.Min(Available, inner);
        used = GasAmount.Zero;
    }

    /// <summary>Goes back to the limit before; what was used inside counts there.</summary>
    public void PopLimit()
    {
        (limit, GasAmount before) = outer.Pop();
        used = before + used;
    }
}
