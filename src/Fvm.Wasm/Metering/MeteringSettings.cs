namespace Fvm.Wasm.Metering;

/// <summary>Prices and limits of metering. Prices are in milligas, or in whatever unit the instance's counter has.</summary>
/// <remarks>
/// The values given as <see cref="Filecoin"/> are those of network version 18 on (ref-fvm <c>fvm/src/gas/price_list.rs</c>, <c>wasm_rules</c>;
/// <c>fvm/src/machine/mod.rs</c>, <c>max_wasm_stack</c>). Which operators are free is data of the opcode table (FIP-0032).
/// </remarks>
public sealed record MeteringSettings
{
    /// <summary>What the network charges: 4 gas an operator, 0.4 gas a byte, 8 bytes a table element, 65,536 bytes a page; 2048 stack elements.</summary>
    public static MeteringSettings Filecoin { get; } = new();

    /// <summary>The price of an operator that is not free.</summary>
    public uint OperatorCost { get; init; } = 4_000;

    /// <summary>The price of each page asked of memory.grow; below 2^31.</summary>
    public uint PageCost { get; init; } = 26_214_400;

    /// <summary>The price of each byte of memory.copy, memory.fill and memory.init; below 2^31.</summary>
    public uint ByteCost { get; init; } = 400;

    /// <summary>The price of each element of table.grow, table.copy, table.init and table.fill; below 2^31.</summary>
    public uint TableElementCost { get; init; } = 3_200;

    /// <summary>The greatest stack height of an instance, in the limiter's elements.</summary>
    public uint StackLimit { get; init; } = 2_048;

    /// <summary>Whose rules decide blocks and stack costs. The prices of units have to be 0 with 0.2.0, which knows none.</summary>
    public MeteringVersion Version { get; init; } = MeteringVersion.V0_4;
}
