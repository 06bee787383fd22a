using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>What always holds of the system actor's state: its list of actors is there, and has all that the VM cannot do without.</summary>
public static class SystemInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state.</param>
    public static InvariantLog Check(IBlockstore store, SystemState state)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("system: ");
        if (!store.TryGet(state.BuiltinActors, out ReadOnlyMemory<byte> block) || !ChainEncoding.TryFromCbor<ActorManifest>(block.Span, out ActorManifest? manifest))
            log.Add($"no list of actors behind {state.BuiltinActors}");
        else
            log.Require(manifest.MissingNames.Count == 0, $"the list of actors lacks {string.Join(", ", manifest.MissingNames)}");
        return log;
    }
}
