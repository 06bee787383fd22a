namespace Fvm.Evm;

/// <summary>The rules under which code runs: which instructions exist, what they cost, and who answers for the gas of effects.</summary>
public sealed class EvmConfiguration
{
    /// <summary>EIP-3860: two times the longest code that can be deployed.</summary>
    private const int CancunInitCodeLimit = 49152;

    /// <summary>The memory of a wasm instance on the Filecoin network (vm-facts, FVM's instance limit): 512 MiB.</summary>
    private const uint FilecoinMemoryLimit = 512u << 20;

    private readonly OpcodeInfo?[] _opcodes = new OpcodeInfo?[256];

    private EvmConfiguration(string name, GasSchedule schedule, Func<OpcodeInfo, bool> exists)
    {
        Name = name;
        Schedule = schedule;
        foreach (var row in OpcodeTable.All)
        {
            if (exists(row)) _opcodes[(int)row.Code] = row;
        }
    }

    /// <summary>Ethereum's fork Cancun.</summary>
    public static EvmConfiguration Cancun { get; } = new("Cancun", GasSchedule.Cancun, row => row.Since <= EvmFork.Cancun)
    {
        PricesEffects = true,
        MaxInitCodeLength = CancunInitCodeLimit,
        MaxMemoryBytes = int.MaxValue - 4096,
    };

    /// <summary>
    /// Filecoin's EVM (built-in actors v18): no blob instructions and no CALLCODE, CLZ from Osaka. Memory ends at 2^32 with an error
    /// of its own. The host meters effects and calls by itself.
    /// </summary>
    /// <param name="schedule">The host's prices for what runs inside the interpreter, in the host's units.</param>
    /// <param name="absent">Further instructions that do not exist, for earlier versions of the actors.</param>
    public static EvmConfiguration Filecoin(GasSchedule schedule, params ReadOnlySpan<Opcode> absent)
    {
        Opcode[] missing = [Opcode.BlobHash, Opcode.BlobBaseFee, Opcode.CallCode, .. absent];
        return new EvmConfiguration("Filecoin", schedule, row => Array.IndexOf(missing, row.Code) < 0)
        {
            HostMetersGas = true,
            BoundsMemory = true,
            MaxInitCodeLength = int.MaxValue,
            MaxMemoryBytes = FilecoinMemoryLimit,
        };
    }

    /// <summary>For messages and logs.</summary>
    public string Name { get; }

    /// <summary>The prices.</summary>
    public GasSchedule Schedule { get; }

    /// <summary>Whether Ethereum's prices of effects hold: access lists (EIP-2929), SSTORE and its refunds (EIP-2200, EIP-3529), calls (EIP-150), creations.</summary>
    internal bool PricesEffects { get; private init; }

    /// <summary>Whether the interpreter hands its counter to the host around every effect: <see cref="IEvmHost.SettleGas"/>.</summary>
    internal bool HostMetersGas { get; private init; }

    /// <summary>Whether regions beyond 2^32 have an outcome of their own; elsewhere no gas could pay for them.</summary>
    internal bool BoundsMemory { get; private init; }

    /// <summary>The longest init code of CREATE and CREATE2.</summary>
    internal int MaxInitCodeLength { get; private init; }

    /// <summary>The greatest memory of a frame.</summary>
    internal uint MaxMemoryBytes { get; private init; }

    /// <summary>An instruction, unless the byte is none in this configuration.</summary>
    public bool TryGetOpcode(byte code, out OpcodeInfo info)
    {
        info = _opcodes[code].GetValueOrDefault();
        return _opcodes[code].HasValue;
    }
}
