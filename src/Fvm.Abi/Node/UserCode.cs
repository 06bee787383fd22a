namespace Fvm.Abi.Node;

/// <summary>
/// What actors of anybody's own code may do. The network allows none of it; the reference compiles it in by features (<c>m2-native</c>,
/// <c>upgrade-actor</c>, <c>testing</c>). From network version 21 on. All of it is consensus.
/// </summary>
[Flags]
public enum UserCode
{
    /// <summary>Nothing: the network as it is.</summary>
    None = 0,

    /// <summary>
    /// Code can be installed (<c>actor.install_actor</c>), and a call of an actor whose code is missing or does not load is refused with 6
    /// instead of being fatal. The Init actor's state may have a fourth field.
    /// </summary>
    Install = 1,

    /// <summary>Any actor may create actors of any code (<c>actor.create_actor</c>), and not only the Init actor.</summary>
    Create = 2,

    /// <summary>Actors may change their code (<c>actor.upgrade_actor</c> and the entry point <c>upgrade</c>; FRC-0079).</summary>
    Upgrade = 4,

    /// <summary>All of it.</summary>
    All = Install | Create | Upgrade,
}
