using System.Reflection.Emit;

namespace Fvm.Wasm.Compilation;

internal sealed class FunctionCompiler(CompiledModule module)
{
    public DynamicMethod Compile(int code, out IlStatistics statistics) { _ = module; statistics = default; throw new NotImplementedException(); }
}
