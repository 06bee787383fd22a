using System.Numerics;
using Fvm.Evm;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>The third and the fourth parameter of <c>eth_call</c>: what is different in the state (geth's state overrides) and in the block.</summary>
internal static class CallOverrides
{
    /// <summary>Reads both.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="block">The block: <c>pending</c> means that the call sees the next tipset's epoch and time.</param>
    /// <param name="state">State overrides, or nothing.</param>
    /// <param name="environment">Block overrides, or nothing.</param>
    public static CallOptions Read(Devnet net, RpcValue block, RpcValue state, RpcValue environment)
    {
        var options = new CallOptions { Overrides = state.IsMissing ? [] : [.. state.Members().Select(static member => Actor(member.Name, member.Value))] };
        if (block.Kind == System.Text.Json.JsonValueKind.String && block.Text() == "pending")
        {
            (long height, ulong timestamp) = net.NextPlace();
            options = options with { Height = height, Timestamp = timestamp };
        }

        return environment.IsMissing ? options : Block(options, environment);
    }

    private static CallOptions Block(CallOptions options, RpcValue value)
    {
        foreach ((string name, RpcValue member) in value.Members())
        {
            if (member.IsMissing)
                continue;
            options = name switch
            {
                "number" => options with { Height = member.Int63() },
                "time" or "timestamp" => options with { Timestamp = member.UInt64() },
                "baseFee" or "baseFeePerGas" => options with { BaseFee = TokenAmount.FromAtto(member.Quantity()) },
                _ => throw member.Wrong("only number, time and baseFee can be overridden"),
            };
        }

        return options;
    }

    private static StateOverride Actor(string address, RpcValue value)
    {
        Address known = AnyAddress.Parse(address) ?? throw value.Wrong("its name is no address");
        RpcValue balance = value.Member("balance");
        RpcValue nonce = value.Member("nonce");
        RpcValue code = value.Member("code");
        RpcValue all = value.Member("state");
        RpcValue some = value.Member("stateDiff");
        if (!value.Member("movePrecompileToAddress").IsMissing)
            throw value.Wrong("precompiled contracts cannot be moved");
        if (!all.IsMissing && !some.IsMissing)
            throw value.Wrong("either state or stateDiff, not both");
        return new StateOverride(known)
        {
            Balance = balance.IsMissing ? null : TokenAmount.FromAtto(balance.Quantity()),
            Nonce = nonce.IsMissing ? null : nonce.UInt64(),
            Code = code.IsMissing ? null : (ReadOnlyMemory<byte>?)code.Data(),
            Storage = all.IsMissing ? null : Words(all),
            StorageChanges = some.IsMissing ? null : Words(some),
        };
    }

    private static Dictionary<UInt256, UInt256> Words(RpcValue value)
    {
        var words = new Dictionary<UInt256, UInt256>();
        foreach ((string name, RpcValue word) in value.Members())
        {
            if (name.Length is < 3 or > 66 || !name.StartsWith("0x", StringComparison.Ordinal)
                || !BigInteger.TryParse("0" + name[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out BigInteger key))
                throw word.Wrong($"\"{name}\" is no key of 32 bytes");
            words[UInt256.FromBigInteger(key)] = UInt256.FromBigInteger(word.Quantity());
        }

        return words;
    }
}
