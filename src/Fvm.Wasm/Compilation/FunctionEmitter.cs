namespace Fvm.Wasm.Compilation;

internal sealed class FunctionEmitter;
