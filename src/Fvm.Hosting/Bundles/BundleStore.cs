using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;

namespace Fvm.Hosting.Bundles;

/// <summary>
/// A folder of imported actor bundles: one CAR each, named by its manifest's CID. Other files are left alone. Bundles are read when they are
/// first wanted and then kept. Thread safe.
/// </summary>
/// <param name="directory">The folder; made by the first import.</param>
public sealed class BundleStore(string directory)
{
    private const string Extension = ".car";

    private readonly Lock gate = new();
    private readonly Dictionary<Cid, ActorBundle> loaded = [];
    private readonly Dictionary<Cid, Cid> dataOf = [];
    private readonly Dictionary<Cid, ActorBundle> byData = [];

    /// <summary>The folder.</summary>
    public string Directory { get; } = directory;

    /// <summary>The manifests of the imported bundles, by their text.</summary>
    public IReadOnlyList<Cid> Manifests()
    {
        if (!System.IO.Directory.Exists(Directory))
            return [];
        var manifests = new List<Cid>();
        foreach (string file in System.IO.Directory.EnumerateFiles(Directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (Cid.TryParse(Path.GetFileNameWithoutExtension(file), out Cid? manifest))
                manifests.Add(manifest);
        }

        return manifests;
    }

    /// <summary>Checks a bundle and keeps a copy; nothing is left behind when it is bad.</summary>
    /// <param name="carFile">The CAR's path.</param>
    /// <exception cref="BundleException">It is no bundle, or cannot be read or written.</exception>
    public ActorBundle Import(string carFile)
    {
        try
        {
            ActorBundle bundle;
            using (FileStream car = File.OpenRead(carFile))
                bundle = ActorBundle.Read(car, carFile);
            System.IO.Directory.CreateDirectory(Directory);
            string target = PathOf(bundle.Manifest);
            string partial = $"{target}.{Environment.ProcessId}.partial";
            File.Copy(carFile, partial, overwrite: true);
            File.Move(partial, target, overwrite: true);
            lock (gate)
                Keep(bundle);
            return bundle;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"{carFile}: {failed.Message}", failed);
        }
    }

    /// <summary>Opens a bundle by its manifest.</summary>
    /// <param name="manifest">The manifest's CID.</param>
    /// <param name="bundle">The bundle.</param>
    /// <returns>False when it was not imported.</returns>
    /// <exception cref="BundleException">What lies there is no bundle.</exception>
    public bool TryOpen(Cid manifest, [NotNullWhen(true)] out ActorBundle? bundle)
    {
        lock (gate)
        {
            if (loaded.TryGetValue(manifest, out bundle))
                return true;
            string file = PathOf(manifest);
            if (!File.Exists(file))
                return false;
            using FileStream car = File.OpenRead(file);
            bundle = ActorBundle.Read(car, file);
            if (bundle.Manifest != manifest)
                throw new BundleException($"{file}: holds the bundle {bundle.Manifest}, not the one that it is named after");
            Keep(bundle);
            return true;
        }
    }

    /// <summary>Opens the bundle whose data a state's System actor names.</summary>
    /// <param name="data">The CID of the manifest's data.</param>
    /// <param name="bundle">The bundle.</param>
    /// <returns>False when none of the imported ones has it.</returns>
    /// <exception cref="BundleException">One of the files is no bundle.</exception>
    public bool TryFindByData(Cid data, [NotNullWhen(true)] out ActorBundle? bundle)
    {
        lock (gate)
        {
            // A state asks for what the one before had: no need to look through the folder again.
            if (byData.TryGetValue(data, out bundle))
                return true;
        }

        foreach (Cid manifest in Manifests())
        {
            if (DataOf(manifest) == data && TryOpen(manifest, out bundle))
                return true;
        }

        bundle = null;
        return false;
    }

    private void Keep(ActorBundle bundle)
    {
        loaded[bundle.Manifest] = bundle;
        byData[bundle.Data] = bundle;
    }

    // Only the manifest is read of a bundle that nobody asked for: there may be many, of many megabytes.
    private Cid DataOf(Cid manifest)
    {
        lock (gate)
        {
            if (dataOf.TryGetValue(manifest, out Cid? known))
                return known;
            string file = PathOf(manifest);
            using FileStream car = File.OpenRead(file);
            return dataOf[manifest] = ActorBundle.ReadData(car, manifest, file);
        }
    }

    private string PathOf(Cid manifest) => Path.Combine(Directory, manifest + Extension);
}
