using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The operand stack at compile time: expression trees that wait to be written where they are used. Nothing waits on the IL stack, because
/// checks branch to shared labels, where it must be empty. A waiting tree can neither trap nor write; what it reads is guarded: the emitters
/// call OperandSpiller before they change a local, a global or the memory.
/// </summary>
internal sealed class OperandStack
{
    /// <summary>The greatest tree; greater ones would make scans and the JIT's recursion long.</summary>
    public const int LargestTree = 32;

    private OperandNode[] _nodes = new OperandNode[64];
    private int[] _entries = new int[64];
    private int[] _readers = [];
    private int _nodeCount;
    private int _freeNode = OperandNode.None;

    /// <summary>How many operands.</summary>
    public int Height { get; private set; }

    /// <summary>How many waiting nodes read memory or globals; lets the guards skip their scan.</summary>
    public int EffectReaders { get; private set; }

    /// <summary>Entries below are constants, temporaries or slots; the guards scan from here up.</summary>
    public int WaitingFrom { get; set; }

    /// <summary>Begins a function.</summary>
    /// <param name="keys">How many locals and companions there are.</param>
    public void Begin(int keys)
    {
        Height = EffectReaders = WaitingFrom = _nodeCount = 0;
        _freeNode = OperandNode.None;
        if (_readers.Length < keys) _readers = new int[keys];
        else Array.Clear(_readers, 0, keys);
    }

    /// <summary>A node.</summary>
    public ref OperandNode Node(int id) => ref _nodes[id];

    /// <summary>The tree at a height.</summary>
    public int this[int height]
    {
        get => _entries[height];
        set => _entries[height] = value;
    }

    /// <summary>How many waiting nodes read a local or companion.</summary>
    public int ReadersOf(int key) => _readers[key];

    /// <summary>Pushes a tree.</summary>
    public void Push(int id)
    {
        if (Height == _entries.Length) Array.Resize(ref _entries, Height * 2);
        _entries[Height++] = id;
    }

    /// <summary>Pops a tree.</summary>
    public int Pop()
    {
        Height--;
        if (WaitingFrom > Height) WaitingFrom = Height;
        return _entries[Height];
    }

    /// <summary>A constant.</summary>
    public int Constant(ValueType type, ulong bits)
    {
        var id = New(NodeKind.Constant, type);
        _nodes[id].Bits = bits;
        return id;
    }

    /// <summary>The value of a wasm local.</summary>
    public int Local(int index, ValueType type, JitHazard hazard)
    {
        var id = New(NodeKind.Local, type);
        _nodes[id].Index = index;
        _nodes[id].Locals = 1UL << (index & 63);
        _nodes[id].Hazard = hazard;
        _readers[index]++;
        return id;
    }

    /// <summary>An IL local: a temporary or a slot.</summary>
    public int Stored(NodeKind kind, int ilLocal, ValueType type, JitHazard hazard = JitHazard.None)
    {
        var id = New(kind, type);
        _nodes[id].Index = ilLocal;
        _nodes[id].Hazard = hazard;
        return id;
    }

    /// <summary>A global.</summary>
    public int Global(int index, ValueType type, bool isMutable)
    {
        var id = New(NodeKind.Global, type);
        _nodes[id].Index = index;
        if (!isMutable) return id;
        _nodes[id].Reads = NodeReads.Globals;
        EffectReaders++;
        return id;
    }

    /// <summary>A checked load.</summary>
    public int Load(Opcode opcode, ValueType type, MemoryAddress address)
    {
        var id = New(NodeKind.Load, type);
        ref var node = ref _nodes[id];
        node.Opcode = opcode;
        node.Index = address.BaseLocal;
        node.Companion = address.Companion;
        node.Bits = address.Offset;
        node.Reads = NodeReads.Memory;
        EffectReaders++;
        if (address.Companion == OperandNode.None) return id;
        node.Locals = 1UL << (address.Companion & 63);
        _readers[address.Companion]++;
        return id;
    }

    /// <summary>A pure operator; the operands' sizes must leave room (<see cref="LargestTree"/>).</summary>
    public int Operator(Opcode opcode, ValueType type, int left, int right = OperandNode.None)
    {
        var id = New(NodeKind.Operator, type);
        ref var node = ref _nodes[id];
        ref readonly var first = ref _nodes[left];
        node.Opcode = opcode;
        node.Left = left;
        node.Right = right;
        node.Size = (byte)(first.Size + 1);
        node.Reads = first.Reads;
        node.Locals = first.Locals;
        node.Hazard = JitHazards.Of(opcode, in first, right == OperandNode.None ? default : _nodes[right]);
        if (right == OperandNode.None) return id;
        ref readonly var second = ref _nodes[right];
        node.Size += second.Size;
        node.Reads |= second.Reads;
        node.Locals |= second.Locals;
        return id;
    }

    /// <summary>Takes a node off the books: it has been written, or dropped.</summary>
    public void Release(int id)
    {
        ref var node = ref _nodes[id];
        if (node.Kind == NodeKind.Local) _readers[node.Index]--;
        else if (node.Kind == NodeKind.Load || (node.Kind == NodeKind.Global && node.Reads != NodeReads.None)) EffectReaders--;
        if (node.Kind == NodeKind.Load && node.Companion != OperandNode.None) _readers[node.Companion]--;
        node.Left = _freeNode;
        _freeNode = id;
    }

    /// <summary>Whether a tree reads a local or companion.</summary>
    public bool Reads(int id, int key)
    {
        ref readonly var node = ref _nodes[id];
        if ((node.Locals & (1UL << (key & 63))) == 0) return false;
        return node.Kind switch
        {
            NodeKind.Local => node.Index == key,
            NodeKind.Load => node.Companion == key,
            NodeKind.Operator => Reads(node.Left, key) || (node.Right != OperandNode.None && Reads(node.Right, key)),
            _ => false,
        };
    }

    private int New(NodeKind kind, ValueType type)
    {
        var id = _freeNode;
        if (id != OperandNode.None) _freeNode = _nodes[id].Left;
        else
        {
            if (_nodeCount == _nodes.Length) Array.Resize(ref _nodes, _nodeCount * 2);
            id = _nodeCount++;
        }

        _nodes[id] = new OperandNode
        {
            Kind = kind,
            Type = type,
            Size = 1,
            Left = OperandNode.None,
            Right = OperandNode.None,
            Companion = OperandNode.None,
        };
        return id;
    }
}
