using System.Runtime.InteropServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// Where an instance's gas goes: a tree of its functions' calls, a node a path, in a module that was compiled to be profiled. What the counter
/// loses between two marks belongs to the function that runs then, so the sum over all nodes is what the wasm code took, to the last unit.
/// </summary>
public sealed class ExecutionProfile
{
    /// <summary>Paths beyond these count for the last one that has a node: hostile recursion must not eat the machine's memory.</summary>
    private const int MaxNodes = 1 << 18;

    private const int None = -1;

    private readonly List<Node> _nodes = [new Node { Parent = None, Function = None, FirstChild = None, Sibling = None }];
    private int _current;
    private int _unseen;
    private long _mark;

    /// <summary>The number of nodes. The first is the host.</summary>
    public int Count => _nodes.Count;

    /// <summary>A node.</summary>
    /// <param name="index">Its index; parents come before children.</param>
    /// <returns>Its parent (-1 for the first), its function (-1 for the host), how often it was called, and the gas of its own instructions.</returns>
    public (int Parent, int Function, ulong Calls, long Self) this[int index]
    {
        get
        {
            var node = _nodes[index];
            return (node.Parent, node.Function, node.Calls, node.Self);
        }
    }

    /// <summary>The host takes over: settles what wasm took.</summary>
    /// <param name="gas">The instance's counter.</param>
    /// <returns>The index of the node that called the host.</returns>
    public int Suspend(long gas)
    {
        Settle(gas);
        return _current;
    }

    /// <summary>Wasm goes on.</summary>
    /// <param name="gas">The instance's counter, as the host leaves it.</param>
    public void Resume(long gas) => _mark = gas;

    /// <summary>For emitted code: a function begins.</summary>
    internal static void Enter(WasmInstance instance, int function) => instance.Profile!.Enter(instance.ExactGas, function);

    /// <summary>For emitted code: a function ends, by returning or by unwinding.</summary>
    internal static void Leave(WasmInstance instance) => instance.Profile!.Leave(instance.ExactGas);

    private void Enter(long gas, int function)
    {
        Settle(gas);
        var child = _unseen == 0 ? ChildOf(_current, function) : None;
        if (child == None)
        {
            _unseen++;
            return;
        }

        _current = child;
        CollectionsMarshal.AsSpan(_nodes)[child].Calls++;
    }

    private void Leave(long gas)
    {
        Settle(gas);
        if (_unseen > 0) _unseen--;
        else _current = _nodes[_current].Parent;
    }

    private void Settle(long gas)
    {
        // Out of gas: no more was taken than was there.
        gas = Math.Max(gas, 0);
        CollectionsMarshal.AsSpan(_nodes)[_current].Self += _mark - gas;
        _mark = gas;
    }

    private int ChildOf(int parent, int function)
    {
        var nodes = CollectionsMarshal.AsSpan(_nodes);
        for (var child = nodes[parent].FirstChild; child != None; child = nodes[child].Sibling)
        {
            if (nodes[child].Function == function) return child;
        }

        if (_nodes.Count == MaxNodes) return None;
        _nodes.Add(new Node { Parent = parent, Function = function, FirstChild = None, Sibling = nodes[parent].FirstChild });
        CollectionsMarshal.AsSpan(_nodes)[parent].FirstChild = _nodes.Count - 1;
        return _nodes.Count - 1;
    }

    private struct Node
    {
        public int Parent;
        public int Function;
        public int FirstChild;
        public int Sibling;
        public ulong Calls;
        public long Self;
    }
}
