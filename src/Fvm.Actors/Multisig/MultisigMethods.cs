using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of multisigs. Source: builtin-actors <c>actors/multisig/src/types.rs</c>.</summary>
public static class MultisigMethods
{
    /// <summary>Makes the actor; by the init actor. Takes <see cref="MultisigConstructorParams"/>.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Proposes a transaction and approves it. Takes <see cref="ProposeParams"/>, returns <see cref="ProposeReturn"/>.</summary>
    public static MethodId Propose { get; } = MethodId.Internal(nameof(Propose), 2);

    /// <summary>Approves a transaction. Takes <see cref="TxnIdParams"/>, returns <see cref="ApproveReturn"/>.</summary>
    public static MethodId Approve { get; } = MethodId.Internal(nameof(Approve), 3);

    /// <summary>Takes a proposal back; by its proposer. Takes <see cref="TxnIdParams"/>.</summary>
    public static MethodId Cancel { get; } = MethodId.Internal(nameof(Cancel), 4);

    /// <summary>Adds a signer; by the multisig itself. Takes <see cref="AddSignerParams"/>.</summary>
    public static MethodId AddSigner { get; } = MethodId.Internal(nameof(AddSigner), 5);

    /// <summary>Removes a signer; by the multisig itself. Takes <see cref="RemoveSignerParams"/>.</summary>
    public static MethodId RemoveSigner { get; } = MethodId.Internal(nameof(RemoveSigner), 6);

    /// <summary>Replaces a signer; by the multisig itself. Takes <see cref="SwapSignerParams"/>.</summary>
    public static MethodId SwapSigner { get; } = MethodId.Internal(nameof(SwapSigner), 7);

    /// <summary>Sets how many must approve; by the multisig itself. Takes <see cref="ChangeNumApprovalsThresholdParams"/>.</summary>
    public static MethodId ChangeNumApprovalsThreshold { get; } = MethodId.Internal(nameof(ChangeNumApprovalsThreshold), 8);

    /// <summary>Locks a balance, once; by the multisig itself. Takes <see cref="LockBalanceParams"/>.</summary>
    public static MethodId LockBalance { get; } = MethodId.Internal(nameof(LockBalance), 9);

    /// <summary>Accepts tokens (FRC-0046). Takes <see cref="UniversalReceiverParams"/>.</summary>
    public static MethodId UniversalReceiverHook { get; } = new(nameof(UniversalReceiverHook), UniversalReceiver.Receive.Number);
}

/// <summary>What a multisig is made with.</summary>
/// <param name="Signers">The signers, 1 to 256, none twice.</param>
/// <param name="NumApprovalsThreshold">How many must approve.</param>
/// <param name="UnlockDuration">Epochs over which the value that comes along is unlocked; 0 for no lock.</param>
/// <param name="StartEpoch">When unlocking begins.</param>
public sealed record MultisigConstructorParams(IReadOnlyList<Address> Signers, ulong NumApprovalsThreshold, long UnlockDuration, long StartEpoch)
    : IChainValue<MultisigConstructorParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Signers);
        writer.WriteUInt64(NumApprovalsThreshold);
        writer.WriteInt64(UnlockDuration);
        writer.WriteInt64(StartEpoch);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static MultisigConstructorParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadList<Address>(ref reader), reader.ReadUInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}

/// <summary>A transaction to propose.</summary>
/// <param name="To">Whom to call.</param>
/// <param name="Value">What to send along.</param>
/// <param name="Method">The method number.</param>
/// <param name="Params">The parameters, CBOR; empty for none.</param>
public sealed record ProposeParams(Address To, TokenAmount Value, ulong Method, ReadOnlyMemory<byte> Params) : IChainValue<ProposeParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        To.Write(writer);
        Value.Write(writer);
        writer.WriteUInt64(Method);
        writer.WriteBytes(Params.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ProposeParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), reader.ReadUInt64(), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What became of a proposal.</summary>
/// <param name="TxnId">Its number.</param>
/// <param name="Applied">Whether it was carried out at once.</param>
/// <param name="Code">The callee's exit code; 0 while it is not applied.</param>
/// <param name="Return">What the callee returned; empty while it is not applied.</param>
public sealed record ProposeReturn(long TxnId, bool Applied, ExitCode Code, ReadOnlyMemory<byte> Return) : IChainValue<ProposeReturn>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(TxnId);
        writer.WriteBool(Applied);
        Code.Write(writer);
        writer.WriteBytes(Return.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ProposeReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadInt64(), reader.ReadBool(), ExitCode.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>Which transaction is meant.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ProposalHash">The BLAKE2b-256 of what was proposed, so that a reorganised chain cannot slip in another; empty for whatever has the number.</param>
public sealed record TxnIdParams(long Id, ReadOnlyMemory<byte> ProposalHash) : IChainValue<TxnIdParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(Id);
        writer.WriteBytes(ProposalHash.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TxnIdParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadInt64(), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What became of an approval.</summary>
/// <param name="Applied">Whether the transaction was carried out.</param>
/// <param name="Code">The callee's exit code; 0 while it is not applied.</param>
/// <param name="Return">What the callee returned; empty while it is not applied.</param>
public sealed record ApproveReturn(bool Applied, ExitCode Code, ReadOnlyMemory<byte> Return) : IChainValue<ApproveReturn>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBool(Applied);
        Code.Write(writer);
        writer.WriteBytes(Return.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ApproveReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadBool(), ExitCode.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}
