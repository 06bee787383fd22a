using Fvm.Abi;

namespace Fvm.Execution.Gas;

/// <summary>A charge of gas under a name. The reference splits each into computing and other gas; only the sum is consensus.</summary>
/// <param name="Name">The name that traces carry.</param>
/// <param name="Amount">How much.</param>
internal readonly record struct GasCharge(string Name, GasAmount Amount)
{
    /// <summary>No charge at all, not even one of nothing in traces.</summary>
    public static GasCharge None => default;

    public bool IsNone => Name is null;
}
