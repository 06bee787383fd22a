namespace Fvm.Evm.Precompiles;

/// <summary>A contract that is not code: a function of bytes at a reserved address (Yellow Paper, appendix E).</summary>
public interface IPrecompile
{
    /// <summary>Ethereum's price for an input; 2^64 - 1 for more than any gas.</summary>
    ulong GasCost(ReadOnlySpan<byte> input);

    /// <summary>Runs it.</summary>
    /// <returns>False if the input is not accepted: the call fails and takes all its gas.</returns>
    bool TryRun(ReadOnlySpan<byte> input, out byte[] output);
}
