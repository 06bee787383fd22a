using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>Ethereum's prices for touching accounts and slots. Nothing where the host meters gas by itself.</summary>
internal static class AccessPrices
{
    /// <summary>EIP-2929: COLD_ACCOUNT_ACCESS_COST.</summary>
    internal const ulong ColdAccount = 2600;

    /// <summary>EIP-2929: COLD_SLOAD_COST.</summary>
    internal const ulong ColdSlot = 2100;

    /// <summary>EIP-2929: WARM_STORAGE_READ_COST, which is in the constant price of the instructions that touch.</summary>
    internal const ulong Warm = 100;

    /// <summary>Charges what a cold account costs above a warm one.</summary>
    internal static bool TryTouch(EvmFrame frame, EvmAddress account) =>
        !frame.Configuration.PricesEffects || !frame.Host.TouchAccount(account) || frame.TryCharge(ColdAccount - Warm);
}
