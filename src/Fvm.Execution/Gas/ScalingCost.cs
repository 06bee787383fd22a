using Fvm.Abi;

namespace Fvm.Execution.Gas;

/// <summary>A price with a flat part and a part that grows with a size; saturates.</summary>
/// <param name="Flat">What it costs at least.</param>
/// <param name="Scale">What a unit adds.</param>
internal readonly record struct ScalingCost(GasAmount Flat, GasAmount Scale)
{
    public GasAmount Apply(ulong size) => Flat + (Scale * size);
}

/// <summary>A price that depends on a number by steps: the last step that begins at or below the number counts, none before the first.</summary>
/// <param name="Steps">Where each step begins and what it costs, ascending.</param>
internal sealed record StepCost(params (ulong Start, GasAmount Cost)[] Steps)
{
    public GasAmount Lookup(ulong number)
    {
        for (int i = Steps.Length - 1; i >= 0; i--)
        {
            if (Steps[i].Start <= number)
                return Steps[i].Cost;
        }

        return GasAmount.Zero;
    }
}

/// <summary>The price of an aggregate of seals: per seal, and by steps of their number.</summary>
/// <param name="PerSeal">Per seal.</param>
/// <param name="Steps">By number.</param>
internal sealed record AggregateCost(GasAmount PerSeal, StepCost Steps)
{
    public GasAmount Apply(ulong seals) => (PerSeal * seals) + Steps.Lookup(seals);
}
