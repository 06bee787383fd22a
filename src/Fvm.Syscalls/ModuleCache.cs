using System.Diagnostics.CodeAnalysis;
using Fvm.Abi.Kernel;
using Fvm.Ipld;

namespace Fvm.Syscalls;

/// <summary>
/// Compiled modules, by code CID, by the prices that are compiled into them, and by whether they are profiled. Bounded: the least recently used goes first. Thread safe;
/// threads that want the same module at once wait for one compilation.
/// </summary>
public sealed class ModuleCache
{
    private readonly Lock gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();
    private readonly int capacity;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">The greatest number of modules kept; a bundle of built-in actors has sixteen.</param>
    public ModuleCache(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        this.capacity = capacity;
    }

    /// <summary>The number of modules kept.</summary>
    public int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>The module, if it is kept.</summary>
    internal bool TryGet(Cid code, InstructionPrices metering, bool profiled, [NotNullWhen(true)] out LoadedModule? module)
    {
        Entry? entry = null;
        lock (gate)
        {
            if (entries.TryGetValue(new Key(code, metering, profiled), out LinkedListNode<Entry>? node)) entry = Use(node);
        }

        module = entry?.Module.Value;
        return module is not null;
    }

    /// <summary>The module, loaded if it is not kept. What loading throws is thrown, and not kept.</summary>
    internal LoadedModule GetOrLoad(Cid code, InstructionPrices metering, bool profiled, Func<LoadedModule> load)
    {
        Key key = new(code, metering, profiled);
        Entry entry;
        lock (gate)
        {
            entry = entries.TryGetValue(key, out LinkedListNode<Entry>? node) ? Use(node) : Add(key, load);
        }

        try
        {
            return entry.Module.Value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
    }

    private Entry Use(LinkedListNode<Entry> node)
    {
        byUse.Remove(node);
        byUse.AddFirst(node);
        return node.Value;
    }

    private Entry Add(Key key, Func<LoadedModule> load)
    {
        if (entries.Count == capacity)
        {
            entries.Remove(byUse.Last!.Value.Key);
            byUse.RemoveLast();
        }

        Entry entry = new(key, new Lazy<LoadedModule>(load));
        entries.Add(key, byUse.AddFirst(entry));
        return entry;
    }

    private void Remove(Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(entry.Key, out LinkedListNode<Entry>? node) && ReferenceEquals(node.Value, entry))
            {
                entries.Remove(entry.Key);
                byUse.Remove(node);
            }
        }
    }

    private readonly record struct Key(Cid Code, InstructionPrices Metering, bool Profiled);

    private sealed record Entry(Key Key, Lazy<LoadedModule> Module);
}
