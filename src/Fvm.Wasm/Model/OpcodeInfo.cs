using System.Collections.Immutable;

namespace Fvm.Wasm.Model;

/// <summary>The traits of one instruction.</summary>
internal readonly struct OpcodeInfo
{
    /// <summary>A row of <see cref="OpcodeTable"/>; the signature is parsed once.</summary>
    public OpcodeInfo(
        Opcode opcode, string name, ImmediateKind immediate, WasmFeature feature, GasClass gas, string? signature)
    {
        Opcode = opcode;
        Name = name;
        Immediate = immediate;
        Feature = feature;
        Gas = gas;
        HasSignature = signature is not null;
        var colon = signature?.IndexOf(':', StringComparison.Ordinal) ?? 0;
        Operands = [.. (signature ?? "").AsSpan(0, colon).ToArray().Select(TypeOf)];
        Results = [.. (signature ?? ":").AsSpan(colon + 1).ToArray().Select(TypeOf)];
    }

    /// <summary>The instruction.</summary>
    public Opcode Opcode { get; }

    /// <summary>Its name in the text format.</summary>
    public string Name { get; }

    /// <summary>What follows it in the code.</summary>
    public ImmediateKind Immediate { get; }

    /// <summary>What it came with.</summary>
    public WasmFeature Feature { get; }

    /// <summary>How it is priced.</summary>
    public GasClass Gas { get; }

    /// <summary>Whether <see cref="Operands"/> and <see cref="Results"/> depend on the opcode alone.</summary>
    public bool HasSignature { get; }

    /// <summary>The operands' types, the deepest first.</summary>
    public ImmutableArray<ValueType> Operands { get; }

    /// <summary>The results' types.</summary>
    public ImmutableArray<ValueType> Results { get; }

    private static ValueType TypeOf(char letter) => letter switch
    {
        'i' => ValueType.I32,
        'l' => ValueType.I64,
        'f' => ValueType.F32,
        _ => ValueType.F64,
    };
}
