namespace Fvm.Protocol;

/// <summary>The network that the text of an address begins with. It is not part of the address.</summary>
public enum AddressNetwork
{
    /// <summary>Prefix 'f'.</summary>
    Mainnet = 0,

    /// <summary>Prefix 't'.</summary>
    Testnet = 1,
}
