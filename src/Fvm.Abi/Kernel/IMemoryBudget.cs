namespace Fvm.Abi.Kernel;

/// <summary>
/// The memory that all instances of a call stack may use together: 2 GiB, a table's element counting 8 bytes. The call manager restores it
/// when a frame ends (ref-fvm <c>machine/limiter.rs</c>).
/// </summary>
public interface IMemoryBudget
{
    /// <summary>Bytes in use by the call stack.</summary>
    ulong Used { get; }

    /// <summary>Takes bytes from the budget.</summary>
    /// <param name="bytes">How many more.</param>
    /// <returns>False, and nothing taken, when they would exceed it.</returns>
    bool TryGrow(ulong bytes);
}
