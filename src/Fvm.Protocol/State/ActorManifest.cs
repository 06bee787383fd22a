using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.State;

/// <summary>
/// The data block of a bundle's manifest: the code of every built-in actor type. A type's number is its position, from 1; 0 stands for code that is not
/// built in. Where a name or code comes twice, the later line wins, as in ref-fvm <c>machine/manifest.rs</c>.
/// </summary>
public sealed class ActorManifest : IChainValue<ActorManifest>
{
    /// <summary>The version in the manifest's root block [version, data CID] that the VM accepts.</summary>
    public const ulong SupportedVersion = 1;

    private readonly ManifestEntry[] entries;
    private readonly Dictionary<string, Cid> codeByName = new(StringComparer.Ordinal);
    private readonly Dictionary<Cid, uint> idByCode = [];

    /// <summary>A manifest of these lines, in this order.</summary>
    public ActorManifest(IEnumerable<ManifestEntry> entries)
    {
        this.entries = [.. entries];
        for (int i = 0; i < this.entries.Length; i++)
        {
            codeByName[this.entries[i].Name] = this.entries[i].Code;
            idByCode[this.entries[i].Code] = (uint)i + 1;
        }
    }

    /// <summary>The lines in order.</summary>
    public IReadOnlyList<ManifestEntry> Entries => entries;

    /// <summary>The names that the VM of network version 18 and later cannot do without and this manifest lacks; empty when it can be used.</summary>
    public IReadOnlyList<string> MissingNames
    {
        get
        {
            BuiltinActor[] required =
                [BuiltinActor.Account, BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Placeholder, BuiltinActor.Eam, BuiltinActor.EthAccount];
            return [.. required.Select(static actor => actor.ManifestName()).Where(name => !codeByName.ContainsKey(name))];
        }
    }

    /// <summary>The type number of a code CID; false, and 0, if it is not a built-in actor's.</summary>
    public bool TryGetId(Cid code, out uint id) => idByCode.TryGetValue(code, out id);

    /// <summary>The type of a code CID by its name in the manifest; false if it is not a built-in actor's or the name is unknown.</summary>
    public bool TryGetActor(Cid code, out BuiltinActor actor)
    {
        actor = default;
        return idByCode.TryGetValue(code, out uint id) && BuiltinActorNames.TryFromManifestName(entries[id - 1].Name, out actor);
    }

    /// <summary>The code of a type number.</summary>
    public bool TryGetCode(uint id, [NotNullWhen(true)] out Cid? code)
    {
        code = id >= 1 && id <= (uint)entries.Length ? entries[id - 1].Code : null;
        return code is not null;
    }

    /// <summary>The code of a type, by name.</summary>
    public bool TryGetCode(BuiltinActor actor, [NotNullWhen(true)] out Cid? code) => codeByName.TryGetValue(actor.ManifestName(), out code);

    /// <inheritdoc/>
    public void Write(CborWriter writer) => ChainFields.WriteList(writer, entries);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ActorManifest? Read(ref CborReader reader)
    {
        IReadOnlyList<ManifestEntry> entries = ChainFields.ReadList<ManifestEntry>(ref reader);
        return reader.Failed ? null : new ActorManifest(entries);
    }
}
