using System.Reflection.Emit;

namespace Fvm.Wasm.Compilation;

/// <summary>Chooses how an entry of the code table comes about.</summary>
internal sealed class FunctionCompiler(CompiledModule module)
{
    /// <summary>Makes the method behind an entry.</summary>
    /// <param name="code">A function, or from the number of functions on its variant that counts no height.</param>
    /// <param name="statistics">The sizes of an emitted function; zero for stubs.</param>
    public DynamicMethod Compile(int code, out IlStatistics statistics)
    {
        statistics = default;
        var metered = module.Metered;
        var functions = metered.Module.Functions.Length;
        if (code >= functions) return StubCompiler.WithoutHeight(module, code - functions);
        if (code < metered.Module.ImportedFunctionCount) return StubCompiler.Import(module, code);
        var method = new FunctionEmitter(module, code).Emit(out statistics);
        return module.IsProfiled ? StubCompiler.Profiled(module, code, method) : method;
    }
}
