using Fvm.Evm;
using Fvm.Ipld.Cbor;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Generated contracts and messages for the network's actors. The same number gives the same case.</summary>
internal static class ContractCaseGenerator
{
    private const int MaxMessages = 4, MaxInput = 100, MaxValue = 50;
    private const ulong FirstContractMethod = 1024;

    /// <summary>A case.</summary>
    public static ContractCase Create(long number)
    {
        var random = new Random(unchecked((int)(number ^ (number >> 32))));
        var codes = new byte[ContractCase.Contracts][];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = ContractCodeGenerator.Create(random, i);
        var messages = new ContractMessage[1 + random.Next(MaxMessages)];
        for (int i = 0; i < messages.Length; i++)
            messages[i] = Message(random, isFirst: i == 0);
        return new ContractCase(codes, messages);
    }

    private static ContractMessage Message(Random random, bool isFirst)
    {
        int target = isFirst ? 0 : random.Next(ContractCase.Contracts);
        long value = random.Next(2) == 0 ? 0 : random.Next(MaxValue);
        ContractMessageKind kind = random.Next(10) switch
        {
            < 5 => ContractMessageKind.Invoke,
            < 7 => ContractMessageKind.InvokeFromEthereum,
            7 => ContractMessageKind.Create,
            _ => ContractMessageKind.Method,
        };
        byte[] input = kind switch
        {
            ContractMessageKind.Create => random.Next(2) == 0 ? ShortInitCodes.Draw(random) : ContractCodeGenerator.Create(random, 0),
            ContractMessageKind.Method => Parameters(random),
            _ => Bytes(random),
        };
        return new ContractMessage(kind, target, Method(random), input, value);
    }

    private static ulong Method(Random random) => random.Next(4) switch
    {
        0 => (ulong)random.Next(8),
        1 => FirstContractMethod - 1 + (ulong)random.Next(3),
        2 => (ulong)random.NextInt64(),
        _ => FirstContractMethod + (ulong)random.Next(1 << 28),
    };

    /// <summary>Nothing, a byte string, or an empty array.</summary>
    private static byte[] Parameters(Random random) => random.Next(3) switch
    {
        0 => [],
        1 => CborCodecs.Bytes.Encode(Bytes(random)),
        _ => [0x80],
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(MaxInput)];
        random.NextBytes(bytes);
        return bytes;
    }
}
