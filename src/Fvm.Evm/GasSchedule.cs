namespace Fvm.Evm;

/// <summary>
/// The prices of one configuration: a constant part an opcode, and what grows with sizes. Ethereum's own are <see cref="Cancun"/>;
/// a host that prices in other units gives its own.
/// </summary>
public sealed class GasSchedule
{
    private readonly ulong[] _constant = new ulong[256];

    /// <summary>A schedule.</summary>
    /// <param name="constant">The constant part of an opcode's price; at most 2^32.</param>
    public GasSchedule(Func<OpcodeInfo, ulong> constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        foreach (var row in OpcodeTable.All) _constant[(int)row.Code] = constant(row);
    }

    /// <summary>The fork Cancun's prices: Yellow Paper, appendix G, with EIP-160, EIP-2929, EIP-3860 and EIP-5656.</summary>
    public static GasSchedule Cancun { get; } = new(row => row.Gas)
    {
        MemoryWord = 3,
        MemoryQuadraticDivisor = 512,
        CopyWord = 3,
        KeccakWord = 6,
        InitCodeWord = 2,
        ExpByte = 50,
        LogByte = 8,
    };

    /// <summary>Everything for nothing: for hosts that meter by themselves, and for tests.</summary>
    public static GasSchedule Free { get; } = new(_ => 0);

    /// <summary>A word that a frame's memory grows by.</summary>
    public uint MemoryWord { get; init; }

    /// <summary>The divisor of the memory price's quadratic part; 0 for none.</summary>
    public uint MemoryQuadraticDivisor { get; init; }

    /// <summary>A word that is copied.</summary>
    public uint CopyWord { get; init; }

    /// <summary>A word that KECCAK256 hashes, and CREATE2 (EIP-1014).</summary>
    public uint KeccakWord { get; init; }

    /// <summary>A word of init code (EIP-3860).</summary>
    public uint InitCodeWord { get; init; }

    /// <summary>A byte of EXP's exponent, leading zeros not counted (EIP-160).</summary>
    public uint ExpByte { get; init; }

    /// <summary>A byte of a log.</summary>
    public uint LogByte { get; init; }

    /// <summary>The constant part of an opcode's price.</summary>
    public ulong Constant(Opcode code) => _constant[(int)code];

    /// <summary>What memory of so many words costs from nothing.</summary>
    public ulong Memory(ulong words) =>
        words * MemoryWord + (MemoryQuadraticDivisor == 0 ? 0 : words * words / MemoryQuadraticDivisor);
}
