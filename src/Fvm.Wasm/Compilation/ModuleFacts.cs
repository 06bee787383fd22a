using System.Runtime.InteropServices;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Compilation;

/// <summary>What compilation and instantiation ask about a module again and again, worked out once.</summary>
internal sealed class ModuleFacts
{
    private readonly byte[]?[] _callSites;

    /// <summary>Gathers the facts.</summary>
    public ModuleFacts(MeteredModule metered, bool canonicalNaNs)
    {
        Metered = metered;
        CanonicalNaNs = canonicalNaNs;
        var module = metered.Module;
        TypeIds = CanonicalTypes(module);
        _callSites = new byte[module.Types.Length][];
        FunctionCosts = new long[module.Functions.Length];
        ThunkCosts = new long[module.Functions.Length];
        for (var i = 0; i < metered.Functions.Length; i++)
        {
            var function = metered.Functions[i];
            FunctionCosts[module.ImportedFunctionCount + i] = StackMeter.Cost(metered.StackLimit, function.StackCost, function.RealStackWeight);
            if (function.HasThunk) ThunkCosts[module.ImportedFunctionCount + i] = function.ThunkCost;
        }

        foreach (var type in module.Types)
        {
            MaxHostArguments = Math.Max(MaxHostArguments, type.Parameters.Length);
            MaxExtraResults = Math.Max(MaxExtraResults, type.Results.Length - 1);
        }

        foreach (var import in module.Imports) ImportsMoreThanFunctions |= import.Kind != ExternKind.Function;
        if (metered.Validated.Profile == WasmProfile.Core) (LinksGlobals, LinksReferences) = SharingRules.Of(module);
        MinimumMemoryBytes = module.Memories is [var memory, ..] ? (ulong)memory.Limits.Minimum * MemoryType.PageSize : 0;
    }

    /// <summary>The module.</summary>
    public MeteredModule Metered { get; }

    /// <summary>Whether NaN results become canonical.</summary>
    public bool CanonicalNaNs { get; }

    /// <summary>Per type the first index of an equal type: types are equal exactly if these are.</summary>
    public int[] TypeIds { get; }

    /// <summary>Per function what entering it adds to the stack counters (<see cref="StackMeter"/>); 0 for imports.</summary>
    public long[] FunctionCosts { get; }

    /// <summary>Per function the charge of its thunk; 0 without one.</summary>
    public long[] ThunkCosts { get; }

    /// <summary>
    /// Whether globals are cells that other instances may share, in which case the instance holds their addresses. Never in the profile Filecoin.
    /// </summary>
    public bool LinksGlobals { get; }

    /// <summary>
    /// Whether references and table elements are numbers of the store (<see cref="Linking.WasmFunction.Reference"/>) instead of code of this
    /// module. Never in the profile Filecoin.
    /// </summary>
    public bool LinksReferences { get; }

    /// <summary>The greatest number of arguments that a call through the instance's cells has.</summary>
    public int MaxHostArguments { get; }

    /// <summary>The greatest number of results of a type, less one.</summary>
    public int MaxExtraResults { get; }

    /// <summary>Whether a memory, table or global is imported.</summary>
    public bool ImportsMoreThanFunctions { get; }

    /// <summary>What the memory has at least, at any time.</summary>
    public ulong MinimumMemoryBytes { get; }

    /// <summary>The canonical type of a function.</summary>
    public int TypeIdOf(int functionIndex) => TypeIds[Metered.Module.Functions[functionIndex]];

    /// <summary>The call site's signature of a canonical type. Two threads may make it twice; either serves.</summary>
    public byte[] CallSite(int typeId) => _callSites[typeId] ??= IlSignature.CallSite(Metered.Module.Types[typeId]);

    /// <summary>The element that refers to a function.</summary>
    /// <param name="code">Index in the code table: a function, or its variant that counts no height.</param>
    public TableEntry EntryOf(int code)
    {
        var functions = Metered.Module.Functions.Length;
        return code < functions
            ? new TableEntry { TypeId = TypeIdOf(code), Code = code, Payload = ThunkCosts[code] }
            : new TableEntry { TypeId = TypeIdOf(code - functions), Code = code };
    }

    private static int[] CanonicalTypes(WasmModule module)
    {
        var ids = new int[module.Types.Length];
        var first = new Dictionary<FunctionType, int>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(first, module.Types[i], out var exists);
            if (!exists) known = i;
            ids[i] = known;
        }

        return ids;
    }
}
