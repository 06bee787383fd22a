using System.Diagnostics.CodeAnalysis;

namespace Fvm.Evm.Precompiles;

/// <summary>The precompiled contracts of a configuration, by the number that their address is.</summary>
public sealed class PrecompileSet
{
    private readonly IPrecompile?[] _contracts;

    private PrecompileSet(params ReadOnlySpan<IPrecompile?> contracts) => _contracts = [null, .. contracts];

    /// <summary>Addresses 1 to 9. Address 10, point evaluation (EIP-4844), is left out: no chain of ours has blobs.</summary>
    public static PrecompileSet Cancun { get; } = new(
        new EcRecover(), new Sha256Hash(), new Ripemd160Hash(), new Identity(), new ModExp(), new Bn254Add(), new Bn254Multiply(), new Bn254Pairing(), new Blake2F());

    /// <summary>The contract at an address.</summary>
    public bool TryGet(EvmAddress address, [NotNullWhen(true)] out IPrecompile? contract)
    {
        contract = null;
        var number = address.ToWord();
        if (number >= (ulong)_contracts.Length) return false;
        contract = _contracts[number.U0];
        return contract is not null;
    }
}
