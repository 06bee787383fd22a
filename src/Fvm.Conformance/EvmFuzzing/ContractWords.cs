using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Words and addresses that mean something to contracts on the network.</summary>
internal static class ContractWords
{
    private const ulong FirstPlainId = 100;
    private const int PlainIds = 16, Singletons = 11, Slots = 6, Precompiles = 0x14, NativePrecompiles = 8, P256Verify = 0x100;

    /// <summary>A word: mostly small, sometimes an address or an edge.</summary>
    public static UInt256 Any(Random random)
    {
        switch (random.Next(12))
        {
            case < 6:
                return (ulong)random.Next(100);
            case 6:
                return Address(random);
            case 7:
                return (UInt256.One << random.Next(256)) - (ulong)random.Next(3);
            case 8:
                return UInt256.MaxValue - (ulong)random.Next(3);
            case 9:
                return (ulong)random.NextInt64();
            default:
                var bytes = new byte[UInt256.ByteLength];
                random.NextBytes(bytes);
                return UInt256.ReadBigEndian(bytes) >> random.Next(256);
        }
    }

    /// <summary>A place in storage; few, so that contracts meet what they wrote.</summary>
    public static UInt256 Slot(Random random) => random.Next(8) == 0 ? Any(random) : (ulong)random.Next(Slots);

    /// <summary>An address of whoever there may be: contracts, accounts, native actors, precompiled contracts, nobody.</summary>
    public static UInt256 Address(Random random) => random.Next(12) switch
    {
        < 4 => ContractCase.Contract(random.Next(ContractCase.Contracts)).ToWord(),
        4 => ContractCase.EthereumAccount.ToWord(),
        5 => ContractCase.Placeholder.ToWord(),
        6 => ContractCase.Nobody(random.Next(4)).ToWord(),
        7 => MaskedId((ulong)random.Next(Singletons)),
        8 => MaskedId(FirstPlainId + (ulong)random.Next(PlainIds)),
        9 => MaskedId((ulong)random.NextInt64()),
        _ => Precompile(random),
    };

    /// <summary>A precompiled contract's address, Ethereum's or the network's own, empty slots among them.</summary>
    public static UInt256 Precompile(Random random) => random.Next(10) switch
    {
        < 6 => (ulong)random.Next(Precompiles),
        6 => P256Verify,
        _ => NativePrecompile(random.Next(NativePrecompiles)),
    };

    /// <summary>One of the network's own precompiled contracts.</summary>
    public static UInt256 NativePrecompile(int number) => new((ulong)number, 0, 0xfe00_0000, 0);

    private static UInt256 MaskedId(ulong id) => new(id, 0, 0xff00_0000, 0);
}
