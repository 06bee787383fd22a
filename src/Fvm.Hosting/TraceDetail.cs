namespace Fvm.Hosting;

/// <summary>How much results tell of what happened. None of it is consensus.</summary>
public enum TraceDetail
{
    /// <summary>Nothing; costs nothing.</summary>
    None,

    /// <summary>Every call, syscall, gas charge and event.</summary>
    Events,

    /// <summary>Also the execution gas of every wasm function. Code is compiled a second time for it, and runs slower.</summary>
    Functions,
}
