using Fvm.Ipld;
using Fvm.Node.Mining;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>What client and provider of a deal agree on. Everything has a default.</summary>
public sealed record DealTerms
{
    /// <summary>The miner; null for the network's first one.</summary>
    public Address? Provider { get; init; }

    /// <summary>The client, whose key signs the proposal; null for <see cref="Devnet.Secp"/>.</summary>
    public NativeAccount? Client { get; init; }

    /// <summary>CommP of the piece; null for one that nothing stands behind.</summary>
    public Cid? Piece { get; init; }

    /// <summary>Bytes of the piece with its padding, a power of two; null for 1 MiB, or a sector where that is less.</summary>
    public ulong? PieceSize { get; init; }

    /// <summary>Whether the client's data cap pays (fvm_grantDataCap gives some).</summary>
    public bool IsVerified { get; init; }

    /// <summary>Whatever the client calls the piece; null for a name that no other deal has.</summary>
    public string? Label { get; init; }

    /// <summary>The epoch from which the client pays, by which the sector must be there; null for a day from now.</summary>
    public long? Start { get; init; }

    /// <summary>The epoch at which it ends; null for 180 days, the least, after its start.</summary>
    public long? End { get; init; }

    /// <summary>attoFIL an epoch.</summary>
    public TokenAmount PricePerEpoch { get; init; }

    /// <summary>What the provider loses if it fails, attoFIL; null for the least that is allowed and a tenth more.</summary>
    public TokenAmount? ProviderCollateral { get; init; }

    /// <summary>What the client locks beside the price, attoFIL.</summary>
    public TokenAmount ClientCollateral { get; init; }
}

/// <summary>A deal that is active.</summary>
/// <param name="Deal">Its number.</param>
/// <param name="Miner">The miner, its f0 address.</param>
/// <param name="Activated">The epoch at which its sector began.</param>
/// <param name="Sector">The sector, which must be proven in its deadline, as on the network.</param>
public sealed record ActiveDeal(ulong Deal, Address Miner, long Activated, CommittedSector Sector);
