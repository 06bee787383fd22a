namespace Fvm.Protocol;

/// <summary>The actors that every network has at fixed ids. Source: builtin-actors <c>runtime/src/builtin/singletons.rs</c>.</summary>
public static class SingletonActors
{
    /// <summary>f00.</summary>
    public static ActorId System => new(0);

    /// <summary>f01.</summary>
    public static ActorId Init => new(1);

    /// <summary>f02.</summary>
    public static ActorId Reward => new(2);

    /// <summary>f03.</summary>
    public static ActorId Cron => new(3);

    /// <summary>f04.</summary>
    public static ActorId StoragePower => new(4);

    /// <summary>f05.</summary>
    public static ActorId StorageMarket => new(5);

    /// <summary>f06.</summary>
    public static ActorId VerifiedRegistry => new(6);

    /// <summary>f07.</summary>
    public static ActorId DataCap => new(7);

    /// <summary>f010.</summary>
    public static ActorId EthereumAddressManager => new(10);

    /// <summary>f090, which has what nobody else has (lotus <c>chain/actors/builtin/builtin.go</c>, ReserveAddress).</summary>
    public static ActorId Reserve => new(90);

    /// <summary>f099, where burnt funds go.</summary>
    public static ActorId BurntFunds => new(99);
}
