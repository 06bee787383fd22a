using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of a multisig. Source: builtin-actors <c>actors/multisig/src/state.rs</c>.</summary>
public sealed class MultisigState : IChainValue<MultisigState>
{
    private const int FieldCount = 7;

    /// <summary>Who may propose and approve, as f0 addresses.</summary>
    public required IReadOnlyList<Address> Signers { get; set; }

    /// <summary>How many must approve.</summary>
    public ulong NumApprovalsThreshold { get; set; }

    /// <summary>The number of the next transaction.</summary>
    public long NextTxnId { get; set; }

    /// <summary>What is locked before unlocking begins.</summary>
    public TokenAmount InitialBalance { get; set; }

    /// <summary>When unlocking begins.</summary>
    public long StartEpoch { get; set; }

    /// <summary>Over how many epochs it is unlocked; 0 for no lock.</summary>
    public long UnlockDuration { get; set; }

    /// <summary>The pending transactions: a HAMT from numbers to <see cref="MultisigTransaction"/>.</summary>
    public required Cid PendingTxns { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Signers);
        writer.WriteUInt64(NumApprovalsThreshold);
        writer.WriteInt64(NextTxnId);
        InitialBalance.Write(writer);
        writer.WriteInt64(StartEpoch);
        writer.WriteInt64(UnlockDuration);
        writer.WriteCid(PendingTxns);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static MultisigState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new MultisigState
        {
            Signers = TupleFields.ReadList<Address>(ref reader),
            NumApprovalsThreshold = reader.ReadUInt64(),
            NextTxnId = reader.ReadInt64(),
            InitialBalance = TokenAmount.Read(ref reader),
            StartEpoch = reader.ReadInt64(),
            UnlockDuration = reader.ReadInt64(),
            PendingTxns = TupleFields.ReadCid(ref reader),
        };
    }

    /// <summary>What is still locked, rounded up.</summary>
    /// <param name="elapsed">Epochs since unlocking began.</param>
    public TokenAmount AmountLocked(long elapsed)
    {
        if (elapsed >= UnlockDuration)
            return TokenAmount.Zero;
        if (elapsed <= 0)
            return InitialBalance;
        return (InitialBalance * (BigInteger)(UnlockDuration - elapsed)).DivCeil(UnlockDuration);
    }

    internal bool IsSigner(Address address) => Signers.Contains(address);

    internal void SetLocked(long startEpoch, long unlockDuration, TokenAmount amount)
    {
        StartEpoch = startEpoch;
        UnlockDuration = unlockDuration;
        InitialBalance = amount;
    }

    internal ActorMap<MultisigTransaction> LoadPending(ActorRuntime runtime) =>
        ActorMap<MultisigTransaction>.Load(runtime, PendingTxns, ChainEncoding.Codec<MultisigTransaction>(), "pending txns");

    /// <summary>Takes a signer's approvals back; transactions that nobody approves any more go.</summary>
    internal void PurgeApprovals(ActorRuntime runtime, Address signer)
    {
        ActorMap<MultisigTransaction> pending = LoadPending(runtime);
        var approved = new List<(byte[] Key, MultisigTransaction Txn)>();
        pending.ForEach((key, txn) =>
        {
            if (txn.Approved.Contains(signer))
                approved.Add((key, txn));
        });
        foreach ((byte[] key, MultisigTransaction txn) in approved)
        {
            Address[] others = [.. txn.Approved.Where(approver => approver != signer)];
            if (others.Length != 0)
                pending.Set(key, txn with { Approved = others });
            else
                pending.Delete(key, out _);
        }

        PendingTxns = pending.Flush();
    }

    /// <summary>Whether an amount may be spent: it is there, and what is left covers the lock. Nothing may always be spent.</summary>
    internal void CheckAvailable(TokenAmount balance, TokenAmount amount, long epoch)
    {
        if (amount.IsNegative)
            Abort.IllegalArgument($"amount to spend {amount} less than zero");
        if (balance < amount)
            Abort.InsufficientFunds($"current balance {balance} less than amount to spend {amount}");
        if (amount.IsZero)
            return;
        TokenAmount locked = AmountLocked(checked(epoch - StartEpoch));
        if (balance - amount < locked)
            Abort.InsufficientFunds($"actor balance {balance - amount} if spent {amount} would be less than required locked amount {locked}");
    }
}
