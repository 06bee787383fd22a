using Fvm.Wasm;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Random valid programs. The same number gives the same program for ever: the seeded <see cref="Random"/> is fixed by .NET.</summary>
internal static class ProgramGenerator
{
    private static readonly ValueType[] Numbers = [ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64];

    /// <summary>A program; every fourth is of the profile Core, with several results, references and tables of both kinds.</summary>
    public static GeneratedProgram Create(int seed)
    {
        var random = new Random(seed);
        var program = new GeneratedProgram { Profile = seed % 4 == 3 ? WasmProfile.Core : WasmProfile.Filecoin };
        bool isCore = program.Profile == WasmProfile.Core;
        program.Types.AddRange(Enumerable.Range(0, random.Next(3, 8)).Select(_ => RandomType(random, isCore)));
        AddImports(program, random);
        AddTablesAndGlobals(program, random);
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            FunctionType type = program.Types[random.Next(program.Types.Count)];
            program.Functions.Add(new GeneratedFunction(program.Types.IndexOf(type), Locals(random, isCore), []));
        }

        AddSegments(program, random);
        for (int i = 0; i < program.Functions.Count; i++)
            program.Functions[i].Body.AddRange(new BodyGenerator(program, program.Functions[i], random).Generate());
        return program;
    }

    private static FunctionType RandomType(Random random, bool isCore)
    {
        int results = random.Next(isCore ? 4 : 2);
        return new FunctionType([.. Some(random.Next(5))], [.. Some(results)]);

        IEnumerable<ValueType> Some(int count) => Enumerable.Range(0, count).Select(_ => RandomValueType(random, isCore));
    }

    private static ValueType RandomValueType(Random random, bool isCore) => isCore && random.Next(8) == 0
        ? random.Next(2) == 0 ? ValueType.FuncRef : ValueType.ExternRef
        : Numbers[random.Next(Numbers.Length)];

    private static void AddImports(GeneratedProgram program, Random random)
    {
        // Host functions know numbers only, since references are numbered differently by the two engines.
        var hosts = program.Types.Where(type => type.Results.Length <= 1 && type.Results.Concat(type.Parameters).All(Numbers.Contains)).ToList();
        for (int count = random.Next(3); count > 0 && hosts.Count != 0; count--)
            program.Imports.Add(program.Types.IndexOf(hosts[random.Next(hosts.Count)]));
    }

    private static void AddTablesAndGlobals(GeneratedProgram program, Random random)
    {
        bool isCore = program.Profile == WasmProfile.Core;
        program.Tables.Add(ValueType.FuncRef);
        if (isCore)
            program.Tables.AddRange([ValueType.ExternRef, ValueType.FuncRef]);
        program.Globals.Add(new GeneratedGlobal(ValueType.I32, true, CodeNodes.Constant(ValueType.I32, 0)));
        foreach (ValueType type in Numbers)
            program.Globals.Add(new GeneratedGlobal(type, true, CodeNodes.Constant(type, CodeNodes.RandomBits(random, type))));
        for (int count = random.Next(4); count > 0; count--)
        {
            ValueType type = Numbers[random.Next(Numbers.Length)];
            program.Globals.Add(new GeneratedGlobal(type, random.Next(2) == 0, CodeNodes.Constant(type, CodeNodes.RandomBits(random, type))));
        }

        if (isCore)
            program.Globals.Add(new GeneratedGlobal(ValueType.ExternRef, true, CodeNodes.Null(ValueType.ExternRef)));
        CodeNode reference = program.Imports.Count != 0
            ? new CodeNode { Opcode = Opcode.RefFunc, Type = ValueType.FuncRef, Index = 0 }
            : CodeNodes.Null(ValueType.FuncRef);
        program.Globals.Add(new GeneratedGlobal(ValueType.FuncRef, true, reference));
    }

    private static ValueType[] Locals(Random random, bool isCore)
    {
        // At least one of each type, then the counters of loops.
        var locals = new List<ValueType>(Numbers);
        if (isCore)
            locals.AddRange([ValueType.FuncRef, ValueType.ExternRef]);
        for (int count = random.Next(5); count > 0; count--)
            locals.Add(Numbers[random.Next(Numbers.Length)]);
        locals.AddRange(Enumerable.Repeat(ValueType.I32, BodyGenerator.LoopCounters));
        return [.. locals];
    }

    private static void AddSegments(GeneratedProgram program, Random random)
    {
        int functions = program.Imports.Count + program.Functions.Count;
        program.Elements.Add((random.Next(3), [.. Enumerable.Range(0, 5).Select(_ => random.Next(functions))]));
        program.Elements.Add((null, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(functions))]));
        program.Data.Add((65_500, Bytes(random)));
        program.Data.Add((null, Bytes(random)));
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 24)];
        random.NextBytes(bytes);
        return bytes;
    }
}
