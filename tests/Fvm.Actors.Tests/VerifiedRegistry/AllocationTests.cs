using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using static Fvm.Actors.Tests.VerifiedRegistry.RegistryWorld;

namespace Fvm.Actors.Tests.VerifiedRegistry;

public class AllocationTests
{
    private const long Day = 2880;
    private const long MaxTerm = 5_259_485;

    [Fact]
    public void Data_cap_is_allocated_claimed_and_extended()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        (Address client, Address miner) = (world.Clients[0], world.Miners[0]);
        Assert.Equal([1, 2, 3], world.Allocate(client, Request(miner), Request(miner, 2 * MiB), Request(world.Miners[1])));
        Assert.Equal([4], world.Allocate(world.Clients[1], Request(miner)));
        Assert.Equal(96 * MiB, world.Balance(client));

        ClaimAllocationsReturn claimed = Returned<ClaimAllocationsReturn>(world.Claim(
            miner,
            false,
            Sector(1, 200 * Day, Of(client, 1), Of(client, 2, 2 * MiB)),
            Sector(2, 200 * Day, Of(client, 3)),
            Sector(3, 200 * Day, Of(client, 9)),
            Sector(4, 100 * Day, Of(world.Clients[1], 4)),
            Sector(5, 200 * Day),
            Sector(6, 200 * Day, Of(client, 1))));
        Assert.Equal([(1u, 18u), (2u, 17u), (3u, 18u), (5u, 17u)], claimed.SectorResults.FailCodes.Select(fail => (fail.Index, fail.Code.Value)));
        Assert.Equal([3 * MiB, BigInteger.Zero], claimed.SectorClaims);
        Assert.Equal(2 * MiB, world.Balance(Registry));

        GetClaimsReturn claims = Returned<GetClaimsReturn>(world.Call(client, VerifiedRegistryMethods.GetClaims, new GetClaimsParams(Id(miner), [1, 7, 2])));
        Assert.Equal((2u, 1), (claims.BatchInfo.SuccessCount, claims.BatchInfo.FailCodes.Count));

        ExtendClaimTermsParams terms = new([
            new(Id(miner), 1, 500 * Day), new(Id(miner), 1, 499 * Day), new(Id(miner), 1, 500 * Day), new(Id(miner), 2, MaxTerm + 1),
            new(Id(miner), 8, 500 * Day), new(Id(world.Miners[1]), 1, 500 * Day)]);
        BatchReturn extended = Returned<BatchReturn>(world.Call(client, VerifiedRegistryMethods.ExtendClaimTerms, terms));
        Assert.Equal([(1u, 16u), (3u, 16u), (4u, 17u), (5u, 17u)], extended.FailCodes.Select(fail => (fail.Index, fail.Code.Value)));
        extended = Returned<BatchReturn>(world.Call(world.Clients[1], VerifiedRegistryMethods.ExtendClaimTerms, terms));
        Assert.Equal(0u, extended.SuccessCount);
    }

    /// <summary>Anybody's data cap extends a claim; it is burnt at once, so that what the transfer returns is not what the registry has in the end.</summary>
    [Fact]
    public void Claims_are_extended_for_data_cap()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        (Address client, Address miner) = (world.Clients[0], world.Miners[0]);
        world.Allocate(client, Request(miner), Request(miner, 2 * MiB));
        Assert.Equal(0u, Code(world.Claim(miner, true, Sector(1, 200 * Day, Of(client, 1), Of(client, 2, 2 * MiB)))));
        Assert.Equal(16u, Code(world.Spend(world.Clients[1], MiB, [], new ClaimExtensionRequest(Id(miner), 2, 500 * Day))));
        Assert.Equal(16u, Code(world.Spend(world.Clients[1], 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, 400 * Day))));
        Assert.Equal(16u, Code(world.Spend(world.Clients[1], 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, MaxTerm + 1))));
        Assert.Equal(17u, Code(world.Spend(world.Clients[1], 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 3, 500 * Day))));
        TransferReturn moved = Returned<TransferReturn>(
            world.Spend(world.Clients[1], 3 * MiB, [Request(miner)], new ClaimExtensionRequest(Id(miner), 2, 500 * Day)));
        Assert.Equal(Tokens(3 * MiB), moved.ToBalance);
        Assert.Equal(MiB, world.Balance(Registry));
        world.Worlds.Epoch = 501 * Day;
        Assert.Equal(18u, Code(world.Spend(world.Clients[1], 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, 900 * Day))));
    }

    [Theory]
    [InlineData(MiB - 1, 180 * Day, 400 * Day, 1000, 16)]
    [InlineData(MiB, 179 * Day, 400 * Day, 1000, 16)]
    [InlineData(MiB, 180 * Day, MaxTerm + 1, 1000, 16)]
    [InlineData(MiB, 400 * Day, 399 * Day, 1000, 16)]
    [InlineData(MiB, 180 * Day, 400 * Day, 9, 16)]
    [InlineData(MiB, 180 * Day, 400 * Day, 10 + (60 * Day) + 1, 16)]
    [InlineData(MiB, 180 * Day, MaxTerm, 10 + (60 * Day), 0)]
    [InlineData(MiB, 400 * Day, 400 * Day, 10, 0)]
    public void Allocations_have_bounds(ulong size, long termMin, long termMax, long expiration, uint exit)
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        world.Worlds.Epoch = 10;
        AllocationRequest request = Request(world.Miners[0], size, termMin, termMax, expiration);
        Assert.Equal(exit, Code(world.Spend(world.Clients[0], size, [request])));
    }

    [Fact]
    public void The_registry_takes_data_cap_only_and_for_miners_only()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        Assert.Equal(16u, Code(world.Spend(world.Clients[0], MiB, [Request(world.Clients[1])])));
        Assert.Equal(16u, Code(world.Spend(world.Clients[0], MiB, [Request(Address.FromId(5555))])));
        Assert.Equal(16u, Code(world.Spend(world.Clients[0], 2 * MiB, [Request(world.Miners[0])])));
        Assert.Equal(16u, Code(world.Spend(world.Clients[0], MiB, [Request(world.Miners[0]), Request(world.Miners[0])])));
        Assert.Equal(19u, Code(world.Spend(world.Clients[0], 1000 * MiB, [Request(world.Miners[0], 1000 * MiB)])));
        Assert.Equal(0u, Code(world.Spend(world.Clients[0], 0, [])));
        Assert.Equal(21u, Code(world.CallToken(world.Clients[0], Frc46Token.Transfer, new TransferParams(Registry, Tokens(MiB), new byte[] { 1 }))));

        MethodId hook = VerifiedRegistryMethods.UniversalReceiverHook;
        var received = new Frc46TokenReceived(Id(world.Clients[0]), Id(Registry), Id(world.Clients[0]), default, default, default);
        Assert.Equal(18u, Code(world.Call(world.Clients[0], hook, new UniversalReceiverParams(Frc46Token.ReceiverType, ChainEncoding.ToCbor(received)))));
        Assert.Equal(16u, Code(world.CallAs(Token, Registry, hook, new UniversalReceiverParams(1, ChainEncoding.ToCbor(received)))));
        Assert.Equal(21u, Code(world.CallAs(Token, Registry, hook, new UniversalReceiverParams(Frc46Token.ReceiverType, default))));
        received = received with { To = Id(Token) };
        Assert.Equal(16u, Code(world.CallAs(Token, Registry, hook, new UniversalReceiverParams(Frc46Token.ReceiverType, ChainEncoding.ToCbor(received)))));
    }

    [Fact]
    public void What_expired_goes_back_to_the_client()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        Address client = world.Clients[0];
        world.Allocate(client, [.. Enumerable.Range(0, 20).Select(number => Request(world.Miners[0], MiB << (number % 3), expiration: 100 + (10 * (number % 4))))]);
        Assert.Equal([0u], [RemoveExpired(world, client).Results.SuccessCount]);
        world.Worlds.Epoch = 110;
        RemoveExpiredAllocationsReturn removed = RemoveExpired(world, client, 1, 2, 3, 99);
        Assert.Equal([(2u, 18u), (3u, 17u)], removed.Results.FailCodes.Select(fail => (fail.Index, fail.Code.Value)));
        Assert.Equal(24u, Code(Remove(world, client, 5, 5)));
        Assert.Equal(8u, RemoveExpired(world, client).Results.SuccessCount);
        Assert.Equal(0u, RemoveExpired(world, world.Clients[1]).Results.SuccessCount);
        world.Worlds.Epoch = 1000;
        Assert.Equal(10u, RemoveExpired(world, client).Results.SuccessCount);
        Assert.Equal(100 * MiB, world.Balance(client));
        // Nothing is sent to nobody, whose hook cannot be called: that is the code.
        Assert.Equal(23u, Code(Remove(world, Address.FromId(77777))));
    }

    [Fact]
    public void Claims_expire()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        (Address client, Address miner) = (world.Clients[0], world.Miners[0]);
        world.Allocate(client, Request(miner), Request(miner, termMax: 300 * Day), Request(miner));
        Assert.Equal(0u, Code(world.Claim(miner, true, Sector(1, 200 * Day, Of(client, 1), Of(client, 2), Of(client, 3)))));
        world.Worlds.Epoch = 350 * Day;
        RemoveExpiredClaimsReturn removed = Returned<RemoveExpiredClaimsReturn>(
            world.Call(client, VerifiedRegistryMethods.RemoveExpiredClaims, new RemoveExpiredClaimsParams(Id(miner), [1, 9])));
        Assert.Equal([18u, 17u], removed.Results.FailCodes.Select(fail => fail.Code.Value));
        removed = Returned<RemoveExpiredClaimsReturn>(world.Call(client, VerifiedRegistryMethods.RemoveExpiredClaims, new RemoveExpiredClaimsParams(Id(miner), [])));
        Assert.Equal([2], removed.Considered);
        world.Worlds.Epoch = 450 * Day;
        removed = Returned<RemoveExpiredClaimsReturn>(world.Call(client, VerifiedRegistryMethods.RemoveExpiredClaims, new RemoveExpiredClaimsParams(Id(miner), [3, 1])));
        Assert.Equal(2u, removed.Results.SuccessCount);
    }

    [Fact]
    public void Claims_that_fail_whole()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        (Address client, Address miner) = (world.Clients[0], world.Miners[0]);
        world.Allocate(client, Request(miner), Request(miner));
        Assert.Equal(18u, Code(world.Call(client, VerifiedRegistryMethods.ClaimAllocations, new ClaimAllocationsParams([Sector(1, 200 * Day, Of(client, 1))], false))));
        Assert.Equal(16u, Code(world.Claim(miner, false)));
        Assert.Equal(16u, Code(world.Claim(miner, true, Sector(1, 200 * Day, Of(client, 1)), Sector(2, 200 * Day, Of(client, 5)))));
        Assert.Equal(16u, Code(world.Claim(miner, false, Sector(1, 200 * Day, Of(client, 1), Of(client, 1)))));
        world.Worlds.Epoch = 5;
        Assert.Equal(24u, Code(world.Claim(miner, false, Sector(1, long.MinValue, Of(client, 1)))));
        world.Worlds.Epoch = 1001;
        Assert.Equal(16u, Code(world.Claim(miner, true, Sector(1, 300 * Day, Of(client, 1)))));
    }

    private static SectorAllocationClaims Sector(ulong number, long expiry, params IReadOnlyList<AllocationClaim> claims) => new(number, expiry, claims);

    private static AllocationClaim Of(Address client, ulong id, ulong size = MiB) => new(Id(client), id, Piece, new PaddedPieceSize(size));

    private static Abi.Node.ApplyResult Remove(RegistryWorld world, Address client, params IReadOnlyList<ulong> ids) =>
        world.Call(world.Root, VerifiedRegistryMethods.RemoveExpiredAllocations, new RemoveExpiredAllocationsParams(Id(client), ids));

    private static RemoveExpiredAllocationsReturn RemoveExpired(RegistryWorld world, Address client, params IReadOnlyList<ulong> ids) =>
        Returned<RemoveExpiredAllocationsReturn>(Remove(world, client, ids));
}
