using System.Globalization;
using System.Text.Json;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Developer;

/// <summary>Other tipsets in the place of the last ones, and what blocks are like.</summary>
internal static class DeveloperChain
{
    private const int MaxDepth = 10_000;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("anvil_reorg", async call =>
        {
            RpcValue first = call.Required(0, "depth");
            RpcValue depth = first.Kind == JsonValueKind.Object ? first.Need("depth") : first;
            RpcValue pairs = first.Kind == JsonValueKind.Object ? first.Member("txBlockPairs") : call.Optional(1, "transactions and blocks");
            if (depth.Int63() is not (> 0 and <= MaxDepth))
                throw depth.Wrong($"1 to {MaxDepth} blocks can be replaced");
            var messages = new Dictionary<int, IReadOnlyList<SignedMessage>>();
            ChainState before = net.StateAt(Ancestor(net, depth.Int63()));
            foreach (RpcValue pair in pairs.IsMissing ? [] : pairs.Items())
                await AddAsync(net, before, messages, pair, depth.Int63()).ConfigureAwait(false);
            await net.Developer.ReorgAsync((int)depth.Int63(), messages).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddAllWaiting("hardhat_setPrevRandao anvil_setPrevRandao anvil_setNextBlockPrevRandao", async call =>
        {
            // PREVRANDAO is drawn from the beacon's entry: this sets the entry, not what is drawn.
            byte[] entry = new byte[UInt256.ByteLength];
            call.Required(0, "entry").Word().WriteBigEndian(entry);
            await net.Developer.SetNextBeaconAsync(entry).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
        table.AddAll("evm_setBlockGasLimit hardhat_setBlockGasLimit anvil_setBlockGasLimit", static call =>
        {
            if (call.Required(0, "gas limit").Amount() != NetworkConstants.BlockGasLimit)
                throw new RpcException(RpcErrorCode.ServerError, string.Create(
                    CultureInfo.InvariantCulture,
                    $"a block of Filecoin's takes {NetworkConstants.BlockGasLimit} gas by the protocol, which cannot be changed; calls may take more (fvm devnet --call-gas-limit)"));
            call.Result.WriteBooleanValue(true);
        });
    }

    private static ExecutedTipset Ancestor(Devnet net, long depth)
    {
        ExecutedTipset at = net.Head;
        for (; depth > 0; depth--)
            at = net.Chain.AtOrBefore(at.Height - 1) ?? net.Chain.Genesis;
        return at;
    }

    /// <summary>A transaction and the place of its block: raw, or one that is sent in its sender's name.</summary>
    private static async Task AddAsync(Devnet net, ChainState before, Dictionary<int, IReadOnlyList<SignedMessage>> messages, RpcValue pair, long depth)
    {
        RpcValue[] both = [.. pair.Items()];
        if (both.Length != 2)
            throw pair.Wrong("a transaction and the number of a block were expected");
        long block = both[1].Int63();
        if (block >= depth)
            throw both[1].Wrong($"the new blocks are 0 to {depth - 1}");
        SignedMessage message;
        if (both[0].Kind == JsonValueKind.String)
        {
            if (!TransactionEncoding.TryDecode(both[0].Data(), net.Options.ChainId, out EthereumTransaction? transaction, out string? error)
                || !TransactionMessages.TryToMessage(transaction, out message!, out error))
                throw both[0].Wrong(error);
        }
        else
        {
            CallRequest request = CallRequest.Read(both[0]);
            Address from = Address.FromEthereum(request.From.ToArray());
            ulong sent = (ulong)messages.Values.SelectMany(static list => list).Count(one => one.Message.From == from);
            request = request with { Nonce = request.Nonce ?? ((before.Actor(from)?.Nonce ?? 0) + sent) };
            EthereumTransaction filled = await EthAccounts.FillAsync(request, net).ConfigureAwait(false);
            message = Impersonation.Of(filled, from);
        }

        messages[(int)block] = [.. messages.GetValueOrDefault((int)block, []), message];
    }
}
