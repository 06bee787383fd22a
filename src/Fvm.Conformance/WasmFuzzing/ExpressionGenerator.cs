using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Random expressions: trees that leave one value of a given type.</summary>
internal sealed class ExpressionGenerator(FunctionScope scope, BodyGenerator statements)
{
    /// <summary>An expression.</summary>
    public CodeNode Create(ValueType type, int depth)
    {
        if (depth <= 0 || !scope.Spend())
            return Leaf(type);
        bool isReference = type is ValueType.FuncRef or ValueType.ExternRef;
        switch (scope.Random.Next(18))
        {
            case <= 4: return isReference ? Reference(type, depth) : Operator(type, depth);
            case <= 6: return isReference ? Leaf(type) : Load(type, depth);
            case 7:
                return scope.HasLocal(type) ? CodeNodes.Plain(Opcode.LocalTee, type, scope.LocalOf(type), Create(type, depth - 1)) : Leaf(type);
            case 8: return Select(type, isReference, depth);
            case 9: return Block(type, depth);
            case 10: return Loop(type, depth);
            case 11: return If(type, depth);
            case 12: return BranchIf(type, depth);
            case 13: return Table(type, depth);
            case 14 or 15: return CallOf(type, depth);
            case 16: return CodeNodes.Sequence(type, Create(type, depth - 1), statements.Create(depth - 1));
            default: return type == ValueType.I32 ? Size(depth) : Leaf(type);
        }
    }

    /// <summary>The address of a memory access: mostly within the memory, often at its edges.</summary>
    public CodeNode Address(int depth, out ulong offset)
    {
        offset = scope.Random.Next(8) switch
        {
            0 => (ulong)scope.Random.Next(6_000),
            1 when scope.Random.Next(3) == 0 => scope.Random.Next(12) == 0 ? uint.MaxValue - (ulong)scope.Random.Next(4) : 65_535,
            _ => (ulong)scope.Random.Next(16),
        };
        return scope.Random.Next(16) switch
        {
            0 => Create(ValueType.I32, depth),
            1 => CodeNodes.Number(scope.Random.Next(65_500, 65_540)),
            2 => CodeNodes.Number(scope.Random.Next(65_536)),
            3 or 4 or 5 => CodeNodes.Plain(Opcode.LocalGet, ValueType.I32, scope.LocalOf(ValueType.I32)),
            _ => CodeNodes.Plain(Opcode.I32And, ValueType.I32, 0, Create(ValueType.I32, depth), CodeNodes.Number(scope.Random.Next(2) == 0 ? 0x7FFF : 0xFFFF)),
        };
    }

    /// <summary>The index of a table element: mostly within the table.</summary>
    public CodeNode Element(int depth) => scope.Random.Next(3) == 0
        ? CodeNodes.Number(scope.Random.Next((int)GeneratedProgram.TableMinimum + 2))
        : CodeNodes.Plain(Opcode.I32And, ValueType.I32, 0, Create(ValueType.I32, depth), CodeNodes.Number((int)GeneratedProgram.TableMinimum - 1));

    /// <summary>memory.grow, mostly by little. The metering refuses a negative constant there.</summary>
    public CodeNode Grow(int depth)
    {
        CodeNode pages = scope.Random.Next(3) == 0 ? CodeNodes.Number(scope.Random.Next(3)) : Create(ValueType.I32, depth - 1);
        if (pages.Opcode == Opcode.I32Const && (int)pages.Bits < 0)
            pages = CodeNodes.Number(1);
        else if (scope.Random.Next(4) != 0)
            pages = CodeNodes.Plain(Opcode.I32And, ValueType.I32, 0, pages, CodeNodes.Number(1));
        return CodeNodes.Plain(Opcode.MemoryGrow, ValueType.I32, 0, pages);
    }

    /// <summary>A direct call.</summary>
    public CodeNode Call(int function, int depth, out FunctionType type)
    {
        type = scope.Program.TypeOf(function);
        return CodeNodes.Plain(Opcode.Call, Single(type), (uint)function, Arguments(type, depth));
    }

    /// <summary>A call through a table.</summary>
    public CodeNode CallIndirect(uint typeIndex, int depth, out FunctionType type)
    {
        type = scope.Program.Types[(int)typeIndex];
        return new CodeNode
        {
            Opcode = Opcode.CallIndirect,
            Type = Single(type),
            Index = typeIndex,
            Index2 = scope.TableOf(ValueType.FuncRef),
            Operands = [.. Arguments(type, depth), Element(depth - 1)],
        };
    }

    private static ValueType? Single(FunctionType type) => type.Results.Length == 1 ? type.Results[0] : null;

    private CodeNode[] Arguments(FunctionType type, int depth) => [.. type.Parameters.Select(parameter => Create(parameter, depth - 2))];

    private CodeNode Leaf(ValueType type)
    {
        if (scope.Random.Next(2) == 0 && scope.HasLocal(type))
            return CodeNodes.Plain(Opcode.LocalGet, type, scope.LocalOf(type));
        if (scope.Random.Next(3) == 0 && scope.TryGlobal(type, mutable: false, out uint global))
            return CodeNodes.Plain(Opcode.GlobalGet, type, global);
        if (type is not (ValueType.FuncRef or ValueType.ExternRef))
            return CodeNodes.Constant(type, CodeNodes.RandomBits(scope.Random, type));
        if (!scope.IsCore)
        {
            // The metering refuses ref.null and ref.func: references come from globals and tables.
            return scope.TryGlobal(type, mutable: false, out uint reference)
                ? CodeNodes.Plain(Opcode.GlobalGet, type, reference)
                : throw new InvalidOperationException("a program has a global of funcref");
        }

        // Every function is exported, so that ref.func may name it.
        return type == ValueType.FuncRef && scope.Random.Next(2) == 0
            ? CodeNodes.Plain(Opcode.RefFunc, type, (uint)(scope.Program.Imports.Count + scope.Random.Next(scope.Program.Functions.Count)))
            : CodeNodes.Null(type);
    }

    private CodeNode Operator(ValueType type, int depth)
    {
        OpcodeInfo row = scope.Pick(Instructions.Numeric(type));
        if (type == ValueType.I32 && scope.IsCore && scope.Random.Next(8) == 0)
            return CodeNodes.Plain(Opcode.RefIsNull, type, 0, Create(scope.AnyReference(), depth - 1));
        return CodeNodes.Plain(row.Opcode, type, 0, [.. row.Operands.Select(operand => Create(operand, depth - 1))]);
    }

    private CodeNode Load(ValueType type, int depth)
    {
        OpcodeInfo row = scope.Pick(Instructions.Loads(type));
        CodeNode address = Address(depth - 1, out ulong offset);
        return new CodeNode { Opcode = row.Opcode, Type = type, Bits = offset, Operands = [address] };
    }

    private CodeNode Reference(ValueType type, int depth) => CodeNodes.Plain(Opcode.TableGet, type, scope.TableOf(type), Element(depth - 1));

    private CodeNode Select(ValueType type, bool isReference, int depth)
    {
        if (isReference && !scope.IsCore)
            return Leaf(type);
        bool typed = isReference || (scope.IsCore && scope.Random.Next(3) == 0);
        return new CodeNode
        {
            Opcode = typed ? Opcode.SelectTyped : Opcode.Select,
            Type = type,
            Reference = type,
            Operands = [Create(type, depth - 1), Create(type, depth - 1), Create(ValueType.I32, depth - 1)],
        };
    }

    private CodeNode Block(ValueType type, int depth) =>
        new() { Opcode = Opcode.Block, Type = type, Body = statements.Contents([type], [type], depth) };

    // Nothing jumps back: its label is offered to nobody, but the block's inside is.
    private CodeNode Loop(ValueType type, int depth)
    {
        scope.Labels.Add(null);
        CodeNode block = Block(type, depth);
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return new CodeNode { Opcode = Opcode.Loop, Type = type, Body = [block] };
    }

    private CodeNode If(ValueType type, int depth) => new()
    {
        Opcode = Opcode.If,
        Type = type,
        Operands = [Create(ValueType.I32, depth - 1)],
        Body = statements.Contents([type], [type], depth),
        Else = statements.Contents([type], [type], depth),
    };

    private CodeNode BranchIf(ValueType type, int depth)
    {
        scope.Labels.Add([type]);
        CodeNode branch = CodeNodes.Plain(Opcode.BrIf, type, 0, Create(type, depth - 1), Create(ValueType.I32, depth - 1));
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return new CodeNode { Opcode = Opcode.Block, Type = type, Body = [branch] };
    }

    private CodeNode Table(ValueType type, int depth)
    {
        scope.Labels.AddRange([[type], [type]]);
        CodeNode branch = new()
        {
            Opcode = Opcode.BrTable,
            Labels = [.. Enumerable.Range(0, scope.Random.Next(5)).Select(_ => (uint)scope.Random.Next(2))],
            Index = 1,
            Operands = [Create(type, depth - 1), Create(ValueType.I32, depth - 1)],
        };
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        CodeNode inner = new() { Opcode = Opcode.Block, Type = type, Body = [branch] };
        CodeNode outer = new() { Opcode = Opcode.Block, Type = type, Body = [inner, statements.Create(depth - 1)] };
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return outer;
    }

    private CodeNode CallOf(ValueType type, int depth)
    {
        int functions = scope.Program.Imports.Count + scope.Program.Functions.Count;
        int start = scope.Random.Next(functions);
        if (scope.Random.Next(3) == 0)
        {
            int index = scope.Program.Types.FindIndex(candidate => candidate.Results is [var result] && result == type);
            if (index >= 0)
                return CallIndirect((uint)index, depth, out _);
        }

        for (int i = 0; i < functions; i++)
        {
            int function = (start + i) % functions;
            if (scope.Program.TypeOf(function).Results is [var result] && result == type)
                return Call(function, depth, out _);
        }

        return Leaf(type);
    }

    private CodeNode Size(int depth) => scope.Random.Next(3) switch
    {
        0 => CodeNodes.Plain(Opcode.TableSize, ValueType.I32, scope.TableOf(scope.AnyReference())),
        1 => CodeNodes.Plain(Opcode.MemorySize, ValueType.I32, 0),
        _ => Grow(depth),
    };
}
