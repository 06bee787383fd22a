using System.Buffers.Binary;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Updates;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>Folders of keys: names, digests, files that are not what they should be.</summary>
public sealed class ProofKeysTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-proof-keys").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    // From rust-fil-proofs parameters.json: the names under which the network's keys are published.
    [InlineData(ProofCircuit.Seal, SectorSize._2KiB, "v28-stacked-proof-of-replication-merkletree-poseidon_hasher-8-0-0-sha256_hasher-032d3138d22506ec0082ed72b2dcba18df18477904e35bafee82b3793b06832f.vk")]
    [InlineData(ProofCircuit.Seal, SectorSize._8MiB, "v28-stacked-proof-of-replication-merkletree-poseidon_hasher-8-0-0-sha256_hasher-ecd683648512ab1765faa2a5f14bab48f676e633467f0aa8aad4b55dcb0652bb.vk")]
    [InlineData(ProofCircuit.Seal, SectorSize._512MiB, "v28-stacked-proof-of-replication-merkletree-poseidon_hasher-8-0-0-sha256_hasher-6babf46ce344ae495d558e7770a585b2382d54f225af8ed0397b8be7c3fcd472.vk")]
    [InlineData(ProofCircuit.Seal, SectorSize._32GiB, "v28-stacked-proof-of-replication-merkletree-poseidon_hasher-8-8-0-sha256_hasher-82a357d2f2ca81dc61bb45f4a762807aedee1b0a53fd6c4e77b46a01bfef7820.vk")]
    [InlineData(ProofCircuit.Seal, SectorSize._64GiB, "v28-stacked-proof-of-replication-merkletree-poseidon_hasher-8-8-2-sha256_hasher-96f1b4a04c5c51e4759bbf224bbc2ef5a42c7100f16ec0637123f16a845ddfb2.vk")]
    [InlineData(ProofCircuit.WindowPoSt, SectorSize._2KiB, "v28-proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-0-0-0170db1f394b35d995252228ee359194b13199d259380541dc529fb0099096b0.vk")]
    [InlineData(ProofCircuit.WindowPoSt, SectorSize._32GiB, "v28-proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-8-0-0377ded656c6f524f1618760bffe4e0a1c51d5a70c4509eedae8a27555733edc.vk")]
    [InlineData(ProofCircuit.WindowPoSt, SectorSize._64GiB, "v28-proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-8-2-2627e4006b67f99cef990c0a47d5426cb7ab0a0ad58fc1061547bf2d28b09def.vk")]
    [InlineData(ProofCircuit.WinningPoSt, SectorSize._32GiB, "v28-proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-8-0-559e581f022bb4e4ec6e719e563bf0e026ad6de42e56c18714a2c692b1b88d7e.vk")]
    [InlineData(ProofCircuit.WinningPoSt, SectorSize._64GiB, "v28-proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-8-2-b62098629d07946e9028127e70295ed996fe3ed25b0f9f88eb610a0ab4385a3c.vk")]
    [InlineData(ProofCircuit.ReplicaUpdate, SectorSize._2KiB, "v28-empty-sector-update-merkletree-poseidon_hasher-8-0-0-fb9e095bebdd77511c0269b967b4d87ba8b8a525edaa0e165de23ba454510194.vk")]
    [InlineData(ProofCircuit.ReplicaUpdate, SectorSize._32GiB, "v28-empty-sector-update-merkletree-poseidon_hasher-8-8-0-3b7f44a9362e3985369454947bc94022e118211e49fd672d52bec1cbfd599d18.vk")]
    [InlineData(ProofCircuit.ReplicaUpdate, SectorSize._64GiB, "v28-empty-sector-update-merkletree-poseidon_hasher-8-8-2-102e1444a7e9a97ebf1e3d6855dcc77e66c011ea66f936d9b2c508f87f2f83a7.vk")]
    public void Files_bear_the_published_names(ProofCircuit circuit, SectorSize size, string name) => Assert.Equal(name, ProofKeys.FileNameOf(circuit, size));

    [Fact]
    public void A_key_of_a_folder_verifies_what_was_proven_under_it()
    {
        SimulatedKey key = WriteUpdateKey();
        ProofKeys keys = ProofKeys.Load(folder);
        Assert.Equal((1, false), (keys.Count, keys.HasAggregationPoints));
        Assert.True(keys.Has(ProofCircuit.ReplicaUpdate, SectorSize._2KiB));
        Assert.False(keys.IsDigestChecked(ProofCircuit.ReplicaUpdate, SectorSize._2KiB));

        Assert.True(UpdateParameters.TryGet(RegisteredUpdateProof.StackedDRG2KiBV1, out UpdateParameters parameters));
        byte[] proof = key.Prove(parameters.InputsOf(Fr.FromUInt64(1), Fr.FromUInt64(2), Fr.FromUInt64(3))[0]);
        ReplicaUpdateInfo info = new(
            RegisteredUpdateProof.StackedDRG2KiBV1,
            CommCid.FromReplicaCommitment(Number(1)),
            CommCid.FromReplicaCommitment(Number(3)),
            CommCid.FromDataCommitment(Number(2)),
            proof);
        ProofVerifier verifier = new(NetworkVersion.V21, keys);
        Assert.Equal(ProofVerdict.Valid, verifier.VerifyReplicaUpdate(info));
        Assert.Equal(ProofVerdict.Invalid, verifier.VerifyReplicaUpdate(info with { NewSealedCid = info.OldSealedCid }));
        Assert.Equal(ProofVerdict.CannotVerify, verifier.VerifyReplicaUpdate(info with { UpdateProofType = RegisteredUpdateProof.StackedDRG8MiBV1, Proof = Times(proof, 4) }));
        Assert.Equal(ProofVerdict.CannotVerify, new ProofVerifier(NetworkVersion.V21).VerifyReplicaUpdate(info));
    }

    [Fact]
    public void A_digest_that_is_given_must_be_right()
    {
        SimulatedKey key = WriteUpdateKey();
        string name = ProofKeys.FileNameOf(ProofCircuit.ReplicaUpdate, SectorSize._2KiB);
        string digest = Convert.ToHexStringLower(Blake2b.Hash512(key.Bytes)[..16]);
        WriteManifest(name, digest);
        Assert.True(ProofKeys.Load(folder).IsDigestChecked(ProofCircuit.ReplicaUpdate, SectorSize._2KiB));

        WriteManifest(name, new string('0', 32));
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder));
        Assert.Contains(digest, refused.Message, StringComparison.Ordinal);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        WriteManifest(name, "12");
        Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder));
        File.WriteAllText(Path.Combine(folder, "parameters.json"), "[1, 2");
        Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder));
    }

    [Fact]
    public void Files_that_are_not_what_their_name_says_are_refused()
    {
        string path = Path.Combine(folder, ProofKeys.FileNameOf(ProofCircuit.ReplicaUpdate, SectorSize._2KiB));
        byte[] key = new SimulatedKey(UpdateParameters.Inputs).Bytes;
        byte[] off = [.. key];
        off[95] ^= 1;
        foreach (byte[] content in new[] { [], key[..^1], new SimulatedKey(UpdateParameters.Inputs + 1).Bytes, off })
        {
            File.WriteAllBytes(path, content);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_must_be_there_and_hold_a_key()
    {
        Assert.Throws<DirectoryNotFoundException>(() => ProofKeys.Load(Path.Combine(folder, "none")));
        Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder));
    }

    [Fact]
    public void The_reference_string_is_read_whatever_its_length_and_refused_when_cut()
    {
        byte[] points = ReferenceString(5);
        string path = Path.Combine(folder, ProofKeys.AggregationFileName);
        File.WriteAllBytes(path, points);
        Assert.True(ProofKeys.Load(folder).HasAggregationPoints);
        File.WriteAllBytes(path, ReferenceString(2));
        Assert.Equal(592, new FileInfo(path).Length);
        Assert.True(ProofKeys.Load(folder).HasAggregationPoints);
        foreach (byte[] content in new[] { [], points[..3], points[..600], ReferenceString(1) })
        {
            File.WriteAllBytes(path, content);
            Assert.Throws<InvalidDataException>(() => ProofKeys.Load(folder));
        }
    }

    private SimulatedKey WriteUpdateKey()
    {
        SimulatedKey key = new(UpdateParameters.Inputs);
        File.WriteAllBytes(Path.Combine(folder, ProofKeys.FileNameOf(ProofCircuit.ReplicaUpdate, SectorSize._2KiB)), key.Bytes);
        return key;
    }

    private void WriteManifest(string name, string digest) => File.WriteAllText(
        Path.Combine(folder, "parameters.json"), $"{{ \"{name}\": {{ \"cid\": \"Qm\", \"digest\": \"{digest}\", \"sector_size\": 2048 }} }}");

    private static byte[] ReferenceString(int count)
    {
        List<byte> bytes = [];
        byte[] length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)count);
        byte[] g1 = new byte[G1Point.CompressedLength];
        G1Point.Generator.WriteCompressed(g1);
        byte[] g2 = new byte[G2Point.CompressedLength];
        G2Point.Generator.WriteCompressed(g2);
        foreach (byte[] point in new[] { g1, g1, g2, g2 })
        {
            bytes.AddRange(length);
            for (int i = 0; i < count; i++) bytes.AddRange(point);
        }

        return [.. bytes];
    }

    private static byte[] Number(byte value) => [value, .. new byte[31]];

    private static byte[] Times(byte[] proof, int count) => [.. Enumerable.Repeat(proof, count).SelectMany(bytes => bytes)];
}
