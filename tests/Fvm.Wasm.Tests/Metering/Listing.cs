using System.Text;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>Writes a metered body down for golden tests: <c>[cost]</c> stands before the operator that it is paid at, <c>&lt;unit&gt;</c> likewise.</summary>
internal static class Listing
{
    /// <summary>Prices that stay readable: 1 an operator, 10 a page, 100 a byte, 1000 an element.</summary>
    public static readonly MeteringSettings UnitPrices = new() { OperatorCost = 1, PageCost = 10, ByteCost = 100, TableElementCost = 1000 };

    public static string Of(MeteredModule module, int defined)
    {
        var text = new StringBuilder();
        var charges = module.Functions[defined].Charges.ToDictionary(charge => charge.Position, charge => charge.Cost);
        var linear = module.Functions[defined].LinearCharges.ToDictionary(charge => charge.Position, charge => charge.UnitCost);
        var instruction = new InstructionReader(module.Module.Bodies[defined].Code.Span);
        while (instruction.Read())
        {
            if (text.Length > 0) text.Append("; ");
            if (charges.Remove(instruction.Position, out var cost)) text.Append('[').Append(cost).Append("] ");
            if (linear.Remove(instruction.Position, out var unit)) text.Append('<').Append(unit).Append("> ");
            text.Append(OpcodeTable.Of(instruction.Opcode).Name);
        }

        Assert.Empty(charges);
        Assert.Empty(linear);
        return text.ToString();
    }
}
