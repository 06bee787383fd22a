using System.Numerics;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>Applies a transaction to the test world (Yellow Paper, section 6; fork Cancun).</summary>
public static class StateTransition
{
    private const ulong TransactionPrice = 21000, CreationPrice = 32000, ZeroBytePrice = 4, BytePrice = 16;
    private const ulong AccessAccountPrice = 2400, AccessSlotPrice = 1900, InitCodeWordPrice = 2;
    private const int MaxInitCodeLength = 49152;
    private const ulong BlobGas = 131072;
    private const int MaxBlobs = 6;
    private const int RefundDivisor = 5;

    /// <summary>Gas used, or null if the transaction is not valid; then nothing changed.</summary>
    public static ulong? Apply(EthereumHost host, Transaction transaction, BlockContext block)
    {
        if (!IsValid(host.State, transaction, block)) return null;
        var state = host.State;
        var sender = transaction.Sender;
        var gasPrice = GasPrice(transaction, block);
        var blobFee = (UInt256)(BlobGas * (ulong)transaction.BlobHashes.Length) * block.BlobBaseFee;
        state.SetBalance(sender, state.Balance(sender) - gasPrice * transaction.GasLimit - blobFee);
        state.SetNonce(sender, transaction.Nonce + 1);
        WarmUp(state, transaction, block);
        host.Origin = sender;
        host.GasPrice = gasPrice;
        host.BlobHashes = transaction.BlobHashes;

        var result = Run(host, transaction, (long)(transaction.GasLimit - IntrinsicGas(transaction)));
        ulong used = transaction.GasLimit - (ulong)result.GasLeft;
        used -= Math.Min((ulong)Math.Max(result.Refund, 0), used / RefundDivisor);
        state.SetBalance(sender, state.Balance(sender) + gasPrice * (transaction.GasLimit - used));
        state.SetBalance(block.Coinbase, state.Balance(block.Coinbase) + (gasPrice - block.BaseFee) * used);
        state.Finish();
        return used;
    }

    private static EvmResult Run(EthereumHost host, Transaction transaction, long gas)
    {
        if (transaction.To is { } to)
        {
            return host.Call(new EvmMessage
            {
                Kind = EvmMessageKind.Call,
                Gas = gas,
                Self = to,
                CodeAddress = to,
                Caller = transaction.Sender,
                Value = transaction.Value,
                Input = transaction.Input,
            });
        }

        return host.CreateAt(Hashes.Created(transaction.Sender, transaction.Nonce), new EvmMessage
        {
            Kind = EvmMessageKind.Create,
            Gas = gas,
            Caller = transaction.Sender,
            Value = transaction.Value,
            Input = transaction.Input,
        });
    }

    private static void WarmUp(EthereumState state, Transaction transaction, BlockContext block)
    {
        state.Warm(transaction.Sender);
        state.Warm(block.Coinbase);
        if (transaction.To is { } to) state.Warm(to);
        for (ulong precompile = 1; precompile <= 10; precompile++) state.Warm(EvmAddress.FromWord(precompile));
        foreach (var (account, keys) in transaction.AccessList)
        {
            state.Warm(account);
            foreach (var key in keys) state.Warm(account, key);
        }
    }

    private static bool IsValid(EthereumState state, Transaction transaction, BlockContext block)
    {
        var sender = state.Find(transaction.Sender) ?? new Account();
        bool isCreation = transaction.To is null;
        // EIP-3607, EIP-2681.
        if (sender.Code.Length != 0 || sender.Nonce != transaction.Nonce || transaction.Nonce == ulong.MaxValue) return false;
        if (transaction.GasLimit > block.GasLimit || transaction.GasLimit < IntrinsicGas(transaction)) return false;
        if (isCreation && transaction.Input.Length > MaxInitCodeLength) return false;
        if (transaction.MaxFee < block.BaseFee || transaction.MaxPriorityFee > transaction.MaxFee) return false;
        if (transaction.Type == 3 && !HasValidBlobs(transaction, block)) return false;
        var cost = transaction.MaxFee.ToBigInteger() * transaction.GasLimit + transaction.Value.ToBigInteger()
            + transaction.MaxBlobFee.ToBigInteger() * BlobGas * transaction.BlobHashes.Length;
        return cost <= sender.Balance.ToBigInteger();
    }

    /// <summary>EIP-4844.</summary>
    private static bool HasValidBlobs(Transaction transaction, BlockContext block) =>
        transaction.BlobHashes.Length is > 0 and <= MaxBlobs
        && transaction.BlobHashes.All(hash => hash >> 248 == 1)
        && transaction.MaxBlobFee >= block.BlobBaseFee;

    private static UInt256 GasPrice(Transaction transaction, BlockContext block)
    {
        if (!transaction.HasDynamicFee) return transaction.MaxFee;
        var room = transaction.MaxFee - block.BaseFee;
        return block.BaseFee + (room < transaction.MaxPriorityFee ? room : transaction.MaxPriorityFee);
    }

    private static ulong IntrinsicGas(Transaction transaction)
    {
        ulong gas = TransactionPrice;
        foreach (byte value in transaction.Input) gas += value == 0 ? ZeroBytePrice : BytePrice;
        if (transaction.To is null) gas += CreationPrice + InitCodeWordPrice * (ulong)((transaction.Input.Length + 31) / 32);
        foreach (var (_, keys) in transaction.AccessList) gas += AccessAccountPrice + AccessSlotPrice * (ulong)keys.Length;
        return gas;
    }

    /// <summary>EIP-4844: the blob base fee of a block, by its approximation of an exponential.</summary>
    public static UInt256 BlobBaseFee(ulong excessBlobGas)
    {
        const int updateFraction = 3338477;
        BigInteger sum = 0, term = updateFraction;
        for (int i = 1; term > 0; i++)
        {
            sum += term;
            term = term * excessBlobGas / (updateFraction * (BigInteger)i);
        }

        return UInt256.FromBigInteger(sum / updateFraction);
    }
}
