namespace Fvm.Wasm;

/// <summary>Why a call into a module ended early (WebAssembly 2.0, 4.2.2 "Results"); the names follow the suite's messages.</summary>
public enum WasmTrap
{
    /// <summary>It did not: the call returned.</summary>
    None,

    /// <summary><c>unreachable</c> was executed.</summary>
    Unreachable,

    /// <summary>A load, store, bulk operation or active data segment touched bytes outside of the memory.</summary>
    MemoryOutOfBounds,

    /// <summary>A table instruction or an active element segment touched elements outside of the table.</summary>
    TableOutOfBounds,

    /// <summary>An indirect call through a null element, or past the end of the table.</summary>
    UndefinedElement,

    /// <summary>An indirect call of a function of another type.</summary>
    IndirectCallTypeMismatch,

    /// <summary>A quotient or a truncated float does not fit the integer type.</summary>
    IntegerOverflow,

    /// <summary>Integer division or remainder by zero.</summary>
    IntegerDivideByZero,

    /// <summary>Truncation of a NaN.</summary>
    InvalidConversionToInteger,

    /// <summary>The metered stack height or the deterministic real stack (docs/rationale.md) passed its limit.</summary>
    StackOverflow,

    /// <summary>A charge took the gas counter below zero; the counter keeps the negative value.</summary>
    OutOfGas,

    /// <summary>A host function called <see cref="WasmInstance.Abort"/>.</summary>
    HostAbort,

    /// <summary>At instantiation only: <see cref="InstanceLimits"/> or the <see cref="IGrowthLimiter"/> refused the initial memory or table.</summary>
    LimitRefused,
}
