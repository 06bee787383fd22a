using System.Diagnostics.CodeAnalysis;
using Fvm.Actors;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>Return data of contracts and of the address manager, for Ethereum's tools.</summary>
public static class EthereumReturns
{
    /// <summary>The exit code of a contract that reverted (builtin-actors <c>actors/evm/src/lib.rs</c>, EVM_CONTRACT_REVERTED).</summary>
    public const uint Reverted = 33;

    /// <summary>The bytes of a CBOR byte string; other data as it is.</summary>
    /// <param name="returnData">The receipt's data.</param>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> returnData) =>
        !returnData.IsEmpty && CborCodecs.Bytes.TryDecode(returnData.Span, out byte[]? bytes) ? bytes : returnData;

    /// <summary>Reads what the address manager returned for a contract that it made.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="created">The contract.</param>
    public static bool TryReadCreation(Receipt receipt, [NotNullWhen(true)] out EamReturn? created)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        created = null;
        return receipt.ExitCode.IsSuccess && ChainEncoding.TryFromCbor<EamReturn>(receipt.ReturnData.Span, out created);
    }

    /// <summary>The Ethereum address of an actor: its f410 address, else its masked id (FIP-0054).</summary>
    /// <param name="id">The actor.</param>
    /// <param name="delegated">Its delegated address.</param>
    public static EvmAddress AddressOf(ActorId id, Address? delegated)
    {
        if (delegated is not null && delegated.TryToEthereum(out byte[]? own))
            return EvmAddress.Read(own);
        id.ToAddress().TryToEthereum(out byte[]? masked);
        return EvmAddress.Read(masked);
    }
}
