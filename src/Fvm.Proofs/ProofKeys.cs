using System.Collections.Concurrent;
using Fvm.Proofs.Aggregates;
using Fvm.Proofs.Groth16;
using Fvm.Proofs.Keys;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>
/// The verifying keys and the aggregation's points that a machine has. Immutable; any number of machines and threads may share one. Where a key is missing a
/// verifier answers "cannot verify".
/// </summary>
public sealed class ProofKeys
{
    private readonly IReadOnlyDictionary<KeyFile, VerifyingKey> keys;

    internal ProofKeys(IReadOnlyDictionary<KeyFile, VerifyingKey> keys, AggregationPoints? points, IReadOnlySet<string>? trusted = null)
    {
        this.keys = keys;
        Points = points;
        Trusted = trusted ?? new HashSet<string>();
    }

    /// <summary>No keys at all.</summary>
    public static ProofKeys None { get; } = new(new Dictionary<KeyFile, VerifyingKey>(), null);

    /// <summary>How many verifying keys there are; all would be 20.</summary>
    public int Count => keys.Count;

    /// <summary>Whether aggregates, and non-interactive seals, can be verified.</summary>
    public bool HasAggregationPoints => Points is not null;

    internal AggregationPoints? Points { get; }

    /// <summary>Names of the files whose digest was given, and right.</summary>
    internal IReadOnlySet<string> Trusted { get; }

    /// <summary>
    /// Reads the files of a folder that bear the names under which Filecoin publishes its keys (docs/proofs.md), such as /var/tmp/filecoin-proof-parameters. Where
    /// <c>parameters.json</c> or <c>srs-inner-product.json</c> stand beside them, files that they list must have the digests that they give. Other files are left alone.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A file is not what its name says, or has another digest; or there is none that can be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ProofKeys Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: no such folder of proof keys");
        KeyManifest manifest = KeyManifest.Read(folder);
        ConcurrentDictionary<KeyFile, VerifyingKey> keys = new();
        ConcurrentDictionary<string, bool> trusted = new(StringComparer.Ordinal);
        KeyFile[] present = [.. KeyFile.All.Where(file => File.Exists(Path.Combine(folder, file.Name)))];
        try
        {
            Parallel.ForEach(present, file => keys[file] = ReadKey(folder, file, manifest, trusted));
        }
        catch (AggregateException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        AggregationPoints? points = ReadPoints(folder, manifest, trusted);
        if (keys.IsEmpty && points is null) Throw.BadFile(folder, $"there is no proof key, such as {KeyFile.All.First().Name}");
        return new ProofKeys(keys, points, trusted.Keys.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether there is a key.</summary>
    public bool Has(ProofCircuit circuit, SectorSize size) => Find(circuit, size) is not null;

    /// <summary>The name of the file that a key is read from.</summary>
    public static string FileNameOf(ProofCircuit circuit, SectorSize size) => new KeyFile(circuit, size).Name;

    /// <summary>The name of the file that the aggregation's points are read from.</summary>
    public static string AggregationFileName => KeyFile.AggregationFileName;

    /// <summary>Whether the digest of the aggregation's file was given, and right.</summary>
    public bool IsAggregationDigestChecked => Trusted.Contains(KeyFile.AggregationFileName);

    /// <summary>Whether the digest of a key's file was given, and right.</summary>
    public bool IsDigestChecked(ProofCircuit circuit, SectorSize size) => Trusted.Contains(FileNameOf(circuit, size));

    internal VerifyingKey? Find(ProofCircuit circuit, SectorSize size) => keys.GetValueOrDefault(new KeyFile(circuit, size));

    private static VerifyingKey ReadKey(string folder, KeyFile file, KeyManifest manifest, ConcurrentDictionary<string, bool> trusted)
    {
        string path = Path.Combine(folder, file.Name);
        bool isTrusted = manifest.Check(path);
        if (isTrusted) trusted[file.Name] = true;
        if (!VerifyingKey.TryRead(File.ReadAllBytes(path), isTrusted, out VerifyingKey? key, out ProofFault fault))
            Throw.BadFile(path, $"not a verifying key: {Describe(fault)}");
        if (key!.InputCount != file.InputCount) Throw.BadFile(path, $"a key for {key.InputCount} public inputs; this circuit has {file.InputCount}");
        return key;
    }

    private static AggregationPoints? ReadPoints(string folder, KeyManifest manifest, ConcurrentDictionary<string, bool> trusted)
    {
        string path = Path.Combine(folder, KeyFile.AggregationFileName);
        if (!File.Exists(path)) return null;
        if (manifest.Check(path)) trusted[KeyFile.AggregationFileName] = true;
        using FileStream file = File.OpenRead(path);
        if (!AggregationPoints.TryRead(file, out AggregationPoints? points)) Throw.BadFile(path, "not four vectors of at least two points each");
        return points;
    }

    private static string Describe(ProofFault fault) => fault switch
    {
        ProofFault.Truncated => "it ends too early",
        ProofFault.Infinity => "a public input's point is at infinity",
        _ => "a point is not in its group",
    };
}
