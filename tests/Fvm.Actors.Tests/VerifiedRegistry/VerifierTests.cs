using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using static Fvm.Actors.Tests.VerifiedRegistry.RegistryWorld;

namespace Fvm.Actors.Tests.VerifiedRegistry;

public class VerifierTests
{
    [Fact]
    public void The_root_makes_and_removes_verifiers()
    {
        var world = new RegistryWorld();
        Address verifier = world.Verifiers[0];
        Assert.Equal(18u, world.AddVerifier(verifier, verifier, MiB));
        Assert.Equal(16u, world.AddVerifier(world.Root, verifier, MiB - 1));
        Assert.Equal(16u, world.AddVerifier(world.Root, world.Root, MiB));
        Assert.Equal(17u, world.AddVerifier(world.Root, Address.FromId(12345), MiB));
        Assert.Equal(0u, world.AddVerifier(world.Root, verifier, MiB));
        Assert.Equal(0u, world.AddVerifier(world.Root, verifier, BigInteger.Pow(2, 80)));
        Assert.Equal(0u, world.AddVerifier(world.Root, Keys.Secp256k1(50), MiB));
        Assert.Equal(18u, Code(world.Call(verifier, VerifiedRegistryMethods.RemoveVerifier, verifier)));
        Assert.Equal(0u, Code(world.Call(world.Root, VerifiedRegistryMethods.RemoveVerifier, verifier)));
        Assert.Equal(16u, Code(world.Call(world.Root, VerifiedRegistryMethods.RemoveVerifier, verifier)));
    }

    [Fact]
    public void Verifiers_give_data_cap_away()
    {
        var world = new RegistryWorld();
        Address verifier = world.Verifiers[0];
        Assert.Equal(17u, world.AddClient(verifier, world.Clients[0], MiB));
        Assert.Equal(0u, world.AddVerifier(world.Root, verifier, 10 * MiB));
        Assert.Equal(0u, world.AddVerifier(world.Root, world.Verifiers[1], 10 * MiB));
        Assert.Equal(16u, world.AddClient(verifier, world.Clients[0], MiB - 1));
        Assert.Equal(16u, world.AddClient(verifier, world.Clients[0], 11 * MiB));
        Assert.Equal(16u, world.AddClient(verifier, world.Root, MiB));
        Assert.Equal(16u, world.AddClient(verifier, world.Verifiers[1], MiB));
        Assert.Equal(0u, world.AddClient(verifier, world.Clients[0], 4 * MiB));
        Assert.Equal(0u, world.AddClient(verifier, Keys.Bls(60), 6 * MiB));
        Assert.Equal(16u, world.AddClient(verifier, world.Clients[0], MiB));
        Assert.Equal(16u, world.AddVerifier(world.Root, world.Clients[0], MiB));
        Assert.Equal(4 * MiB, world.Balance(world.Clients[0]));
    }

    [Fact]
    public void Data_cap_is_removed_by_the_root_with_two_signatures()
    {
        RegistryWorld world = new RegistryWorld().WithClients();
        Assert.Equal(18u, Code(Remove(world, world.Clients[0], MiB, 0, caller: world.Clients[0])));
        Assert.Equal(16u, Code(Remove(world, Registry, MiB, 0)));
        Assert.Equal(0u, Code(Remove(world, world.Clients[0], 40 * MiB, 0)));
        Assert.Equal(16u, Code(Remove(world, world.Clients[0], 40 * MiB, 0)));
        Assert.Equal(60 * MiB, world.Balance(world.Clients[0]));
        RemoveDataCapReturn removed = Returned<RemoveDataCapReturn>(Remove(world, world.Clients[0], 90 * MiB, 1));
        Assert.Equal(60 * MiB, removed.DataCapRemoved);
        Assert.Equal(0u, Code(Remove(world, world.Clients[0], 90 * MiB, 2)));
        Assert.Equal(16u, Code(Remove(world, world.Clients[1], -1, 0)));

        RemoveDataCapRequest request = Sign(world, 0, world.Clients[1], MiB, 0);
        Assert.Equal(16u, Code(world.Call(world.Root, VerifiedRegistryMethods.RemoveVerifiedClientDataCap, new RemoveDataCapParams(world.Clients[1], MiB, request, request))));
        RemoveDataCapRequest other = new(world.Clients[0], request.Signature);
        Assert.Equal(17u, Code(world.Call(world.Root, VerifiedRegistryMethods.RemoveVerifiedClientDataCap, new RemoveDataCapParams(world.Clients[1], MiB, request, other))));
    }

    private static Abi.Node.ApplyResult Remove(RegistryWorld world, Address client, BigInteger bytes, ulong id, Address? caller = null) => world.Call(
        caller ?? world.Root,
        VerifiedRegistryMethods.RemoveVerifiedClientDataCap,
        new RemoveDataCapParams(client, bytes, Sign(world, 0, client, bytes, id), Sign(world, 1, client, bytes, id)));

    private static RemoveDataCapRequest Sign(RegistryWorld world, int verifier, Address client, BigInteger bytes, ulong id)
    {
        byte[] proposal = ChainEncoding.ToCbor(new RemoveDataCapProposal(client, bytes, new RemoveDataCapProposalId(id)));
        byte[] message = [.. "fil_removedatacap:"u8, .. proposal];
        Signature signature = verifier == 0
            ? new Signature(SignatureType.Secp256k1, Keys.SignSecp256k1(2, message))
            : new Signature(SignatureType.Bls, Keys.SignBls(3, message));
        return new RemoveDataCapRequest(world.Verifiers[verifier], signature);
    }
}
