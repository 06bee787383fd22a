namespace Fvm.Ethereum;

/// <summary>The kinds of transaction that the network takes (FIP-0055, FIP-0091). EIP-2930, EIP-4844 and EIP-7702 are refused.</summary>
public enum EthereumTransactionKind : byte
{
    /// <summary>Before EIP-155: no chain id in the signature; v is 27 or 28.</summary>
    Homestead,

    /// <summary>EIP-155: v is 35 or 36 plus twice the chain id.</summary>
    Eip155,

    /// <summary>EIP-1559, type 2: two fees, an access list that must be empty, v 0 or 1.</summary>
    Eip1559,
}
