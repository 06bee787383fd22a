using Fvm.Abi;
using Fvm.Abi.Kernel;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IGasOps"/>
internal sealed class GasOps(KernelFrame frame) : IGasOps
{
    public GasAmount Available => frame.Session.Gas.Available;

    public ExecutionPrices Prices => frame.Machine.Prices.Execution;

    public SyscallStatus Charge(string name, GasAmount amount) =>
        frame.Session.Gas.TryCharge(name, amount) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;

    public void Refund(string name, GasAmount amount) => frame.Session.Gas.Refund(name, amount);
}
