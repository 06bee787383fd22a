namespace Fvm.Wasm.Model;

/// <summary>How the network prices an operator (FIP-0032; ref-fvm <c>fvm/src/gas/price_list.rs</c>, <c>impl Rules for WasmGasPrices</c>).</summary>
internal enum GasClass : byte
{
    /// <summary>Nothing: nop, drop, block, loop, unreachable, return, else, end.</summary>
    Free,

    /// <summary>The flat price of an operator.</summary>
    Operator,

    /// <summary>The flat price and the page price times the operand: memory.grow.</summary>
    LinearPages,

    /// <summary>The flat price and the byte price times the last operand: memory.copy, fill and init.</summary>
    LinearBytes,

    /// <summary>The flat price and the element price times the last operand: table.grow, copy, init and fill.</summary>
    LinearElements,

    /// <summary>Instrumentation refuses the module: ref.null, ref.is_null, ref.func, typed select.</summary>
    Refused,
}
