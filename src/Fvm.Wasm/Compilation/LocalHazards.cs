namespace Fvm.Wasm.Compilation;

/// <summary>
/// The <see cref="JitHazard"/>s of a function's locals. In straight code an assignment replaces the mark; where control joins, every mark that
/// was taken off since the block was opened comes back, since RyuJIT may find one of the ways dead.
/// </summary>
internal sealed class LocalHazards
{
    private readonly List<(int Local, JitHazard Hazard)> _takenOff = [];
    private JitHazard[] _wasmLocals = [];
    private readonly Dictionary<int, JitHazard> _slots = [];

    /// <summary>Begins a function.</summary>
    public void Begin(int locals) => _wasmLocals = new JitHazard[locals];

    /// <summary>Where a block begins, for <see cref="Join"/>.</summary>
    public int Mark => _takenOff.Count;

    /// <summary>A wasm local's mark.</summary>
    public JitHazard this[int local] => _wasmLocals[local];

    /// <summary>A wasm local is assigned.</summary>
    public void Assign(int local, JitHazard hazard)
    {
        ref var known = ref _wasmLocals[local];
        if ((known & ~hazard) != 0) _takenOff.Add((local, known));
        known = hazard;
    }

    /// <summary>Control joins the way from <paramref name="mark"/>.</summary>
    public void Join(int mark)
    {
        for (var i = _takenOff.Count - 1; i >= mark; i--) _wasmLocals[_takenOff[i].Local] |= _takenOff[i].Hazard;
        _takenOff.RemoveRange(mark, _takenOff.Count - mark);
    }

    /// <summary>The mark of a slot: that of everything ever put there.</summary>
    public JitHazard OfSlot(int ilLocal) => _slots.GetValueOrDefault(ilLocal);

    /// <summary>A value is put into a slot.</summary>
    public void PutInSlot(int ilLocal, JitHazard hazard)
    {
        if (hazard != JitHazard.None) _slots[ilLocal] = OfSlot(ilLocal) | hazard;
    }
}
