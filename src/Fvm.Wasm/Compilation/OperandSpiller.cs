using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Writes waiting operands to IL locals before something changes what they read, or before control joins.</summary>
internal sealed class OperandSpiller(FunctionScope scope, TreeWriter writer)
{
    /// <summary>How many operands may wait; bounds every scan.</summary>
    private const int Window = 32;

    /// <summary>Pushes an operand.</summary>
    public void Push(int id)
    {
        var stack = scope.Stack;
        stack.Push(id);
        if (stack.Height - stack.WaitingFrom <= Window) return;
        Spill(stack.WaitingFrom);
        stack.WaitingFrom++;
    }

    /// <summary>Before a branch or label: nothing waits any more, below a height.</summary>
    public void SpillAll()
    {
        var stack = scope.Stack;
        for (var height = stack.WaitingFrom; height < stack.Height; height++) Spill(height);
        stack.WaitingFrom = stack.Height;
    }

    /// <summary>Before a wasm local or a companion changes.</summary>
    public void SpillReadersOf(int key)
    {
        var stack = scope.Stack;
        for (var height = stack.Height - 1; height >= stack.WaitingFrom && stack.ReadersOf(key) > 0; height--)
        {
            if (stack.Reads(stack[height], key)) Spill(height);
        }
    }

    /// <summary>Before memory or globals change.</summary>
    public void SpillReadersOf(NodeReads effects)
    {
        var stack = scope.Stack;
        if (stack.EffectReaders == 0) return;
        for (var height = stack.WaitingFrom; height < stack.Height; height++)
        {
            if ((stack.Node(stack[height]).Reads & effects) != 0) Spill(height);
        }
    }

    /// <summary>Makes the operand at a height one that can be written twice.</summary>
    public void MakeSimple(int height)
    {
        if (!writer.IsSimple(scope.Stack[height])) Spill(height);
    }

    /// <summary>Writes the operand at a height to a temporary, unless it already is where nothing can change it.</summary>
    public void Spill(int height)
    {
        var id = scope.Stack[height];
        var node = scope.Stack.Node(id);
        if (node.Kind is NodeKind.Constant or NodeKind.Temporary or NodeKind.Slot) return;
        writer.Write(id);
        scope.Stack[height] = StoreTemporary(node.Type, node.Hazard);
    }

    /// <summary>Pops the IL stack into a temporary, and makes it an operand.</summary>
    public int StoreTemporary(ValueType type, JitHazard hazard = JitHazard.None)
    {
        var local = scope.Locals.Rent(type);
        scope.Il.StLoc(local);
        return scope.Stack.Stored(NodeKind.Temporary, local, type, hazard);
    }
}
