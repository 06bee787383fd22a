using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Schemas;

/// <summary>Which built-in actor a message speaks to, as far as the message alone tells.</summary>
public static class MethodGuess
{
    private static readonly (ActorId Id, BuiltinActor Type)[] Singletons =
    [
        (SingletonActors.System, BuiltinActor.System), (SingletonActors.Init, BuiltinActor.Init), (SingletonActors.Reward, BuiltinActor.Reward),
        (SingletonActors.Cron, BuiltinActor.Cron), (SingletonActors.StoragePower, BuiltinActor.Power), (SingletonActors.StorageMarket, BuiltinActor.Market),
        (SingletonActors.VerifiedRegistry, BuiltinActor.VerifiedRegistry), (SingletonActors.DataCap, BuiltinActor.DataCap),
        (SingletonActors.EthereumAddressManager, BuiltinActor.Eam), (SingletonActors.BurntFunds, BuiltinActor.Account),
    ];

    private static readonly BuiltinActor[] Others = [BuiltinActor.Account, BuiltinActor.Multisig, BuiltinActor.Miner, BuiltinActor.PaymentChannel, BuiltinActor.Evm];

    /// <summary>
    /// The types that fit: by the address, where it tells (singletons, keys, f410); else those that have the method and whose parameters decode. None for
    /// plain transfers to unknown actors.
    /// </summary>
    /// <param name="message">The message.</param>
    public static IReadOnlyList<BuiltinActor> Receivers(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.To.TryGetId(out ulong id) && Singletons.FirstOrDefault(singleton => singleton.Id.Value == id) is { Type: not 0 } known)
            return [known.Type];
        if (message.To.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls)
            return [BuiltinActor.Account];
        if (message.To.Protocol == AddressProtocol.Delegated)
            return [BuiltinActor.Evm];
        return [.. Others.Where(type => Fits(ActorSchemas.Of(type).Method(message.MethodNum), message.Params))];
    }

    private static bool Fits(MethodSchema? method, ReadOnlyMemory<byte> parameters)
    {
        if (method is null)
            return false;
        return method.Parameters is null ? parameters.IsEmpty : SchemaReader.TryRead(method.Parameters, parameters.Span, out _, out CborError _);
    }
}
