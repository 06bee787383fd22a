using Fvm.Actors.Runtime;

namespace Fvm.Actors;

/// <summary>The methods of Ethereum accounts.</summary>
public static class EthAccountMethods
{
    /// <summary>Never called on chain: the VM turns placeholders into Ethereum accounts by changing their code.</summary>
    public static MethodId Constructor => MethodId.Constructor;
}
