using Fvm.Evm.Precompiles;

namespace Fvm.Evm.Tests;

/// <summary>Code for tests, instruction by instruction.</summary>
public static class Programs
{
    /// <summary>Code that pushes words (the last one ends on top), runs an instruction and returns the top word.</summary>
    public static byte[] Compute(Opcode code, params ReadOnlySpan<UInt256> words)
    {
        var bytes = new List<byte>();
        foreach (var word in words) bytes.AddRange([(byte)Opcode.Push32, .. word.ToBigEndian()]);
        bytes.AddRange([(byte)code, (byte)Opcode.Push0, (byte)Opcode.MStore, (byte)Opcode.Push1, 32, (byte)Opcode.Push0, (byte)Opcode.Return]);
        return [.. bytes];
    }

    /// <summary>Runs code on a world without accounts.</summary>
    public static EvmResult Run(EvmInterpreter interpreter, byte[] code, EvmConfiguration configuration, long gas = 1_000_000, IEvmHost? host = null) =>
        interpreter.Execute(host ?? new EmptyHost(interpreter), new EvmMessage { Gas = gas, Self = EvmAddress.FromWord(0xaa), CodeAddress = EvmAddress.FromWord(0xaa) }, EvmProgram.Analyse(code, configuration));
}

/// <summary>A world with storage and nothing else; calls run the code that it holds.</summary>
public sealed class EmptyHost(EvmInterpreter interpreter) : IEvmHost
{
    private readonly Dictionary<(EvmAddress, UInt256), UInt256> _storage = [];
    private long _gas;

    public Dictionary<EvmAddress, EvmProgram> Codes { get; } = [];

    public UInt256 GetBalance(EvmAddress account) => default;

    public ulong GetCodeSize(EvmAddress account) => 0;

    public UInt256 GetCodeHash(EvmAddress account) => default;

    public ReadOnlyMemory<byte> GetCode(EvmAddress account) => default;

    public UInt256 GetStorage(EvmAddress self, in UInt256 key) => _storage.GetValueOrDefault((self, key));

    public StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value)
    {
        var previous = GetStorage(self, key);
        _storage[(self, key)] = value;
        return new StorageWrite(default, previous);
    }

    public UInt256 GetTransientStorage(EvmAddress self, in UInt256 key) => default;

    public void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value)
    {
    }

    public UInt256 GetContext(ContextValue value) => value == ContextValue.Gas ? (ulong)_gas : default(UInt256);

    public UInt256 GetBlockHash(ulong number) => default;

    public UInt256 GetBlobHash(in UInt256 index) => default;

    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data)
    {
    }

    public EvmResult Call(in EvmMessage message)
    {
        if (PrecompileSet.Cancun.TryGet(message.CodeAddress, out _) || !Codes.TryGetValue(message.CodeAddress, out var program))
            return new EvmResult { Outcome = EvmOutcome.Stop, GasLeft = message.Gas };
        return interpreter.Execute(this, message, program);
    }

    public void SelfDestruct(EvmAddress self, EvmAddress beneficiary)
    {
    }

    public bool TouchAccount(EvmAddress account) => false;

    public bool TouchStorage(EvmAddress self, in UInt256 key) => false;

    public bool IsEmpty(EvmAddress account) => false;

    public void SettleGas(long gas) => _gas = gas;

    public bool TryResumeGas(out long gas)
    {
        gas = _gas;
        return true;
    }
}
