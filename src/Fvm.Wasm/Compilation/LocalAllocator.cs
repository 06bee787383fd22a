using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The IL locals of a body. Wasm locals get theirs at first use. Temporaries are pooled by type; slots belong to a height of the operand stack
/// and a type, so that every branch to a label leaves its values in the same place.
/// </summary>
internal sealed class LocalAllocator
{
    private const int Types = 4;
    private readonly List<byte> _elementTypes = [];
    private readonly Stack<int>[] _free = [new(), new(), new(), new()];
    private readonly List<int> _slots = [];

    /// <summary>How many there are.</summary>
    public int Count => _elementTypes.Count;

    /// <summary>Begins a body.</summary>
    public void Begin()
    {
        _elementTypes.Clear();
        _slots.Clear();
        foreach (var pool in _free) pool.Clear();
    }

    /// <summary>A local of its own.</summary>
    public int Declare(ValueType type)
    {
        _elementTypes.Add(IlSignature.ElementType(type));
        return _elementTypes.Count - 1;
    }

    /// <summary>A free temporary.</summary>
    public int Rent(ValueType type) => _free[ClassOf(type)].TryPop(out var local) ? local : Declare(type);

    /// <summary>Gives a temporary back.</summary>
    public void Return(int local, ValueType type) => _free[ClassOf(type)].Push(local);

    /// <summary>The local for values of a type that a label finds at a height.</summary>
    public int Slot(int height, ValueType type)
    {
        var index = (height * Types) + ClassOf(type);
        while (_slots.Count <= index) _slots.Add(-1);
        if (_slots[index] < 0) _slots[index] = Declare(type);
        return _slots[index];
    }

    /// <summary>The signature of the locals.</summary>
    public byte[] Signature() => IlSignature.Locals(_elementTypes);

    private static int ClassOf(ValueType type) => type switch
    {
        ValueType.I32 => 0,
        ValueType.F32 => 2,
        ValueType.F64 => 3,
        _ => 1,
    };
}
