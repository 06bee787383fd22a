using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Accounts: what stands behind an f1 or f3 address. Source: builtin-actors <c>actors/account/src/lib.rs</c>.</summary>
internal sealed class AccountActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking(AccountMethods.Constructor, ActorCodecs.Address, Constructor),
        ActorMethod.Returning(AccountMethods.PubkeyAddress, ActorCodecs.Address, PubkeyAddress),
        ActorMethod.Of(
            AccountMethods.AuthenticateMessage, ChainEncoding.Codec<AuthenticateMessageParams>(), CborCodecs.Bool, AuthenticateMessage))
    {
        Fallback = MethodTable.AcceptExported,
    };

    public override string Name => "Account";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, Address address)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        if (address.Protocol is not (AddressProtocol.Secp256k1 or AddressProtocol.Bls))
            Abort.IllegalArgument($"address must use BLS or SECP protocol, got {address.Protocol}");
        runtime.State.Create(new AccountState { Address = address });
    }

    private static Address PubkeyAddress(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        return runtime.State.Read<AccountState>().Address;
    }

    private static bool AuthenticateMessage(ActorRuntime runtime, AuthenticateMessageParams parameters)
    {
        runtime.Caller.AcceptAny();
        Address address = runtime.State.Read<AccountState>().Address;
        SignatureType type = address.Protocol switch
        {
            AddressProtocol.Secp256k1 => SignatureType.Secp256k1,
            AddressProtocol.Bls => SignatureType.Bls,
            _ => 0,
        };
        if (type == 0)
            Abort.IllegalState($"account address must use BLS or SECP protocol, got {address.Protocol}");
        if (!runtime.Crypto.VerifySignature(new Signature(type, parameters.Signature), address, parameters.Message.Span))
            Abort.IllegalArgument("failed to authenticate message, signature invalid");
        return true;
    }
}
