using System.Numerics;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>A transaction that is not signed, as <c>eth_call</c>, <c>eth_estimateGas</c> and <c>eth_sendTransaction</c> take it.</summary>
internal sealed record CallRequest
{
    /// <summary>Who sends it; without one it is the zero address, as in lotus.</summary>
    public EvmAddress From { get; private init; }

    /// <summary>Who receives it; null to make a contract.</summary>
    public EvmAddress? To { get; private init; }

    /// <summary>What is transferred, attoFIL.</summary>
    public UInt256 Value { get; private init; }

    /// <summary>Call data, or init code.</summary>
    public byte[] Input { get; private init; } = [];

    /// <summary>The gas limit, if one was given.</summary>
    public ulong? Gas { get; private init; }

    /// <summary>The nonce, if one was given.</summary>
    public ulong? Nonce { get; init; }

    /// <summary>The legacy price, if one was given.</summary>
    public UInt256? GasPrice { get; private init; }

    /// <summary>The fee cap, if one was given.</summary>
    public UInt256? MaxFeePerGas { get; private init; }

    /// <summary>The premium, if one was given.</summary>
    public UInt256? MaxPriorityFeePerGas { get; private init; }

    /// <summary>Reads one.</summary>
    public static CallRequest Read(RpcValue value)
    {
        RpcValue input = value.Member("input");
        if (input.IsMissing)
            input = value.Member("data");
        RpcValue type = value.Member("type");
        if (!type.IsMissing && type.Quantity() is var kind && kind != 0 && kind != 2)
            throw type.Wrong($"transactions of type {kind} are not supported: only legacy ones (0x0) and EIP-1559 (0x2)");
        return new CallRequest
        {
            From = value.Member("from") is { IsMissing: false } from ? from.EthereumAddress() : default,
            To = value.Member("to") is { IsMissing: false } to ? to.EthereumAddress() : null,
            Value = Word(value.Member("value")) ?? UInt256.Zero,
            Input = input.IsMissing ? [] : input.Data(),
            Gas = value.Member("gas") is { IsMissing: false } gas ? GasLimit(gas) : null,
            Nonce = value.Member("nonce") is { IsMissing: false } nonce ? nonce.UInt64() : null,
            GasPrice = Word(value.Member("gasPrice")),
            MaxFeePerGas = Word(value.Member("maxFeePerGas")),
            MaxPriorityFeePerGas = Word(value.Member("maxPriorityFeePerGas")),
        };
    }

    /// <summary>The message that it would be: free, with a block's gas limit.</summary>
    public Message ToMessage() => new()
    {
        From = Address.FromEthereum(From.ToArray()),
        To = To is { } to ? Address.FromEthereum(to.ToArray()) : SingletonActors.EthereumAddressManager.ToAddress(),
        Value = TokenAmount.FromAtto(Value.ToBigInteger()),
        MethodNum = To is null ? TransactionMessages.CreateExternal : TransactionMessages.InvokeEvm,
        Params = Input.Length == 0 ? ReadOnlyMemory<byte>.Empty : CborCodecs.Bytes.Encode(Input),
    };

    /// <summary>The message of a call of a contract with call data, from nobody.</summary>
    public static Message MessageTo(EvmAddress contract, byte[] input) => new CallRequest { To = contract, Input = input }.ToMessage();

    private static UInt256? Word(RpcValue value) => value.IsMissing ? null : value.Word();

    /// <summary>Clients of other chains send more than a block takes; what counts then is a block's limit.</summary>
    private static ulong GasLimit(RpcValue value)
    {
        BigInteger gas = value.Quantity();
        return gas > NetworkConstants.BlockGasLimit ? NetworkConstants.BlockGasLimit : (ulong)gas;
    }
}
