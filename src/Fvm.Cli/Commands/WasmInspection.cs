using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Wasm;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Inspection;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Cli.Commands;

/// <summary>How a module is shown, to people and to machines.</summary>
internal static class WasmInspection
{
    public static void Print(MeteredModule metered, bool blocks)
    {
        WasmModule module = metered.Module;
        Line($"{module.Bytes.Length} bytes; profile {metered.Validated.Profile}; features beyond WebAssembly 1.0: {Features(module)}");
        Line($"\nsections{"",-30} {"offset",10} {"bytes",10}");
        foreach (ModuleSection section in ModuleSections.Of(module))
            Line($"  {section.Name,-36} {section.Offset,10} {section.Size,10}");
        Line($"\nimports {module.Imports.Length}");
        foreach (ModuleImport import in module.Imports)
            Line($"  {Kind(import.Kind),-9} {import.Module}::{import.Name} {Type(module, import)}");
        Line($"\nexports {module.Exports.Length}");
        foreach (ModuleExport export in module.Exports)
            Line($"  {Kind(export.Kind),-9} {export.Name} = {export.Index}{(export.Kind == ExternKind.Function ? $" {module.TypeOf(export.Index)}" : "")}");
        PrintDeclarations(module);
        PrintFunctions(metered, blocks);
    }

    public static JsonObject ToJson(MeteredModule metered)
    {
        WasmModule module = metered.Module;
        IReadOnlyList<string> names = FunctionNames.Of(module);
        return new JsonObject
        {
            ["bytes"] = module.Bytes.Length,
            ["profile"] = metered.Validated.Profile.ToString(),
            ["features"] = new JsonArray([.. ModuleFeatures.Of(module).Select(feature => (JsonNode)feature)]),
            ["sections"] = new JsonArray([.. ModuleSections.Of(module).Select(section =>
                (JsonNode)new JsonObject { ["name"] = section.Name, ["offset"] = section.Offset, ["bytes"] = section.Size })]),
            ["imports"] = new JsonArray([.. module.Imports.Select(import => (JsonNode)new JsonObject
            {
                ["module"] = import.Module, ["name"] = import.Name, ["kind"] = Kind(import.Kind), ["type"] = Type(module, import),
            })]),
            ["exports"] = new JsonArray([.. module.Exports.Select(export => (JsonNode)new JsonObject
            {
                ["name"] = export.Name, ["kind"] = Kind(export.Kind), ["index"] = export.Index,
            })]),
            ["functions"] = new JsonArray([.. metered.Functions.Select((function, i) => (JsonNode)Describe(metered, function, i, names))]),
        };
    }

    private static void PrintDeclarations(WasmModule module)
    {
        Line($"\ntypes {module.Types.Length}, functions {module.Functions.Length} ({module.ImportedFunctionCount} imported), globals {module.Globals.Length}");
        foreach (MemoryType memory in module.Memories)
            Line($"memory of {Limits(memory.Limits)} pages");
        foreach (TableType table in module.Tables)
            Line($"table of {Limits(table.Limits)} {table.Element}");
        if (module.ElementSegments.Length != 0)
            Line($"element segments {module.ElementSegments.Length}, {module.ElementSegments.Sum(segment => segment.Count)} elements");
        if (module.DataSegments.Length != 0)
            Line($"data segments {module.DataSegments.Length}, {module.DataSegments.Sum(segment => (long)segment.Bytes.Length)} bytes");
        if (module.StartFunction is { } start)
            Line($"start function {start}");
    }

    private static void PrintFunctions(MeteredModule metered, bool blocks)
    {
        WasmModule module = metered.Module;
        IReadOnlyList<string> names = FunctionNames.Of(module);
        Line($"\n{"function",8} {"code",8} {"locals",7} {"stack",6} {"real stack",10} {"blocks",7} {"linear",7} {"milligas",12} name");
        for (int i = 0; i < metered.Functions.Length; i++)
        {
            MeteredFunction function = metered.Functions[i];
            FunctionBody body = module.Bodies[i];
            int index = module.ImportedFunctionCount + i;
            string name = function.HasThunk ? Invariant($"{names[index]} (thunk {function.ThunkCost})") : names[index];
            string block = Invariant($"{function.Charges.Length,7} {function.LinearCharges.Length,7} {function.Charges.Sum(charge => charge.Cost),12}");
            Line($"{index,8} {body.Code.Length,8} {body.LocalCount,7} {function.StackCost,6} {function.RealStackWeight,10} {block} {name}");
            if (!blocks)
                continue;
            foreach (GasCharge charge in function.Charges)
                Line($"{"",8} block at byte {body.Offset + charge.Position}: {charge.Cost}");
            foreach (LinearCharge charge in function.LinearCharges)
                Line($"{"",8} at byte {body.Offset + charge.Position}: {charge.UnitCost} for each of the top operand");
        }
    }

    private static JsonObject Describe(MeteredModule metered, MeteredFunction function, int defined, IReadOnlyList<string> names)
    {
        WasmModule module = metered.Module;
        FunctionBody body = module.Bodies[defined];
        int index = module.ImportedFunctionCount + defined;
        return new JsonObject
        {
            ["index"] = index,
            ["name"] = names[index],
            ["type"] = module.TypeOf(index).ToString(),
            ["code_offset"] = body.Offset,
            ["code_bytes"] = body.Code.Length,
            ["locals"] = body.LocalCount,
            ["stack_cost"] = function.StackCost,
            ["max_operand_height"] = function.MaxOperandHeight,
            ["real_stack_bytes"] = function.RealStackWeight,
            ["thunk_milligas"] = function.HasThunk ? function.ThunkCost : null,
            ["blocks"] = new JsonArray([.. function.Charges.Select(charge =>
                (JsonNode)new JsonObject { ["offset"] = body.Offset + charge.Position, ["milligas"] = charge.Cost })]),
            ["linear_charges"] = new JsonArray([.. function.LinearCharges.Select(charge =>
                (JsonNode)new JsonObject { ["offset"] = body.Offset + charge.Position, ["milligas_each"] = charge.UnitCost })]),
        };
    }

    private static string Features(WasmModule module) => ModuleFeatures.Of(module) is { IsEmpty: false } features ? string.Join(", ", features) : "none";

    private static string Type(WasmModule module, ModuleImport import) => import.Kind switch
    {
        ExternKind.Function => module.Types[import.TypeIndex].ToString(),
        ExternKind.Table => $"{Limits(import.Table.Limits)} {import.Table.Element}",
        ExternKind.Memory => $"{Limits(import.Memory.Limits)} pages",
        _ => $"{(import.Global.IsMutable ? "mutable " : "")}{import.Global.Type}",
    };

    private static string Limits(Limits limits) =>
        limits.Maximum is { } maximum ? Invariant($"{limits.Minimum} to {maximum}") : Invariant($"{limits.Minimum}");

    private static string Kind(ExternKind kind) => kind switch
    {
        ExternKind.Function => "function",
        ExternKind.Table => "table",
        ExternKind.Memory => "memory",
        _ => "global",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
