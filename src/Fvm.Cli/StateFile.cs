using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;

namespace Fvm.Cli;

/// <summary>States as files: a CAR with one root, that of the state tree.</summary>
internal static class StateFile
{
    /// <summary>Loads a state into a store; its root.</summary>
    public static Cid Read(string path, IBlockstore store)
    {
        if (!File.Exists(path))
            throw new CommandFailure($"{path}: there is no such file");
        using FileStream file = File.OpenRead(path);
        try
        {
            IReadOnlyList<Cid> roots = CarReader.Load(file, store);
            return roots.Count == 1 ? roots[0] : throw new CommandFailure($"{path}: a state has one root; this CAR has {roots.Count}");
        }
        catch (CarException malformed)
        {
            throw new CommandFailure($"{path}: is no CAR: {malformed.Message}");
        }
    }

    /// <summary>Writes what a root reaches; a file that was there before is replaced when the new one is whole.</summary>
    public static void Write(string path, Cid root, IBlockstore store)
    {
        string partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            using (FileStream file = File.Create(partial))
                DagExport.Write(file, root, store);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
                File.Delete(partial);
            throw new CommandFailure($"{path}: cannot be written: {failed.Message}");
        }
    }
}
