using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>What is in a state: balances, nonces, code, storage. Masked ids and, beyond Ethereum, f and t addresses are taken too.</summary>
internal static class EthState
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("eth_getBalance", call => call.Result.WriteQuantity(State(call, net, 1).BalanceOf(Address(call)).Atto));
        table.Add("eth_getCode", call => call.Result.WriteData(State(call, net, 1).CodeOf(Address(call)).Span));
        table.Add("eth_getStorageAt", call =>
        {
            UInt256 key = Key(call.Required(1, "key"));
            call.Result.WriteData(State(call, net, 2).StorageAt(Address(call), key).ToBigEndian());
        });
        table.Add("eth_getTransactionCount", call =>
        {
            Address address = Address(call);
            RpcValue block = call.Optional(1, "block");
            ulong nonce = State(call, net, 1).NonceOf(address);
            bool isPending = block.Kind == System.Text.Json.JsonValueKind.String && block.Text() == "pending";
            call.Result.WriteQuantity(isPending ? Math.Max(nonce, net.NextNonce(address)) : nonce);
        });
        table.Add("eth_getAccountInfo", call =>
        {
            ChainState state = State(call, net, 1);
            Address address = Address(call);
            call.Result.WriteStartObject();
            call.Result.WriteQuantity("nonce"u8, state.NonceOf(address));
            call.Result.WriteQuantity("balance"u8, state.BalanceOf(address).Atto);
            call.Result.WriteData("code"u8, state.CodeOf(address).Span);
            call.Result.WriteEndObject();
        });
        table.Add("eth_getProof", _ => throw new RpcException(
            RpcErrorCode.MethodNotFound, "eth_getProof: Filecoin has no Merkle-Patricia tree; its state is blocks of IPLD that prove themselves by their CIDs, from a header's ParentStateRoot on: see Filecoin.ChainReadObj and Filecoin.ChainGetNode"));
    }

    private static Address Address(RpcCall call) => call.Required(0, "address").AnyAddress();

    private static ChainState State(RpcCall call, Devnet net, int index) => net.StateAt(net.StateBlock(call.Optional(index, "block")));

    /// <summary>Clients send a quantity or 32 bytes.</summary>
    private static UInt256 Key(RpcValue value) => value.Text().Length == 2 ? UInt256.Zero : value.Word();
}
