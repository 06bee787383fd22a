using Fvm.Wasm;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>
/// Random statements of one function. Statements hold expressions and expressions statements, so that operands wait on the stack while what they
/// were made of changes under them. Every loop counts down a local of its own.
/// </summary>
internal sealed class BodyGenerator
{
    /// <summary>How many locals count loops; so deep can loops nest.</summary>
    public const int LoopCounters = 3;

    private const int Nodes = 90;
    private readonly ExpressionGenerator expressions;
    private readonly FunctionScope scope;
    private readonly Random random;

    public BodyGenerator(GeneratedProgram program, GeneratedFunction function, Random random)
    {
        this.random = random;
        scope = new FunctionScope(program, function, random, Nodes);
        expressions = new ExpressionGenerator(scope, this);
    }

    /// <summary>A body: burns fuel, does things, leaves the results.</summary>
    public List<CodeNode> Generate()
    {
        var body = new List<CodeNode>();

        // Without it a metered program may recurse until the stack limit or the gas stops it.
        if (scope.Program.Profile == WasmProfile.Core || random.Next(6) != 0)
            body.AddRange(BurnFuel());
        scope.Labels.Add(scope.Results);
        body.AddRange(Statements(3));
        foreach (ValueType result in scope.Results)
            body.Add(expressions.Create(result, 4));
        return body;
    }

    /// <summary>A few statements.</summary>
    public List<CodeNode> Statements(int depth)
    {
        var statements = new List<CodeNode>();
        for (int count = random.Next(5); count > 0; count--)
            statements.Add(Create(depth));
        return statements;
    }

    /// <summary>A statement: leaves nothing on the stack.</summary>
    public CodeNode Create(int depth)
    {
        if (depth <= 0 || !scope.Spend())
            return CodeNodes.Plain(Opcode.Nop, null, 0);
        switch (random.Next(23))
        {
            case <= 2: return SetLocal(depth);
            case 3: return SetGlobal(depth);
            case <= 6: return Store(depth);
            case 7: return Drop(expressions.Create(scope.AnyType(), depth - 1));
            case 8: return If(depth);
            case 9: return Within(Opcode.Block, [], depth);
            case <= 11: return Loop(depth);
            case 12: return BranchIf(depth);
            case 13: return Table(depth);
            case <= 15: return CallAndDrop(depth);
            case 16: return Bulk(depth);
            case 17: return TableBulk(depth);
            case 18: return Drop(expressions.Grow(depth));
            case 19: return random.Next(8) == 0 ? CodeNodes.Plain(Opcode.Unreachable, null, 0) : CodeNodes.Plain(Opcode.Nop, null, 0);
            case 20: return Leave(depth);
            case 21: return TableSet(depth);
            default: return scope.IsCore ? Several(depth) : SetLocal(depth);
        }
    }

    /// <summary>Contents of a block whose label carries values.</summary>
    public List<CodeNode> Contents(ValueType[] label, ValueType[] results, int depth)
    {
        scope.Labels.Add(label);
        List<CodeNode> body = Statements(depth - 1);
        foreach (ValueType result in results)
            body.Add(expressions.Create(result, depth - 1));
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return body;
    }

    private CodeNode[] BurnFuel()
    {
        CodeNode fuel = CodeNodes.Plain(Opcode.GlobalGet, ValueType.I32, GeneratedProgram.FuelGlobal);
        CodeNode less = CodeNodes.Plain(Opcode.I32Sub, ValueType.I32, 0, fuel, CodeNodes.Number(1));
        return
        [
            new CodeNode
            {
                Opcode = Opcode.If,
                Operands = [CodeNodes.Plain(Opcode.I32Eqz, ValueType.I32, 0, fuel)],
                Body = [.. scope.Results.Select(CodeNodes.Zero), CodeNodes.Plain(Opcode.Return, null, 0)],
            },
            CodeNodes.Plain(Opcode.GlobalSet, null, GeneratedProgram.FuelGlobal, less),
        ];
    }

    private CodeNode SetLocal(int depth)
    {
        ValueType type = scope.AnyType();
        return CodeNodes.Plain(Opcode.LocalSet, null, scope.LocalOf(type), expressions.Create(type, depth));
    }

    private CodeNode SetGlobal(int depth)
    {
        ValueType type = scope.AnyType();
        return scope.TryGlobal(type, mutable: true, out uint global)
            ? CodeNodes.Plain(Opcode.GlobalSet, null, global, expressions.Create(type, depth))
            : SetLocal(depth);
    }

    private CodeNode Store(int depth)
    {
        OpcodeInfo store = scope.Pick(Instructions.Stores);
        CodeNode address = expressions.Address(depth - 1, out ulong offset);
        return new CodeNode
        {
            Opcode = store.Opcode,
            Bits = offset,
            Operands = [address, expressions.Create(store.Operands[1], depth - 1)],
        };
    }

    private static CodeNode Drop(CodeNode value) => CodeNodes.Plain(Opcode.Drop, null, 0, value);

    private CodeNode If(int depth) => new()
    {
        Opcode = Opcode.If,
        Operands = [expressions.Create(ValueType.I32, depth - 1)],
        Body = Contents([], [], depth),
        Else = random.Next(2) == 0 ? Contents([], [], depth) : null,
    };

    private CodeNode Within(Opcode opcode, IEnumerable<CodeNode> first, int depth) =>
        new() { Opcode = opcode, Body = [.. first, .. Contents([], [], depth)] };

    // A block, so that the count can end it, around a loop that counts before anything in it may jump back.
    private CodeNode Loop(int depth)
    {
        if (!scope.TryEnterLoop(out uint counter))
            return Within(Opcode.Block, [], depth);
        scope.Labels.Add([]);
        CodeNode count = CodeNodes.Plain(Opcode.LocalGet, ValueType.I32, counter);
        CodeNode less = CodeNodes.Plain(Opcode.I32Sub, ValueType.I32, 0, count, CodeNodes.Number(1));
        CodeNode loop = Within(
            Opcode.Loop,
            [
                CodeNodes.Plain(Opcode.BrIf, null, 1, CodeNodes.Plain(Opcode.I32Eqz, ValueType.I32, 0, count)),
                CodeNodes.Plain(Opcode.LocalSet, null, counter, less),
            ],
            depth);
        if (random.Next(3) != 0)
            loop.Body.Add(CodeNodes.Plain(Opcode.Br, null, 0));
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        scope.LeaveLoop();
        CodeNode start = CodeNodes.Plain(Opcode.LocalSet, null, counter, CodeNodes.Number(random.Next(1, 7)));
        return CodeNodes.Sequence(null, start, new CodeNode { Opcode = Opcode.Block, Body = [loop] });
    }

    private CodeNode BranchIf(int depth)
    {
        uint label = scope.AnyLabel(out ValueType[] carried);
        var branch = new CodeNode { Opcode = Opcode.BrIf, Index = label };
        branch.Operands.AddRange(carried.Select(type => expressions.Create(type, depth - 1)));
        branch.Operands.Add(expressions.Create(ValueType.I32, depth - 1));
        return CodeNodes.Sequence(null, [branch, .. carried.Select(_ => CodeNodes.Plain(Opcode.Drop, null, 0))]);
    }

    private CodeNode Table(int depth)
    {
        uint[] labels = [.. Enumerable.Range(0, random.Next(5)).Select(_ => (uint)random.Next(3))];
        scope.Labels.AddRange([[], [], []]);
        CodeNode branch = new() { Opcode = Opcode.BrTable, Labels = labels, Index = (uint)random.Next(3), Operands = [expressions.Create(ValueType.I32, depth - 1)] };
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        CodeNode inner = new() { Opcode = Opcode.Block, Body = [branch] };
        CodeNode middle = new() { Opcode = Opcode.Block, Body = [inner, Create(depth - 1), CodeNodes.Plain(Opcode.Br, null, 1)] };
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        CodeNode outer = new() { Opcode = Opcode.Block, Body = [middle, Create(depth - 1)] };
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return outer;
    }

    private CodeNode CallAndDrop(int depth)
    {
        int function = random.Next(scope.Program.Imports.Count + scope.Program.Functions.Count);
        CodeNode call = random.Next(3) == 0
            ? expressions.CallIndirect((uint)random.Next(scope.Program.Types.Count), depth, out FunctionType type)
            : expressions.Call(function, depth, out type);
        return CodeNodes.Sequence(null, [call, .. type.Results.Select(_ => CodeNodes.Plain(Opcode.Drop, null, 0))]);
    }

    private CodeNode Bulk(int depth)
    {
        CodeNode[] operands = [expressions.Address(depth - 1, out _), expressions.Address(depth - 1, out _), Length(depth)];
        return random.Next(5) switch
        {
            0 or 1 => CodeNodes.Plain(Opcode.MemoryCopy, null, 0, operands),
            2 => CodeNodes.Plain(Opcode.MemoryFill, null, 0, operands),
            3 => CodeNodes.Plain(Opcode.MemoryInit, null, 1, operands[0], CodeNodes.Number(random.Next(6)), CodeNodes.Number(random.Next(6))),
            _ => random.Next(3) == 0 ? CodeNodes.Plain(Opcode.DataDrop, null, (uint)random.Next(2)) : CodeNodes.Plain(Opcode.Nop, null, 0),
        };
    }

    private CodeNode Length(int depth) => random.Next(2) == 0
        ? CodeNodes.Number(random.Next(300))
        : CodeNodes.Plain(Opcode.I32And, ValueType.I32, 0, expressions.Create(ValueType.I32, depth - 1), CodeNodes.Number(255));

    private CodeNode TableBulk(int depth)
    {
        CodeNode[] operands = [expressions.Element(depth - 1), CodeNodes.Number(random.Next(5)), CodeNodes.Number(random.Next(4))];
        uint table = scope.TableOf(ValueType.FuncRef);
        return random.Next(scope.IsCore ? 7 : 4) switch
        {
            0 => new CodeNode { Opcode = Opcode.TableInit, Index = 1, Index2 = table, Operands = [.. operands] },
            1 or 2 => new CodeNode { Opcode = Opcode.TableCopy, Index = table, Index2 = scope.TableOf(ValueType.FuncRef), Operands = [.. operands] },
            3 => random.Next(3) == 0 ? CodeNodes.Plain(Opcode.ElemDrop, null, 1) : CodeNodes.Plain(Opcode.Nop, null, 0),
            4 => Fill(depth, operands),
            _ => Grow(depth),
        };
    }

    private CodeNode Fill(int depth, CodeNode[] operands)
    {
        ValueType type = scope.AnyReference();
        return CodeNodes.Plain(Opcode.TableFill, null, scope.TableOf(type), operands[0], expressions.Create(type, depth - 1), operands[2]);
    }

    private CodeNode Grow(int depth)
    {
        ValueType type = scope.AnyReference();
        return Drop(CodeNodes.Plain(Opcode.TableGrow, ValueType.I32, scope.TableOf(type), expressions.Create(type, depth - 1), CodeNodes.Number(random.Next(4))));
    }

    private CodeNode TableSet(int depth)
    {
        ValueType type = scope.AnyReference();
        return CodeNodes.Plain(Opcode.TableSet, null, scope.TableOf(type), expressions.Element(depth - 1), expressions.Create(type, depth - 1));
    }

    // What follows the branch is unreachable, and must stay valid all the same.
    private CodeNode Leave(int depth)
    {
        scope.Labels.Add([]);
        CodeNode stay = CodeNodes.Plain(Opcode.BrIf, null, 0, expressions.Create(ValueType.I32, depth - 1));
        CodeNode leave;
        if (random.Next(4) == 0)
        {
            leave = new CodeNode { Opcode = Opcode.Return, Operands = [.. scope.Results.Select(type => expressions.Create(type, depth - 1))] };
        }
        else
        {
            uint label = scope.AnyLabel(out ValueType[] carried);
            leave = new CodeNode { Opcode = Opcode.Br, Index = label, Operands = [.. carried.Select(type => expressions.Create(type, depth - 1))] };
        }

        CodeNode dead = Create(depth - 1);
        scope.Labels.RemoveAt(scope.Labels.Count - 1);
        return new CodeNode { Opcode = Opcode.Block, Body = [stay, leave, dead] };
    }

    // A block, loop or if of a function type: parameters come from the stack, several results go to locals.
    private CodeNode Several(int depth)
    {
        int index = random.Next(scope.Program.Types.Count);
        FunctionType type = scope.Program.Types[index];
        bool isIf = random.Next(3) == 0;
        List<CodeNode> operands = [.. type.Parameters.Select(parameter => expressions.Create(parameter, depth - 1))];
        if (isIf)
            operands.Add(expressions.Create(ValueType.I32, depth - 1));
        var block = new CodeNode
        {
            Opcode = isIf ? Opcode.If : Opcode.Block,
            BlockType = index,
            Operands = operands,
            Body = Arm(),
            Else = isIf ? Arm() : null,
        };
        return CodeNodes.Sequence(null, [block, .. type.Results.Reverse().Select(ToLocal)]);

        List<CodeNode> Arm() => [.. type.Parameters.Reverse().Select(ToLocal), .. Contents([.. type.Results], [.. type.Results], depth)];

        CodeNode ToLocal(ValueType value) => CodeNodes.Plain(Opcode.LocalSet, null, scope.LocalOf(value));
    }
}
