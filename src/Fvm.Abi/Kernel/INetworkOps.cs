using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi.Kernel;

/// <summary>The network as an actor sees it (<c>network.context</c>).</summary>
/// <param name="Epoch">The current epoch.</param>
/// <param name="Timestamp">The tipset's time in seconds since 1970.</param>
/// <param name="BaseFee">The base fee in attoFIL a gas.</param>
/// <param name="ChainId">The EIP-155 chain id.</param>
/// <param name="NetworkVersion">The network version.</param>
public readonly record struct NetworkContext(long Epoch, ulong Timestamp, TokenAmount BaseFee, ulong ChainId, NetworkVersion NetworkVersion);

/// <summary>The syscall family <c>network</c>.</summary>
public interface INetworkOps
{
    /// <summary>The network's context. Charges OnNetworkContext.</summary>
    /// <param name="context">The context.</param>
    SyscallStatus Context(out NetworkContext context);

    /// <summary>The CID of the tipset at an epoch of the past. Refuses with 1 what is negative, not past, or (to nv20) 900 epochs back or more.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="tipset">The CID.</param>
    SyscallStatus TipsetCid(long epoch, out Cid? tipset);

    /// <summary>The circulating supply in attoFIL. Charges nothing.</summary>
    /// <param name="supply">The supply.</param>
    SyscallStatus TotalFilCirculatingSupply(out TokenAmount supply);
}
