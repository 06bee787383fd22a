using System.Numerics;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using static Fvm.Conformance.Scenarios.RegistryStage;

namespace Fvm.Conformance.Scenarios;

/// <summary>The verified registry: allocations, claims, their extension and their end.</summary>
internal static class AllocationScenarios
{
    private const long MaxTerm = 5_259_485;

    public static IEnumerable<Scenario> All =>
    [
        Story("allocates-and-claims", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            stage.Allocate(client, Request(miner), Request(miner, 2 * MiB), Request(stage.Miners[1]));
            stage.Allocate(stage.Clients[1], Request(miner));
            stage.Claim(0, miner, false, Sector(1, 200 * Day, Of(client, 1), Of(client, 2, 2 * MiB)));
            stage.Claim(0, stage.Miners[1], true, Sector(1, 200 * Day, Of(client, 3)));
        }),
        Story("a-batch-of-claims-good-and-bad", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            stage.Allocate(client, Request(miner), Request(miner, 2 * MiB), Request(stage.Miners[1]));
            stage.Allocate(stage.Clients[1], Request(miner));
            stage.Claim(
                0, miner, false, Sector(1, 200 * Day, Of(client, 1), Of(client, 2, 2 * MiB)), Sector(2, 200 * Day, Of(client, 3)), Sector(3, 200 * Day, Of(client, 9)),
                Sector(4, 100 * Day, Of(stage.Clients[1], 4)), Sector(5, 200 * Day), Sector(6, 200 * Day, Of(client, 1)), Sector(7, 900 * Day, Of(stage.Clients[1], 4)),
                Sector(8, 200 * Day, Of(stage.Clients[1], 4, 2 * MiB)));
        }),
        Story("all-or-nothing", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            stage.Allocate(client, Request(miner), Request(miner));
            stage.Claim(16, miner, true, Sector(1, 200 * Day, Of(client, 1)), Sector(2, 200 * Day, Of(client, 5)));
            stage.Claim(0, miner, true, Sector(1, 200 * Day, Of(client, 1)), Sector(2, 200 * Day, Of(client, 2)));
        }),
        Story("claims-that-fail-whole", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            stage.Allocate(client, Request(miner), Request(miner));
            stage.Call(18, client, VerifiedRegistryMethods.ClaimAllocations, new ClaimAllocationsParams([Sector(1, 200 * Day, Of(client, 1))], false));
            stage.Claim(16, miner, false);
            stage.Claim(16, miner, false, Sector(1, 200 * Day, Of(client, 1), Of(client, 1)));
            stage.World.Epoch = 5;
            stage.Claim(24, miner, false, Sector(1, long.MinValue, Of(client, 1)));
            stage.World.Epoch = 1001;
            stage.Claim(16, miner, true, Sector(1, 300 * Day, Of(client, 1)));
        }),
        Story("tells-claims", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            Claimed(stage, 3);
            stage.Call(0, client, VerifiedRegistryMethods.GetClaims, new GetClaimsParams(Id(miner), [1, 7, 2]));
            stage.Call(0, client, VerifiedRegistryMethods.GetClaims, new GetClaimsParams(Id(miner), []));
            stage.Call(0, client, VerifiedRegistryMethods.GetClaims, new GetClaimsParams(new ActorId(98765), [1]));
            stage.World.Send(0, client, Registry, VerifiedRegistryMethods.GetClaims.Exported!.Value, IpldBlock.Cbor(new GetClaimsParams(Id(miner), [3])));
        }),
        Story("clients-extend-terms", stage =>
        {
            ActorId miner = Id(stage.Miners[0]);
            Claimed(stage, 2);
            ExtendClaimTermsParams terms = new([
                new(miner, 1, 500 * Day), new(miner, 1, 499 * Day), new(miner, 1, 500 * Day), new(miner, 2, MaxTerm + 1), new(miner, 8, 500 * Day), new(Id(stage.Miners[1]), 1, 500 * Day)]);
            stage.Call(0, stage.Clients[0], VerifiedRegistryMethods.ExtendClaimTerms, terms);
            stage.Call(0, stage.Clients[1], VerifiedRegistryMethods.ExtendClaimTerms, terms);
            stage.Call(0, stage.Clients[0], VerifiedRegistryMethods.ExtendClaimTerms, new ExtendClaimTermsParams([]));
            stage.Call(0, stage.Clients[0], VerifiedRegistryMethods.ExtendClaimTerms, new ExtendClaimTermsParams([new(miner, 1, MaxTerm)]));
        }),
        Story("strangers-extend-for-data-cap", stage =>
        {
            (Address stranger, Address miner) = (stage.Clients[1], stage.Miners[0]);
            Claimed(stage, 2, 2 * MiB);
            stage.Spend(16, stranger, MiB, [], new ClaimExtensionRequest(Id(miner), 2, 500 * Day));
            stage.Spend(16, stranger, 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, 400 * Day));
            stage.Spend(16, stranger, 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, MaxTerm + 1));
            stage.Spend(17, stranger, 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 3, 500 * Day));
            stage.Spend(0, stranger, 3 * MiB, [Request(miner)], new ClaimExtensionRequest(Id(miner), 2, 500 * Day));
            stage.Spend(ScenarioWorld.AnyExit, stranger, 4 * MiB, [], new(Id(miner), 1, 500 * Day), new(Id(miner), 1, 600 * Day));
            stage.World.Epoch = 501 * Day;
            stage.Spend(18, stranger, 2 * MiB, [], new ClaimExtensionRequest(Id(miner), 2, 900 * Day));
        }),
        Story("allocations-have-bounds", stage =>
        {
            stage.World.Epoch = 10;
            (ulong Size, long Min, long Max, long Expiration, uint Exit)[] rows =
            [
                (MiB - 1, 180 * Day, 400 * Day, 1000, 16), (MiB, (180 * Day) - 1, 400 * Day, 1000, 16), (MiB, 180 * Day, MaxTerm + 1, 1000, 16), (MiB, 400 * Day, 399 * Day, 1000, 16),
                (MiB, 180 * Day, 400 * Day, 9, 16), (MiB, 180 * Day, 400 * Day, 10 + (60 * Day) + 1, 16), (MiB, 180 * Day, MaxTerm, 10 + (60 * Day), 0), (MiB, 400 * Day, 400 * Day, 10, 0),
                (MiB + 1, 180 * Day, 400 * Day, 1000, 0), (MiB, long.MinValue, long.MaxValue, 1000, 16),
            ];
            foreach ((ulong size, long min, long max, long expiration, uint exit) in rows)
                stage.Spend(exit, stage.Clients[0], size, [Request(stage.Miners[0], size, min, max, expiration)]);
        }),
        Story("only-data-cap-and-only-for-miners", stage =>
        {
            Address client = stage.Clients[0];
            stage.Spend(16, client, MiB, [Request(stage.Clients[1])]);
            stage.Spend(16, client, MiB, [Request(Address.FromId(5555))]);
            stage.Spend(16, client, 2 * MiB, [Request(stage.Miners[0])]);
            stage.Spend(16, client, MiB, [Request(stage.Miners[0]), Request(stage.Miners[0])]);
            stage.Spend(19, client, 1000 * MiB, [Request(stage.Miners[0], 1000 * MiB)]);
            stage.Spend(0, client, 0, []);
            stage.CallToken(21, client, Frc46Token.Transfer, new TransferParams(Registry, Tokens(MiB), new byte[] { 1 }));
        }),
        Story("the-hook-is-for-the-token", stage =>
        {
            MethodId hook = VerifiedRegistryMethods.UniversalReceiverHook;
            ActorId client = Id(stage.Clients[0]);
            var received = new Frc46TokenReceived(client, Id(Registry), client, default, ChainEncoding.ToCbor(new AllocationRequests([], [])), default);
            byte[] payload = ChainEncoding.ToCbor(received);
            stage.Call(18, stage.Clients[0], hook, new UniversalReceiverParams(Frc46Token.ReceiverType, payload));
            stage.World.As(16, Token, Registry, hook, new UniversalReceiverParams(1, payload));
            stage.World.As(21, Token, Registry, hook, new UniversalReceiverParams(Frc46Token.ReceiverType, default));
            stage.World.As(16, Token, Registry, hook, new UniversalReceiverParams(Frc46Token.ReceiverType, ChainEncoding.ToCbor(received with { To = Id(Token) })));
            stage.World.As(0, Token, Registry, hook, new UniversalReceiverParams(Frc46Token.ReceiverType, payload));
        }),
        Story("expired-allocations-go-back", stage =>
        {
            Address client = stage.Clients[0];
            stage.Allocate(client, [.. Enumerable.Range(0, 20).Select(number => Request(stage.Miners[0], MiB << (number % 3), expiration: 100 + (10 * (number % 4))))]);
            stage.RemoveAllocations(0, client);
            stage.World.Epoch = 110;
            stage.RemoveAllocations(0, client, 1, 2, 3, 99);
            stage.RemoveAllocations(24, client, 5, 5);
            stage.RemoveAllocations(0, client);
            stage.RemoveAllocations(0, stage.Clients[1]);
            stage.World.Epoch = 1000;
            stage.RemoveAllocations(0, client);
            stage.RemoveAllocations(23, Address.FromId(77777));
        }),
        Story("expired-claims-are-removed", stage =>
        {
            (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
            stage.Allocate(client, Request(miner), Request(miner, termMax: 300 * Day), Request(miner));
            stage.Claim(0, miner, true, Sector(1, 200 * Day, Of(client, 1), Of(client, 2), Of(client, 3)));
            stage.RemoveClaims(0, miner);
            stage.World.Epoch = 350 * Day;
            stage.RemoveClaims(0, miner, 1, 9);
            stage.RemoveClaims(0, miner);
            stage.World.Epoch = 450 * Day;
            stage.RemoveClaims(0, miner, 3, 1);
            stage.RemoveClaims(0, miner);
            stage.RemoveClaims(0, Address.FromId(77777));
        }),
        Story("a-hundred-allocations", stage =>
        {
            for (int batch = 0; batch < 5; batch++)
                stage.Allocate(stage.Clients[batch % 2], [.. Enumerable.Range(0, 20).Select(number => Request(stage.Miners[number % 2], MiB, expiration: 500 + number))]);
            stage.Claim(0, stage.Miners[0], false, [.. Enumerable.Range(0, 10).Select(number => Sector((ulong)number, 200 * Day, Of(stage.Clients[0], (ulong)((2 * number) + 1))))]);
            stage.World.Epoch = 700;
            stage.RemoveAllocations(0, stage.Clients[0]);
            stage.RemoveAllocations(0, stage.Clients[1]);
        }),
        Story("malformed-parameters", stage =>
        {
            for (ulong method = 2; method <= 12; method++)
            {
                foreach (string hex in new[] { "80", "82", "8240F6", "820580", "82814100F5", "818100", "8440404040" })
                    stage.World.Send(ScenarioWorld.AnyExit, stage.Root, Registry, method, IpldBlock.Cbor(Convert.FromHexString(hex)));
            }
        }),
    ];

    /// <summary>Allocations of the first client for the first miner, claimed in one sector.</summary>
    private static void Claimed(RegistryStage stage, int count, ulong size = MiB)
    {
        (Address client, Address miner) = (stage.Clients[0], stage.Miners[0]);
        stage.Allocate(client, [.. Enumerable.Range(0, count).Select(_ => Request(miner, size))]);
        stage.Claim(0, miner, true, Sector(1, 200 * Day, [.. Enumerable.Range(1, count).Select(id => Of(client, (ulong)id, size))]));
    }

    private static Scenario Story(string name, Action<RegistryStage> play) => new($"verifiedregistry/{name}", world => play(new RegistryStage(world).WithClients()));
}
