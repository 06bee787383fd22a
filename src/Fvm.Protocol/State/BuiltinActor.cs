namespace Fvm.Protocol.State;

/// <summary>
/// The types of built-in actors. Their numbers are the positions, from 1, in the manifests of the released bundles; what a manifest says counts.
/// Source: builtin-actors <c>runtime/src/runtime/builtins.rs</c>.
/// </summary>
public enum BuiltinActor : uint
{
    /// <summary>Manifest name "system".</summary>
    System = 1,

    /// <summary>Manifest name "init".</summary>
    Init = 2,

    /// <summary>Manifest name "cron".</summary>
    Cron = 3,

    /// <summary>Manifest name "account".</summary>
    Account = 4,

    /// <summary>Manifest name "storagepower".</summary>
    Power = 5,

    /// <summary>Manifest name "storageminer".</summary>
    Miner = 6,

    /// <summary>Manifest name "storagemarket".</summary>
    Market = 7,

    /// <summary>Manifest name "paymentchannel".</summary>
    PaymentChannel = 8,

    /// <summary>Manifest name "multisig".</summary>
    Multisig = 9,

    /// <summary>Manifest name "reward".</summary>
    Reward = 10,

    /// <summary>Manifest name "verifiedregistry".</summary>
    VerifiedRegistry = 11,

    /// <summary>Manifest name "datacap" (actors v9 and later).</summary>
    DataCap = 12,

    /// <summary>Manifest name "placeholder" (actors v10 and later).</summary>
    Placeholder = 13,

    /// <summary>Manifest name "evm" (actors v10 and later).</summary>
    Evm = 14,

    /// <summary>Manifest name "eam" (actors v10 and later).</summary>
    Eam = 15,

    /// <summary>Manifest name "ethaccount" (actors v10 and later).</summary>
    EthAccount = 16,
}
