using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fvm.Proofs.PoSts;
using Fvm.Proofs.Seals;
using Fvm.Proofs.Updates;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Keys;

/// <summary>
/// The files that keys are published in. A name says what the key is of: the circuit, the shape of its trees, and SHA-256 of a description of its parameters
/// (rust-fil-proofs <c>parameter_cache.rs</c>, version 28 of the parameters).
/// </summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="Size">The sector size.</param>
internal readonly record struct KeyFile(ProofCircuit Circuit, SectorSize Size)
{
    /// <summary>The file of the aggregation's reference string, which serves all sizes.</summary>
    public const string AggregationFileName = "v28-fil-inner-product-v1.srs";

    /// <summary>All of them.</summary>
    public static IEnumerable<KeyFile> All => Enum.GetValues<ProofCircuit>().SelectMany(circuit => Enum.GetValues<SectorSize>(), (circuit, size) => new KeyFile(circuit, size));

    /// <summary>The name.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"v28-{Prefix}-merkletree-poseidon_hasher-{TreeShape}{Suffix}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Parameters)))}.vk");

    /// <summary>How many public inputs a proof of this circuit has.</summary>
    public int InputCount => Circuit switch
    {
        ProofCircuit.Seal => SealParameters.TryGet(RegisteredProofs.SealProofFor(Size, Protocol.NetworkVersion.V21), out SealParameters seal) ? seal.Inputs : 0,
        ProofCircuit.ReplicaUpdate => UpdateParameters.Inputs,
        _ => PoSt.Inputs,
    };

    private string Prefix => Circuit switch
    {
        ProofCircuit.Seal => "stacked-proof-of-replication",
        ProofCircuit.ReplicaUpdate => "empty-sector-update",
        _ => "proof-of-spacetime-fallback",
    };

    private string Suffix => Circuit == ProofCircuit.Seal ? "-sha256_hasher" : "";

    /// <summary>Arities of the tree over a replica: eight below, up to two smaller ones on top.</summary>
    private string TreeShape => Size switch
    {
        SectorSize._32GiB => "8-8-0",
        SectorSize._64GiB => "8-8-2",
        _ => "8-0-0",
    };

    private ulong Nodes => (ulong)Size / SealParameters.NodeSize;

    private bool IsLarge => Size >= SectorSize._32GiB;

    private PoStParameters PoSt
    {
        get
        {
            int index = Array.IndexOf(Enum.GetValues<SectorSize>(), Size);
            RegisteredPoStProof first = Circuit == ProofCircuit.WinningPoSt ? RegisteredPoStProof.StackedDRGWinning2KiBV1 : RegisteredPoStProof.StackedDRGWindow2KiBV1P1;
            _ = PoStParameters.TryGet(first + index, out PoStParameters parameters);
            return parameters;
        }
    }

    private string Parameters => Circuit switch
    {
        ProofCircuit.Seal => string.Create(
            CultureInfo.InvariantCulture,
            $"layered_drgporep::PublicParams{{ graph: stacked_graph::StackedGraph{{expansion_degree: 8 base_graph: drgraph::BucketGraph{{size: {Nodes}; degree: 6; hasher: poseidon_hasher}} }}, challenges: LayerChallenges {{ layers: {(IsLarge ? 11 : 2)}, max_count: {(IsLarge ? 18 : 2)} }}, tree: merkletree-poseidon_hasher-{TreeShape} }}"),
        ProofCircuit.ReplicaUpdate => string.Create(CultureInfo.InvariantCulture, $"empty_sector_update::PublicParams{{ sector_nodes: {Nodes} }}"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"FallbackPoSt::PublicParams{{sector_size: {(ulong)Size}, challenge_count: {PoSt.Challenges}, sector_count: {PoSt.Sectors}}}"),
    };
}
