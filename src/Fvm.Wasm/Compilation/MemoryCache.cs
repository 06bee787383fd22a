using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The memory's start and length in IL locals. Calls and memory.grow may move the memory, so they make the locals stale; they are read again
/// at the next access, at the latest before control can reach a label: at labels they are always fresh.
/// </summary>
internal sealed class MemoryCache(FunctionScope scope)
{
    private int _start = OperandNode.None;
    private int _length;
    private bool _stale;

    /// <summary>Begins a body; only those that access the memory have the locals.</summary>
    public void Begin(bool usesMemory)
    {
        if (!usesMemory) return;
        _start = scope.Locals.Declare(ValueType.I64);
        _length = scope.Locals.Declare(ValueType.I64);
        _stale = true;
        Freshen();
    }

    /// <summary>Something may have moved or grown the memory.</summary>
    public void Invalidate() => _stale = _start != OperandNode.None;

    /// <summary>Reads the fields again if need be. Leaves the IL stack as it is.</summary>
    public void Freshen()
    {
        if (!_stale) return;
        _stale = false;
        scope.LoadField(RuntimeMember.MemoryAddress);
        scope.Il.StLoc(_start);
        scope.LoadField(RuntimeMember.MemoryLength);
        scope.Il.StLoc(_length);
    }

    /// <summary>Pushes the memory's start.</summary>
    public void LoadStart()
    {
        Freshen();
        scope.Il.LdLoc(_start);
    }

    /// <summary>Pushes the memory's length.</summary>
    public void LoadLength()
    {
        Freshen();
        scope.Il.LdLoc(_length);
    }
}
