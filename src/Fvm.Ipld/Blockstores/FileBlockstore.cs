namespace Fvm.Ipld.Blockstores;

/// <summary>
/// Blocks in a folder, one file each, fanned out over subfolders by two characters of the CID near its end. A block appears whole or
/// not at all: it is written to a temporary file, pushed to the disk, and renamed. One process may write at a time; any may read.
/// </summary>
public sealed class FileBlockstore : IBlockstore
{
    private const string TemporaryFolder = "tmp";

    private readonly string _root;
    private readonly string _temporary;
    private long _serial;

    /// <summary>Opens or creates a store and removes what an interrupted write left behind.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="IOException">The folder cannot be created, or is a file.</exception>
    public FileBlockstore(string root)
    {
        _root = Path.GetFullPath(root);
        _temporary = Path.Combine(_root, TemporaryFolder);
        Directory.CreateDirectory(_temporary);
        foreach (string leftover in Directory.EnumerateFiles(_temporary))
            File.Delete(leftover);
    }

    /// <summary>The CIDs of all blocks, in no particular order. Files that are not named by a CID are passed over.</summary>
    public IEnumerable<Cid> Cids
    {
        get
        {
            foreach (string path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            {
                if (Multibase.TryDecode(Path.GetFileName(path), out _, out byte[]? bytes) && Cid.TryParse(bytes, out Cid? cid))
                    yield return cid;
            }
        }
    }

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        string path = PathOf(cid);
        if (File.Exists(path))
        {
            block = File.ReadAllBytes(path);
            return true;
        }

        block = default;
        return false;
    }

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block)
    {
        string path = PathOf(cid);
        if (File.Exists(path))
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = Path.Combine(_temporary, $"{Environment.ProcessId}-{Interlocked.Increment(ref _serial)}");
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(block.Span);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <inheritdoc/>
    public bool Has(Cid cid) => File.Exists(PathOf(cid));

    // Version 0 CIDs are named in base32 as well: base58 would need a file system that tells cases apart.
    private string PathOf(Cid cid)
    {
        ArgumentNullException.ThrowIfNull(cid);
        string name = Multibase.Encode(MultibaseEncoding.Base32Lower, cid.Bytes);
        return Path.Combine(_root, name.Substring(name.Length - 3, 2), name);
    }
}
