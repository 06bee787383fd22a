namespace Fvm.Wasm.Compilation;

/// <summary>
/// What is known of addresses at a point of a body. A local's <b>anchor</b> is the address local + constant of an access that was checked: its
/// IL local, the companion, is a number below 2^31, so that local + another constant is the companion + the difference, wrapped exactly if
/// that leaves the range 0 to 2^31, where no memory reaches. A memory never shrinks, so what was proved before a block was opened still holds
/// behind it, of locals that the block does not assign; a loop begins without knowledge.
/// </summary>
internal sealed class AccessProofs
{
    private readonly List<(int Local, AccessProof Before)> _log = [];
    private readonly List<int> _valid = [];
    private AccessProof[] _proofs = [];
    private int[] _changedAt = [];
    private int _clock;

    /// <summary>Up to where constant addresses are proved.</summary>
    public ulong Constant { get; set; }

    /// <summary>Begins a body.</summary>
    public void Begin(int locals, ulong constant)
    {
        _proofs = new AccessProof[locals];
        _changedAt = new int[locals];
        Constant = constant;
    }

    /// <summary>What is known of a local.</summary>
    public AccessProof this[int local]
    {
        get => _proofs[local];
        set
        {
            ref var proof = ref _proofs[local];
            _log.Add((local, proof));
            if (value.IsValid && !proof.IsValid) _valid.Add(local);
            proof = value;
        }
    }

    /// <summary>Where a block is opened, for <see cref="Rejoin"/>.</summary>
    public ProofMark Mark() => new(_log.Count, ++_clock, Constant);

    /// <summary>A local has got another value.</summary>
    public void Changed(int local)
    {
        if (_proofs.Length == 0) return;
        _changedAt[local] = ++_clock;
        if (_proofs[local].IsValid) this[local] = default;
    }

    /// <summary>Control joins ways that all come through <paramref name="mark"/>.</summary>
    public void Rejoin(in ProofMark mark)
    {
        for (var i = _log.Count - 1; i >= mark.Log; i--)
        {
            var (local, before) = _log[i];
            if (_changedAt[local] > mark.Clock) before = default;
            if (before.IsValid && !_proofs[local].IsValid) _valid.Add(local);
            _proofs[local] = before;
        }

        _log.RemoveRange(mark.Log, _log.Count - mark.Log);
        Constant = mark.Constant;
    }

    /// <summary>
    /// A loop begins: nothing is known any more. Keeping the anchors of locals that the loop does not assign was tried; they cost registers in
    /// the loop, and 256-bit multiplication 5 %.
    /// </summary>
    public void EnterLoop()
    {
        foreach (var local in _valid)
            if (_proofs[local].IsValid) Forget(local);
        _valid.Clear();
    }

    // As if it were changed here: in the loop it may be anchored elsewhere.
    private void Forget(int local)
    {
        _changedAt[local] = ++_clock;
        _log.Add((local, _proofs[local]));
        _proofs[local] = default;
    }
}

/// <summary>A local's anchor.</summary>
/// <param name="IsValid">Whether there is one.</param>
/// <param name="Constant">What the anchor is more than the local, modulo 2^32.</param>
/// <param name="Low">So far below the anchor it is proved that addresses are not negative: 0 or less.</param>
/// <param name="High">So far above the anchor it is proved that accesses end within the memory.</param>
internal readonly record struct AccessProof(bool IsValid, uint Constant, long Low, long High);

/// <summary>What was known when a block was opened.</summary>
/// <param name="Log">The changes before it.</param>
/// <param name="Clock">When that was.</param>
/// <param name="Constant">See <see cref="AccessProofs.Constant"/>.</param>
internal readonly record struct ProofMark(int Log, int Clock, ulong Constant);
