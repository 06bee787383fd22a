using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of account actors. Source: builtin-actors <c>actors/account/src</c>.</summary>
public static class AccountMethods
{
    /// <summary>Makes the actor; by the VM only. Takes a bare key address.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Tells the key address, bare.</summary>
    public static MethodId PubkeyAddress { get; } = MethodId.Internal(nameof(PubkeyAddress), 2);

    /// <summary>Whether a message is signed by the account. Takes <see cref="AuthenticateMessageParams"/>, returns true; exit 16 when it is not.</summary>
    public static MethodId AuthenticateMessage { get; } = MethodId.Hashed(nameof(AuthenticateMessage));
}

/// <summary>A message, and what should be its signature.</summary>
/// <param name="Signature">The signature without a type.</param>
/// <param name="Message">The message.</param>
public sealed record AuthenticateMessageParams(ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> Message) : IChainValue<AuthenticateMessageParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBytes(Signature.Span);
        writer.WriteBytes(Message.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AuthenticateMessageParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new AuthenticateMessageParams(TupleFields.ReadBytes(ref reader), TupleFields.ReadBytes(ref reader));
    }
}
