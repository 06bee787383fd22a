using System.Numerics;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Protocol;
using static Fvm.Conformance.Scenarios.RegistryStage;

namespace Fvm.Conformance.Scenarios;

/// <summary>The verified registry: verifiers, clients, and the removal of data cap.</summary>
internal static class VerifierScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        Story("constructor", stage =>
        {
            stage.World.As(20, SingletonActors.System.ToAddress(), Registry, MethodId.Constructor, stage.Root);
            stage.Call(18, stage.Root, MethodId.Constructor, stage.Root);
        }),
        Story("the-root-makes-and-removes-verifiers", stage =>
        {
            Address verifier = stage.Verifiers[0];
            stage.AddVerifier(18, verifier, verifier, MiB);
            stage.AddVerifier(0, stage.Root, verifier, MiB);
            stage.AddVerifier(0, stage.Root, verifier, BigInteger.Pow(2, 80));
            stage.Call(18, verifier, VerifiedRegistryMethods.RemoveVerifier, verifier);
            stage.Call(0, stage.Root, VerifiedRegistryMethods.RemoveVerifier, verifier);
            stage.Call(16, stage.Root, VerifiedRegistryMethods.RemoveVerifier, verifier);
        }),
        Story("verifiers-have-bounds", stage =>
        {
            stage.AddVerifier(16, stage.Root, stage.Verifiers[0], MiB - 1);
            stage.AddVerifier(16, stage.Root, stage.Root, MiB);
            stage.AddVerifier(17, stage.Root, Address.FromId(12345), MiB);
            stage.AddVerifier(16, stage.Root, stage.Verifiers[0], -1);
            stage.AddVerifier(0, stage.Root, ScenarioKeys.Secp256k1(50), MiB);
        }),
        Story("a-client-is-no-verifier", stage =>
        {
            stage.WithClients();
            stage.AddVerifier(16, stage.Root, stage.Clients[0], MiB);
            stage.AddClient(16, stage.Verifiers[0], stage.Verifiers[1], MiB);
            stage.AddClient(16, stage.Verifiers[0], stage.Root, MiB);
        }),
        Story("verifiers-give-what-they-have", stage =>
        {
            Address verifier = stage.Verifiers[0];
            stage.AddClient(17, verifier, stage.Clients[0], MiB);
            stage.AddVerifier(0, stage.Root, verifier, 10 * MiB);
            stage.AddClient(16, verifier, stage.Clients[0], MiB - 1);
            stage.AddClient(16, verifier, stage.Clients[0], 11 * MiB);
            stage.AddClient(0, verifier, stage.Clients[0], 4 * MiB);
            stage.AddClient(0, verifier, ScenarioKeys.Bls(60), 6 * MiB);
            stage.AddClient(16, verifier, stage.Clients[0], MiB);
        }),
        Story("the-exported-number-of-adding-a-client", stage =>
        {
            stage.AddVerifier(0, stage.Root, stage.Verifiers[0], 10 * MiB);
            stage.World.Send(
                0, stage.Verifiers[0], Registry, VerifiedRegistryMethods.AddVerifiedClient.Exported!.Value, IpldBlock.Cbor(new VerifierParams(stage.Clients[0], MiB)));
        }),
        Story("a-multisig-is-a-client", stage =>
        {
            stage.AddVerifier(0, stage.Root, stage.Verifiers[0], 10 * MiB);
            stage.AddClient(0, stage.Verifiers[0], new MultisigStage(stage.World).Wallet, MiB);
        }),
        Story("an-actor-without-a-hook-is-no-client", stage =>
        {
            stage.AddVerifier(0, stage.Root, stage.Verifiers[0], 10 * MiB);
            stage.AddClient(ScenarioWorld.AnyExit, stage.Verifiers[0], SingletonActors.Init.ToAddress(), MiB);
            stage.AddClient(ScenarioWorld.AnyExit, stage.Verifiers[0], Registry, MiB);
            stage.AddClient(ScenarioWorld.AnyExit, stage.Verifiers[0], Address.FromId(98765), MiB);
        }),
        Story("data-cap-is-removed-with-two-signatures", stage =>
        {
            Address client = stage.WithClients().Clients[0];
            stage.RemoveDataCap(18, client, MiB, 0, caller: client);
            stage.RemoveDataCap(16, Registry, MiB, 0);
            stage.RemoveDataCap(0, client, 40 * MiB, 0);
            stage.RemoveDataCap(16, client, 40 * MiB, 0);
            stage.RemoveDataCap(0, client, 90 * MiB, 1);
            stage.RemoveDataCap(0, client, 90 * MiB, 2);
            stage.RemoveDataCap(16, stage.Clients[1], -1, 0);
        }),
        Story("the-removers-are-two-verifiers", stage =>
        {
            Address client = stage.WithClients().Clients[1];
            RemoveDataCapRequest request = stage.SignRemoval(0, client, MiB, 0);
            MethodId method = VerifiedRegistryMethods.RemoveVerifiedClientDataCap;
            stage.Call(16, stage.Root, method, new RemoveDataCapParams(client, MiB, request, request));
            stage.Call(17, stage.Root, method, new RemoveDataCapParams(client, MiB, request, new(stage.Clients[0], request.Signature)));
            stage.Call(ScenarioWorld.AnyExit, stage.Root, method, new RemoveDataCapParams(client, MiB, request, stage.SignRemoval(1, client, 2 * MiB, 0)));
            stage.Call(0, stage.Root, method, new RemoveDataCapParams(client, MiB, request, stage.SignRemoval(1, client, MiB, 0)));
            stage.Call(ScenarioWorld.AnyExit, stage.Root, method, new RemoveDataCapParams(client, MiB, request, stage.SignRemoval(1, client, MiB, 1)));
            stage.Call(0, stage.Root, method, new RemoveDataCapParams(client, MiB, stage.SignRemoval(1, client, MiB, 1), stage.SignRemoval(0, client, MiB, 1)));
        }),
        Story("a-verifier-removed-after-giving", stage =>
        {
            stage.WithClients();
            stage.Call(0, stage.Root, VerifiedRegistryMethods.RemoveVerifier, stage.Verifiers[0]);
            stage.AddClient(17, stage.Verifiers[0], stage.Clients[0], MiB);
            stage.Allocate(stage.Clients[0], Request(stage.Miners[0]));
            stage.AddVerifier(0, stage.Root, stage.Verifiers[0], MiB);
        }),
    ];

    private static Scenario Story(string name, Action<RegistryStage> play) => new($"verifiedregistry/{name}", world => play(new RegistryStage(world)));
}
