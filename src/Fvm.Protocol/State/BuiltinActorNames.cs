namespace Fvm.Protocol.State;

/// <summary>The names by which manifests list the built-in actors.</summary>
public static class BuiltinActorNames
{
    // In the order of BuiltinActor, from 1.
    private static readonly string[] Names =
    [
        "system", "init", "cron", "account", "storagepower", "storageminer", "storagemarket", "paymentchannel",
        "multisig", "reward", "verifiedregistry", "datacap", "placeholder", "evm", "eam", "ethaccount",
    ];

    /// <summary>The manifest's name of a type. Throws <see cref="ArgumentOutOfRangeException"/> for a number without a name.</summary>
    public static string ManifestName(this BuiltinActor actor)
    {
        uint index = (uint)actor - 1;
        if (index >= (uint)Names.Length)
            Throw.UnknownActorType((uint)actor);
        return Names[index];
    }

    /// <summary>The type with a manifest's name, exactly as written there.</summary>
    public static bool TryFromManifestName(string name, out BuiltinActor actor)
    {
        int index = Array.IndexOf(Names, name);
        actor = (BuiltinActor)(index + 1);
        return index >= 0;
    }
}
