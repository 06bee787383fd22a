using System.Numerics;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using static Fvm.Actors.Tests.VerifiedRegistry.RegistryWorld;

namespace Fvm.Actors.Tests.VerifiedRegistry;

/// <summary>Random life of data cap by everybody: the two worlds agree after each step, the invariants of registry and token hold.</summary>
public class RandomRegistryTests
{
    private const long Day = 2880;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_walks(int seed)
    {
        var random = new Random(seed);
        RegistryWorld world = new RegistryWorld().WithClients();
        for (int step = 0; step < 60; step++)
        {
            if (random.Next(8) == 0)
                world.Worlds.Epoch = world.Worlds.Native.Epoch + random.Next(20 * (int)Day);
            Step(random, world);
        }
    }

    private static void Step(Random random, RegistryWorld world)
    {
        Address client = world.Clients[random.Next(2)];
        Address miner = world.Miners[random.Next(2)];
        ulong id = (ulong)random.Next(1, 1 + (int)world.State.NextAllocationId);
        switch (random.Next(9))
        {
            case 0:
                world.AddClient(world.Verifiers[random.Next(2)], client, random.Next(5) * (BigInteger)MiB);
                break;
            case 1:
                world.Call(client, VerifiedRegistryMethods.RemoveExpiredAllocations, new RemoveExpiredAllocationsParams(Id(client), Ids(random, id)));
                break;
            case 2:
                world.Call(client, VerifiedRegistryMethods.RemoveExpiredClaims, new RemoveExpiredClaimsParams(Id(miner), Ids(random, id)));
                break;
            case 3:
                world.Call(client, VerifiedRegistryMethods.ExtendClaimTerms, new ExtendClaimTermsParams([new ClaimTerm(Id(miner), id, random.Next(2000) * Day)]));
                break;
            case 4:
                world.Spend(client, MiB, [], new ClaimExtensionRequest(Id(miner), id, random.Next(2000) * Day));
                break;
            case 5 or 6:
                AllocationRequest request = Request(miner, MiB << random.Next(3), expiration: world.Worlds.Native.Epoch + random.Next(30 * (int)Day));
                world.Spend(client, request.Size.Value, [request]);
                break;
            default:
                var claim = new AllocationClaim(Id(client), id, Piece, new PaddedPieceSize(MiB << random.Next(3)));
                var other = new AllocationClaim(Id(client), id - 1, Piece, new PaddedPieceSize(MiB));
                long expiry = world.Worlds.Native.Epoch + (random.Next(150, 420) * Day);
                world.Claim(miner, random.Next(3) == 0, new SectorAllocationClaims(1, expiry, [claim]), new SectorAllocationClaims(2, expiry, [other]));
                break;
        }
    }

    private static ulong[] Ids(Random random, ulong id) => random.Next(2) == 0 ? [] : [id, id - 1];
}
