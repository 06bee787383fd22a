using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>
/// The types of a function's parameters and locals. Six bytes of code can declare 50,000 locals, so they are never spelt out: beyond the
/// first few a lookup is a binary search over the groups.
/// </summary>
internal sealed class LocalTypes
{
    private const int DirectCount = 64;

    private readonly ValueType[] _direct = new ValueType[DirectCount];
    private ImmutableArray<ValueType> _parameters = [];
    private ImmutableArray<LocalGroup> _groups = [];
    private int[] _groupEnds = [];

    /// <summary>The number of parameters and locals.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a function's.</summary>
    public void Begin(ImmutableArray<ValueType> parameters, in FunctionBody body)
    {
        _parameters = parameters;
        _groups = body.LocalGroups;
        Count = parameters.Length + body.LocalCount;
        if (_groupEnds.Length < _groups.Length) _groupEnds = new int[Math.Max(_groups.Length, 2 * _groupEnds.Length)];
        var end = parameters.Length;
        parameters.AsSpan()[..Math.Min(end, DirectCount)].CopyTo(_direct);
        for (var i = 0; i < _groups.Length; i++)
        {
            var start = end;
            end += (int)_groups[i].Count;
            _groupEnds[i] = end;
            if (start < DirectCount) _direct.AsSpan(start, Math.Min(end, DirectCount) - start).Fill(_groups[i].Type);
        }
    }

    /// <summary>The type of a local below <see cref="Count"/>.</summary>
    public ValueType this[int index] => index < DirectCount ? _direct[index] : Find(index);

    private ValueType Find(int index)
    {
        if (index < _parameters.Length) return _parameters[index];
        int low = 0, high = _groups.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_groupEnds[middle] > index) high = middle;
            else low = middle + 1;
        }

        return _groups[low].Type;
    }
}
