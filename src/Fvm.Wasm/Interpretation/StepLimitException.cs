namespace Fvm.Wasm.Interpretation;

/// <summary>An interpreted program ran for longer than the caller wants to wait; nothing can be said about it.</summary>
internal sealed class StepLimitException() : Exception("the interpreter's steps are used up");
