using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>The prices of <see cref="MeteringSettings"/> by class of operator.</summary>
/// <param name="settings">The prices.</param>
internal sealed class OperatorPrices(MeteringSettings settings)
{
    /// <summary>
    /// The operators that the stack limiter leaves where one call stood and that are not free: global.get, i32.const, i32.add, global.set,
    /// global.get, i32.const, i32.gt_u, if, (unreachable, end: free,) call, global.get, i32.const, i32.sub, global.set.
    /// </summary>
    private const ulong CallOperators = 13;

    /// <summary>The greatest price of a unit plus one: times an unsigned 32-bit operand it stays within a positive long.</summary>
    private const uint UnitCostBound = 0x8000_0000;

    /// <summary>What a direct call of a defined function adds to its block.</summary>
    public ulong LimitedCall { get; } = CallOperators * settings.OperatorCost;

    /// <summary>What a thunk costs: its arguments' local.get and the limited call; its single block is paid on entry.</summary>
    public long Thunk(int parameterCount) => (long)(((ulong)parameterCount * settings.OperatorCost) + LimitedCall);

    /// <summary>The flat part of an operator's price.</summary>
    public ulong Flat(GasClass gas) => gas == GasClass.Free ? 0UL : settings.OperatorCost;

    /// <summary>The price of a unit of a linearly priced operator, 0 for the others.</summary>
    /// <exception cref="WasmMeteringException">The price is 2^31 or more.</exception>
    public uint Unit(GasClass gas, int offset)
    {
        var unit = gas switch
        {
            GasClass.LinearPages => settings.PageCost,
            GasClass.LinearBytes => settings.ByteCost,
            GasClass.LinearElements => settings.TableElementCost,
            _ => 0u,
        };
        return unit < UnitCostBound ? unit : throw new WasmMeteringException("cost per unit exceeds the 0x80000000 limit", offset);
    }
}
