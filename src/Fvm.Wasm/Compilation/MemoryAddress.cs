namespace Fvm.Wasm.Compilation;

/// <summary>
/// A checked address: the linear memory's start + the base + a constant. The base is an int64 IL local that holds the i32 operand
/// zero-extended: either the <b>companion</b> of a wasm local, which later accesses through the same unchanged local use again, or a
/// temporary, which the access frees; or there is none, and the whole address is constant.
/// </summary>
/// <param name="BaseLocal">The IL local, or <see cref="OperandNode.None"/>.</param>
/// <param name="Companion">The companion's key in <see cref="OperandStack"/>, or <see cref="OperandNode.None"/>.</param>
/// <param name="Offset">The constant part.</param>
internal readonly record struct MemoryAddress(int BaseLocal, int Companion, ulong Offset);
