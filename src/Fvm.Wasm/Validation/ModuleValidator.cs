using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>Validates a module (WebAssembly 2.0, 3.4): declarations first, then segments, then every body.</summary>
internal sealed class ModuleValidator
{
    private const int NoOffset = -1;

    private readonly WasmModule _module;
    private readonly WasmProfile _profile;
    private readonly ModuleScope _scope;

    private ModuleValidator(WasmModule module, WasmProfile profile)
    {
        _module = module;
        _profile = profile;
        _scope = new ModuleScope(module, profile);
    }

    /// <summary>See <see cref="ValidatedModule.Validate"/>.</summary>
    public static ValidatedModule Validate(WasmModule module, WasmProfile profile)
    {
        var validator = new ModuleValidator(module, profile);
        validator.CheckTypes();
        validator.CheckTablesAndMemories();
        validator.CheckGlobals();
        validator.CheckExports();
        validator.CheckStart();
        var segments = new SegmentValidator(validator._scope);
        foreach (var segment in module.ElementSegments) segments.Check(segment);
        foreach (var segment in module.DataSegments) segments.Check(segment);
        return new ValidatedModule(module, profile, validator.CheckBodies());
    }

    private void CheckTypes()
    {
        foreach (var type in _module.Types)
        {
            foreach (var parameter in type.Parameters) _scope.CheckType(parameter, NoOffset);
            foreach (var result in type.Results) _scope.CheckType(result, NoOffset);
            if (_profile == WasmProfile.Filecoin && type.Results.Length > 1)
                Throw("multi-value is not supported in the profile Filecoin: a function type with several results");
        }

        foreach (var type in _module.Functions) ModuleScope.CheckIndex((uint)type, _module.Types.Length, "type", NoOffset);
    }

    private void CheckTablesAndMemories()
    {
        if (_profile == WasmProfile.Filecoin && _module.Tables.Length > 1) Throw("multiple tables are not supported in the profile Filecoin");
        foreach (var table in _module.Tables)
        {
            _scope.CheckType(table.Element, NoOffset);
            CheckLimits(table.Limits);
            if (table.Limits.Minimum > DecodingLimits.TableElements)
                Throw($"table size too large: the limit is {DecodingLimits.TableElements} elements");
        }

        if (_module.Memories.Length > 1) Throw("multiple memories: multi-memory is not supported");
        foreach (var memory in _module.Memories)
        {
            if (memory.Limits.Minimum > DecodingLimits.MemoryPages || memory.Limits.Maximum > DecodingLimits.MemoryPages)
                Throw("memory size must be at most 65536 pages (4GiB)");
            CheckLimits(memory.Limits);
        }
    }

    private static void CheckLimits(Limits limits)
    {
        if (limits.Maximum < limits.Minimum) Throw("size minimum must not be greater than maximum");
    }

    private void CheckGlobals()
    {
        foreach (var global in _module.Globals) _scope.CheckType(global.Type, NoOffset);
        for (var i = 0; i < _module.GlobalInitializers.Length; i++)
        {
            var global = _module.Globals[_module.ImportedGlobalCount + i];
            ConstantValidator.Check(_scope, _module.GlobalInitializers[i], global.Type);
        }
    }

    private void CheckExports()
    {
        var names = new HashSet<string>(_module.Exports.Length, StringComparer.Ordinal);
        foreach (var export in _module.Exports)
        {
            if (!names.Add(export.Name)) Throw($"duplicate export name \"{export.Name}\"");
            var (count, what) = export.Kind switch
            {
                ExternKind.Function => (_module.Functions.Length, "function"),
                ExternKind.Table => (_module.Tables.Length, "table"),
                ExternKind.Memory => (_module.Memories.Length, "memory"),
                _ => (_module.Globals.Length, "global"),
            };
            ModuleScope.CheckIndex((uint)export.Index, count, what, NoOffset);
            if (export.Kind == ExternKind.Function) _scope.DeclareReference(export.Index);
        }
    }

    private void CheckStart()
    {
        if (_module.StartFunction is not { } start) return;
        ModuleScope.CheckIndex((uint)start, _module.Functions.Length, "function", NoOffset);
        var type = _module.TypeOf(start);
        if (type.Parameters.Length != 0 || type.Results.Length != 0) Throw("start function: it must take and yield nothing");
    }

    private ImmutableArray<int> CheckBodies()
    {
        var heights = new int[_module.Bodies.Length];
        FunctionLanes<FunctionValidator>.Run(
            heights.Length,
            _module.CodeSize,
            () => new FunctionValidator(_scope),
            (validator, i) => heights[i] = validator.Validate(_module.TypeOf(_module.ImportedFunctionCount + i), _module.Bodies[i]));
        return ImmutableCollectionsMarshal.AsImmutableArray(heights);
    }

    private static void Throw(string what) => throw new WasmValidationException(what, NoOffset);
}
