using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Addresses as contracts see them: f410 by its 20 bytes, everyone else by a masked id (<see cref="EthereumForm"/>).</summary>
internal static class EvmAddresses
{
    /// <summary>The Filecoin address: f0 of a masked id, else f410.</summary>
    public static Address ToAddress(EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        return EthereumForm.ToAddress(bytes);
    }

    public static bool IsMaskedId(EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        return EthereumForm.IsMaskedId(bytes);
    }

    /// <summary>The masked form of an id.</summary>
    public static EvmAddress FromId(ActorId id)
    {
        EthereumForm.TryFromAddress(id.ToAddress(), out byte[]? bytes);
        return EvmAddress.Read(bytes);
    }

    /// <summary>
    /// How contracts see an actor (builtin-actors <c>system.rs</c>, resolve_ethereum_address). An f410 address of another length than 20 bytes is exit 24,
    /// since every caller of the reference's function panics then.
    /// </summary>
    public static EvmAddress Of(ActorRuntime runtime, ActorId id)
    {
        Address? delegated = runtime.Actors.DelegatedAddressOf(id);
        if (delegated is null || !delegated.TryGetDelegated(out ulong space, out ReadOnlySpan<byte> subaddress) || space != Address.EthereumNamespace)
            return FromId(id);
        if (subaddress.Length != EvmAddress.ByteLength)
            Abort.AssertionFailed($"invalid ethereum address length: {delegated}");
        return EvmAddress.Read(subaddress);
    }
}
