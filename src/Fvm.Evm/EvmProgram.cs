using System.Runtime.InteropServices;
using Fvm.Evm.Analysis;

namespace Fvm.Evm;

/// <summary>
/// Analysed code: jump destinations, basic blocks with their gas and stack requirements, immediates. Immutable, so it may be shared
/// between interpreters of the same configuration; analyse once a code hash and keep it.
/// </summary>
public sealed class EvmProgram
{
    private InstructionStream? _singleSteps;

    private EvmProgram(byte[] code, EvmConfiguration configuration)
    {
        Bytes = code;
        Configuration = configuration;
        Blocks = InstructionStreamBuilder.Build(code, configuration, singleSteps: false);
    }

    /// <summary>Analyses code, in one pass.</summary>
    /// <param name="code">Any bytes; copied unless they are a whole array.</param>
    /// <param name="configuration">The rules under which it will run.</param>
    public static EvmProgram Analyse(ReadOnlyMemory<byte> code, EvmConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        bool isWholeArray = MemoryMarshal.TryGetArray(code, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length;
        return new EvmProgram(isWholeArray ? segment.Array! : code.ToArray(), configuration);
    }

    /// <summary>The code.</summary>
    public ReadOnlyMemory<byte> Code => Bytes;

    /// <summary>The rules that it was analysed for.</summary>
    public EvmConfiguration Configuration { get; }

    internal byte[] Bytes { get; }

    /// <summary>By basic blocks.</summary>
    internal InstructionStream Blocks { get; }

    /// <summary>By single instructions; built when it is first needed. Two threads may both build it: they build the same.</summary>
    internal InstructionStream SingleSteps => _singleSteps ??= InstructionStreamBuilder.Build(Bytes, Configuration, singleSteps: true);
}
