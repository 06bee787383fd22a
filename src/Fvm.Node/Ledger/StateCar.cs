using Fvm.Ipld;
using Fvm.Ipld.Cars;
using Fvm.Node.Queries;
using Fvm.Protocol.State;

namespace Fvm.Node.Ledger;

/// <summary>States as CARs.</summary>
internal static class StateCar
{
    /// <summary>Reads a state; its root.</summary>
    /// <param name="stream">The CAR.</param>
    /// <param name="blocks">Where to.</param>
    /// <param name="manifest">The actors that it must be of.</param>
    public static Cid Read(Stream stream, IBlockstore blocks, ActorManifest manifest)
    {
        try
        {
            IReadOnlyList<Cid> roots = CarReader.Load(stream, blocks);
            if (roots.Count != 1)
                throw new DevnetException($"a state has one root; this CAR has {roots.Count}");
            var state = new ChainState(blocks, roots[0]);
            return state.Manifest.Entries.Select(static entry => entry.Code).SequenceEqual(manifest.Entries.Select(static entry => entry.Code))
                ? roots[0]
                : throw new DevnetException("the state's actors are not those that run here");
        }
        catch (Exception malformed) when (malformed is CarException or IpldException)
        {
            throw new DevnetException($"this is no state: {malformed.Message}", malformed);
        }
    }
}
