namespace Fvm.Wasm.Metering;

/// <summary>
/// A dynamic charge before a bulk operator whose operand is not a constant: the top operand (i32, unsigned) times <paramref name="UnitCost"/>.
/// Due after the <see cref="GasCharge"/> of the same position, if there is one, and before the operator; also where memory.grow then returns -1.
/// </summary>
/// <param name="Position">The operator's offset in the body's code.</param>
/// <param name="UnitCost">The price of a unit, below 2^31; the product fits a positive long.</param>
public readonly record struct LinearCharge(int Position, uint UnitCost);
