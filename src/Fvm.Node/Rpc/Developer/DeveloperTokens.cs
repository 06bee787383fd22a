using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Node.Rpc.Traces;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Developer;

/// <summary>Balances and allowances of ERC-20 tokens, whichever word of storage holds them: the one that changes what the token answers (anvil <c>eth/api.rs</c>).</summary>
internal static class DeveloperTokens
{
    private const int WordLength = UInt256.ByteLength;

    /// <summary>Where a bundle runs contracts as WebAssembly, and nothing is seen of their reads, so many places of the mapping are tried.</summary>
    private const int TriedSlots = 64;

    private static readonly byte[] BalanceOf = [0x70, 0xa0, 0x82, 0x31];
    private static readonly byte[] Allowance = [0xdd, 0x62, 0xed, 0x3e];

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddAllWaiting("anvil_dealERC20 hardhat_dealERC20 anvil_setERC20Balance", async call =>
        {
            EvmAddress owner = call.Required(0, "owner").EthereumAddress();
            await SetAsync(net, call.Required(1, "token").EthereumAddress(), [.. BalanceOf, .. Word(owner)], [Word(owner)], call.Required(2, "balance").Amount()).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddAllWaiting("anvil_setERC20Allowance hardhat_setERC20Allowance", async call =>
        {
            EvmAddress owner = call.Required(0, "owner").EthereumAddress();
            EvmAddress spender = call.Required(1, "spender").EthereumAddress();
            await SetAsync(net, call.Required(2, "token").EthereumAddress(), [.. Allowance, .. Word(owner), .. Word(spender)], [Word(owner), Word(spender)], call.Required(3, "amount").Amount()).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
    }

    private static async Task SetAsync(Devnet net, EvmAddress token, byte[] question, byte[][] keys, System.Numerics.BigInteger amount)
    {
        UInt256 wanted = UInt256.FromBigInteger(amount);
        Message message = CallRequest.MessageTo(token, question);
        var touched = new TouchTracer();
        await net.CallAsync(message, options: new CallOptions { Tracer = touched }).ConfigureAwait(false);
        IEnumerable<(EvmAddress Contract, UInt256 Key)> candidates = net.RunsNative
            ? touched.Touched.SelectMany(static account => account.Value.Select(key => (account.Key, key)))
            : Enumerable.Range(0, TriedSlots).Select(slot => (token, PlaceOf(keys, slot)));
        // A value that no flag or limit would be by chance, so that the word is the one.
        UInt256 probe = wanted ^ UInt256.FromBigInteger((System.Numerics.BigInteger.One << 96) + 0x5a5a);
        foreach ((EvmAddress contract, UInt256 key) in candidates)
        {
            if (await AnswersAsync(net, message, contract, key, wanted).ConfigureAwait(false) && await AnswersAsync(net, message, contract, key, probe).ConfigureAwait(false))
            {
                await net.Developer.SetStorageAsync(Address.FromEthereum(contract.ToArray()), key, wanted).ConfigureAwait(false);
                return;
            }
        }

        throw new RpcException(RpcErrorCode.ServerError, $"no word of storage of {token} holds what it answers: set it with anvil_setStorageAt");
    }

    private static async Task<bool> AnswersAsync(Devnet net, Message message, EvmAddress contract, UInt256 key, UInt256 word)
    {
        var over = new StateOverride(Address.FromEthereum(contract.ToArray())) { StorageChanges = new Dictionary<UInt256, UInt256> { [key] = word } };
        CallResult result = await net.CallAsync(message, options: new CallOptions { Overrides = [over] }).ConfigureAwait(false);
        return result.IsSuccess && result.EthereumReturn.Length == WordLength && UInt256.ReadBigEndian(result.EthereumReturn.Span) == word;
    }

    /// <summary>The place of an entry of a mapping (of mappings) at a slot, as Solidity lays it out.</summary>
    private static UInt256 PlaceOf(byte[][] keys, int slot)
    {
        byte[] place = new byte[WordLength];
        place[^1] = (byte)slot;
        foreach (byte[] key in keys)
            place = Keccak256.Hash([.. key, .. place]);
        return UInt256.ReadBigEndian(place);
    }

    private static byte[] Word(EvmAddress address) => [.. new byte[WordLength - EvmAddress.ByteLength], .. address.ToArray()];
}
