using System.Diagnostics.CodeAnalysis;

namespace Fvm.Execution.State;

/// <summary>A dictionary that remembers how to go back: each change is logged, and a rollback undoes the newest ones.</summary>
internal sealed class HistoryMap<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> entries = [];
    private readonly List<(TKey Key, bool Existed, TValue? Before)> history = [];

    /// <summary>How many changes are remembered: a mark to roll back to.</summary>
    public int Mark => history.Count;

    /// <summary>The entries, in no order that may reach bytes.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => entries;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    public void Set(TKey key, TValue value)
    {
        bool existed = entries.TryGetValue(key, out TValue? before);
        history.Add((key, existed, before));
        entries[key] = value;
    }

    /// <summary>Undoes everything since a mark.</summary>
    public void RollBack(int mark)
    {
        for (int i = history.Count - 1; i >= mark; i--)
        {
            (TKey key, bool existed, TValue? before) = history[i];
            if (existed)
                entries[key] = before!;
            else
                entries.Remove(key);
        }

        history.RemoveRange(mark, history.Count - mark);
    }

    /// <summary>Removes all entries and forgets how to go back.</summary>
    public void Clear()
    {
        entries.Clear();
        history.Clear();
    }

    /// <summary>Forgets how to go back; the entries stay.</summary>
    public void DiscardHistory() => history.Clear();
}
