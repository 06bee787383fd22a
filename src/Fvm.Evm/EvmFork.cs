namespace Fvm.Evm;

/// <summary>Ethereum's forks that brought instructions, in the order in which they came.</summary>
public enum EvmFork : byte
{
    /// <summary>July 2015.</summary>
    Frontier,

    /// <summary>March 2016: DELEGATECALL.</summary>
    Homestead,

    /// <summary>October 2017: REVERT, STATICCALL, return data.</summary>
    Byzantium,

    /// <summary>February 2019: shifts, CREATE2, EXTCODEHASH.</summary>
    Constantinople,

    /// <summary>December 2019: CHAINID, SELFBALANCE.</summary>
    Istanbul,

    /// <summary>August 2021: BASEFEE.</summary>
    London,

    /// <summary>April 2023: PUSH0.</summary>
    Shanghai,

    /// <summary>March 2024: transient storage, MCOPY, blobs.</summary>
    Cancun,

    /// <summary>December 2025: CLZ.</summary>
    Osaka,
}
