using System.Reflection.Emit;

namespace Fvm.Wasm.Compilation;

/// <summary>Makes the method of a function.</summary>
internal static class FunctionCompiler
{
    /// <summary>Makes the method of a defined function.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The function.</param>
    /// <param name="statistics">Its sizes.</param>
    public static DynamicMethod Compile(CompiledModule module, int function, out IlStatistics statistics)
    {
        var method = new FunctionEmitter(module, function).Emit(out statistics);
        return module.IsProfiled ? StubCompiler.Profiled(module, function, method) : method;
    }
}
