namespace Fvm.Wasm.Metering;

/// <summary>
/// A static charge: the cost of one metered block, due whenever control reaches <paramref name="Position"/> from above or by a jump to it,
/// before anything that the operator there does. For an operator that heads a loop that means once on entry and not again at each jump back
/// (the label stands behind the <c>loop</c> operator).
/// </summary>
/// <param name="Position">The operator's offset in the body's code (<c>InstructionReader.Position</c>). Never an <c>else</c> or <c>end</c>.</param>
/// <param name="Cost">
/// What to subtract from the counter, in its unit and with wrapping arithmetic. Never zero. Negative where the reference's unsigned sum
/// passes 2^63, which takes some 160 folded constants of memory.grow in one block: there it adds gas, and so do we.
/// </param>
public readonly record struct GasCharge(int Position, long Cost);
