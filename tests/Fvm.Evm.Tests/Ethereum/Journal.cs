namespace Fvm.Evm.Tests.Ethereum;

/// <summary>How to undo what a frame did, newest last.</summary>
public sealed class Journal
{
    private readonly List<Action> _undo = [];

    public int Snapshot => _undo.Count;

    public void Add(Action undo) => _undo.Add(undo);

    public void Revert(int snapshot)
    {
        for (int i = _undo.Count - 1; i >= snapshot; i--) _undo[i]();
        _undo.RemoveRange(snapshot, _undo.Count - snapshot);
    }

    public void Clear() => _undo.Clear();
}
