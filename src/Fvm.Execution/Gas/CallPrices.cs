using Fvm.Abi;

namespace Fvm.Execution.Gas;

/// <summary>What calls cost in FVM v2, all of it at once (ref-fvm release/v2 <c>fvm/src/gas/price_list.rs</c>, on_method_invocation).</summary>
/// <param name="Flat">Any call.</param>
/// <param name="Transfer">What value adds.</param>
/// <param name="TransferOnly">What value adds once more where no method is called.</param>
/// <param name="InvocationRebate">What a method takes off.</param>
internal sealed record CallPrices(GasAmount Flat, GasAmount Transfer, GasAmount TransferOnly, GasAmount InvocationRebate);
