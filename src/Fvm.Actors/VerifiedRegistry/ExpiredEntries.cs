using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Finds allocations and claims that have expired. Source: builtin-actors <c>actors/verifreg/src/expiration.rs</c>.</summary>
internal static class ExpiredEntries
{
    public static long ExpirationOf(Allocation allocation) => allocation.Expiration;

    public static long ExpirationOf(Claim claim) => checked(claim.TermStart + claim.TermMax);

    /// <summary>Those asked for, or all of the owner that expired when none are; and what became of each.</summary>
    public static (IReadOnlyList<ulong> Considered, BatchReturn Results) Consider<T>(
        ActorMapOfMaps<T> entries, IReadOnlyList<ulong> asked, ActorId owner, long epoch, Func<T, long> expiration)
    {
        byte[] outside = MapKeys.Of(owner);
        if (asked.Count == 0)
        {
            var expired = new List<ulong>();
            foreach ((byte[] key, T entry) in entries.EntriesOf(outside))
            {
                if (epoch >= expiration(entry))
                    expired.Add(MapKeys.ToUInt64(key));
            }

            return (expired, BatchReturn.Ok(expired.Count));
        }

        var codes = new List<ExitCode>(asked.Count);
        foreach (ulong id in asked)
        {
            if (!entries.TryGet(outside, MapKeys.Of(id), out T? entry))
                codes.Add(ExitCode.UsrNotFound);
            else
                codes.Add(epoch >= expiration(entry) ? ExitCode.Ok : ExitCode.UsrForbidden);
        }

        return (asked, BatchReturn.Of(codes));
    }

    /// <summary>Removes an entry that was found to be there; one that was asked for twice is not any more, on which the wasm actor panics (24).</summary>
    public static T Take<T>(ActorMapOfMaps<T> entries, ActorId owner, ulong id)
    {
        if (!entries.Delete(MapKeys.Of(owner), MapKeys.Of(id), out T? taken))
            Abort.AssertionFailed($"{id} is not there any more");
        return taken;
    }
}
