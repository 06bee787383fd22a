using System.Diagnostics;
using System.Text.Json.Nodes;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node;
using Fvm.Node.Ledger;

namespace Fvm.Bench.Node;

/// <summary>Signed ERC-20 transfers, one tipset each, one client: what anvil is compared with through RPC, here without it.</summary>
internal static class Transfers
{
    private const int Rounds = 4;

    public static async Task RunAsync(string artifact, int count, string? folder)
    {
        byte[] code = Convert.FromHexString(JsonNode.Parse(await File.ReadAllTextAsync(artifact))!["bytecode"]!.GetValue<string>().Replace("0x", string.Empty, StringComparison.Ordinal));
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { DataFolder = folder });
        DevnetAccount from = net.Accounts[0];
        AppliedMessage made = await net.DeployEvmAsync(from, code);
        byte[] selector = Keccak256.Hash("transfer(address,uint256)"u8)[..4];
        byte[] sample = Call(selector, 1);
        ulong gas = (await net.EstimateGasAsync(TransactionMessages.ToUnsigned(Transaction(net, from, made.CreatedContract, sample, 0, 0), from.Delegated))).GasLimit;
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = net.NextNonce(from.Delegated);
            byte[][] raw = [.. Enumerable.Range(0, count).Select(i =>
                TransactionEncoding.Encode(from.Sign(Transaction(net, from, made.CreatedContract, Call(selector, (ulong)i + 1), first + (ulong)i, gas * 8))))];
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var clock = Stopwatch.StartNew();
            foreach (byte[] bytes in raw)
            {
                TransactionEncoding.TryDecode(bytes, net.Options.ChainId, out EthereumTransaction? transaction, out _);
                await net.PushAsync(transaction!);
            }

            double seconds = clock.Elapsed.TotalSeconds;
            if (!net.Head.Messages[0].Receipt.ExitCode.IsSuccess || net.NextNonce(from.Delegated) != first + (ulong)count)
                throw new InvalidOperationException($"a transfer failed: {net.Head.Messages[0].Failure}");
            Console.WriteLine($"{count / seconds:F0} transfers/s, {1e6 * seconds / count:F0} us each, gas {net.Head.GasUsed}, {(GC.GetTotalMemory(forceFullCollection: true) - before) / count} bytes of memory each");
        }
    }

    private static byte[] Call(byte[] selector, ulong to)
    {
        byte[] call = new byte[4 + 64];
        selector.CopyTo(call, 0);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(call.AsSpan(4 + 24), to);
        call[^1] = 1;
        return call;
    }

    private static EthereumTransaction Transaction(Devnet net, DevnetAccount from, EvmAddress? to, byte[] input, ulong nonce, ulong gas) => new()
    {
        Kind = EthereumTransactionKind.Eip1559,
        ChainId = net.Options.ChainId,
        Nonce = nonce,
        To = to,
        GasLimit = gas,
        MaxFeePerGas = 10_000,
        MaxPriorityFeePerGas = 1,
        Input = input,
    };
}
