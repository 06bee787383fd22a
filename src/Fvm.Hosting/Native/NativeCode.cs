using System.Collections.Frozen;
using Fvm.Abi;
using Fvm.Actors;
using Fvm.Ipld;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Native;

/// <summary>
/// Actors in C# behind code CIDs: the built-in ones, and others that the embedder brings. Give it to a machine with
/// <see cref="VirtualMachineBuilder.WithCode"/>; what is not here is looked for as wasm. The built-in actors have the semantics of release v18, whatever
/// code CIDs they stand behind. Immutable; shared by machines and threads.
/// </summary>
public sealed class NativeCode : IActorCodeSource
{
    private readonly FrozenDictionary<Cid, IActorCode> byCode;

    private NativeCode(ActorManifest manifest, FrozenDictionary<Cid, IActorCode> byCode)
    {
        Manifest = manifest;
        this.byCode = byCode;
    }

    /// <summary>The built-in actors behind the code CIDs of mainnet's release v18, so that state goes over to the bundle and back.</summary>
    public static NativeCode Mainnet { get; } = Behind(MainnetV18.Actors);

    /// <summary>Which code is which built-in actor; its block is what a state's System actor refers to.</summary>
    public ActorManifest Manifest { get; }

    /// <summary>The built-in actors behind the code CIDs of a manifest, by name. Names that are not known have no code here.</summary>
    /// <param name="manifest">The manifest of a bundle or of a state.</param>
    public static NativeCode Behind(ActorManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var byCode = new Dictionary<Cid, IActorCode>();
        foreach (ManifestEntry entry in manifest.Entries)
        {
            if (BuiltinActorNames.TryFromManifestName(entry.Name, out BuiltinActor actor))
                byCode[entry.Code] = NativeActors.Get(actor);
        }

        return new NativeCode(manifest, byCode.ToFrozenDictionary());
    }

    /// <summary>These and one actor more.</summary>
    /// <param name="code">The code CID that it stands behind.</param>
    /// <param name="actor">The actor.</param>
    public NativeCode With(Cid code, IActorCode actor)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(actor);
        return new NativeCode(Manifest, new Dictionary<Cid, IActorCode>(byCode) { [code] = actor }.ToFrozenDictionary());
    }

    /// <inheritdoc/>
    public IActorCode? Find(Cid code, IBlockstore blocks)
    {
        ArgumentNullException.ThrowIfNull(code);
        return byCode.GetValueOrDefault(code);
    }
}
