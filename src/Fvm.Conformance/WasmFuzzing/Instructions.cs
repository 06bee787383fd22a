using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>The opcode table sorted for the generator.</summary>
internal static class Instructions
{
    private static readonly ILookup<ValueType, OpcodeInfo> NumericByResult = OpcodeTable.All
        .Where(row => row.Opcode is (>= Opcode.I32Eqz and <= Opcode.I64Extend32S) or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U))
        .ToLookup(row => row.Results[0]);

    private static readonly ILookup<ValueType, OpcodeInfo> LoadsByResult =
        OpcodeTable.All.Where(row => row.Opcode is >= Opcode.I32Load and <= Opcode.I64Load32U).ToLookup(row => row.Results[0]);

    private static readonly Dictionary<ValueType, OpcodeInfo[]> NumericTable = NumericByResult.ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly Dictionary<ValueType, OpcodeInfo[]> LoadTable = LoadsByResult.ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>All stores.</summary>
    public static IReadOnlyList<OpcodeInfo> Stores { get; } =
        [.. OpcodeTable.All.Where(row => row.Opcode is >= Opcode.I32Store and <= Opcode.I64Store32)];

    /// <summary>The operators that yield a type.</summary>
    public static IReadOnlyList<OpcodeInfo> Numeric(ValueType result) => NumericTable[result];

    /// <summary>The loads that yield a type.</summary>
    public static IReadOnlyList<OpcodeInfo> Loads(ValueType result) => LoadTable[result];
}
