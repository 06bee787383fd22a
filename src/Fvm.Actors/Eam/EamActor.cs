using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Evm.Rlp;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>
/// The Ethereum address manager (f010): gives contracts their f410 addresses by Ethereum's rules, and has the init actor make them. Source: builtin-actors
/// <c>actors/eam/src/lib.rs</c>.
/// </summary>
internal sealed class EamActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Plain(EamMethods.Constructor, Constructor),
        ActorMethod.Of<EamCreateParams, EamReturn>(EamMethods.Create, Create),
        ActorMethod.Of<EamCreate2Params, EamReturn>(EamMethods.Create2, Create2),
        ActorMethod.Of(EamMethods.CreateExternal, CborCodecs.Bytes, ChainEncoding.Codec<EamReturn>(), CreateExternal))
    {
        RestrictsInternalApi = false,
    };

    public override string Name => "EVMAddressManager";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime)
    {
        if (runtime.Message.Receiver != SingletonActors.EthereumAddressManager)
            Abort.Forbidden($"The Ethereum Address Manager must be deployed at {SingletonActors.EthereumAddressManager}");
        runtime.Caller.RequireIs(SingletonActors.System);
    }

    private static EamReturn Create(ActorRuntime runtime, EamCreateParams parameters)
    {
        runtime.Caller.RequireType(BuiltinActor.Evm);
        EvmAddress creator = EthereumAddressOf(runtime, runtime.Message.Caller);
        return Deploy(runtime, creator, ByNonce(runtime, creator, parameters.Nonce), parameters.InitCode);
    }

    private static EamReturn Create2(ActorRuntime runtime, EamCreate2Params parameters)
    {
        runtime.Caller.RequireType(BuiltinActor.Evm);
        EvmAddress creator = EthereumAddressOf(runtime, runtime.Message.Caller);
        return Deploy(runtime, creator, BySalt(runtime, creator, parameters), parameters.InitCode);
    }

    /// <summary>
    /// For the account that sent the message. Of an Ethereum account the address is CREATE's; of another one it is made of the hash of its key address, and
    /// the contract sees the masked id as its creator.
    /// </summary>
    private static EamReturn CreateExternal(ActorRuntime runtime, byte[] initCode)
    {
        runtime.Caller.RequireIs(runtime.Message.Origin);
        ActorId caller = runtime.Message.Caller;
        if (!runtime.Actors.TryGetCode(caller, out Cid? code))
            Abort.AssertionFailed("failed to lookup caller code");
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type) || type is not (BuiltinActor.Account or BuiltinActor.EthAccount))
            Abort.Forbidden($"disallowed caller code {code}");
        EvmAddress creator, stable;
        if (type == BuiltinActor.EthAccount)
        {
            creator = stable = EthereumAddressOf(runtime, caller);
        }
        else
        {
            creator = EvmAddresses.FromId(caller);
            stable = HashOf(runtime, KeyAddressOf(runtime, caller).Bytes);
        }

        return Deploy(runtime, creator, ByNonce(runtime, stable, runtime.Message.Nonce), initCode);
    }

    /// <summary>Makes the contract. The value that came goes to it.</summary>
    private static EamReturn Deploy(ActorRuntime runtime, EvmAddress creator, EvmAddress address, ReadOnlyMemory<byte> initCode)
    {
        if (!IsAssignable(address))
            Abort.Forbidden("cannot create address with a reserved prefix");
        var constructor = new EvmConstructorParams(creator, initCode);
        byte[] encoded = ActorEncoding.Encode(constructor);
        TokenAmount value = runtime.Message.ValueReceived;
        if (runtime.Actors.TryResolve(EvmAddresses.ToAddress(address), out ActorId existing))
        {
            if (!runtime.Actors.TryGetCode(existing, out Cid? code))
                Abort.AssertionFailed("failed to lookup actor code");
            bool isBuiltin = runtime.Actors.TryGetType(code, out BuiltinActor type);
            if (isBuiltin && type == BuiltinActor.Evm)
            {
                runtime.Send(existing.ToAddress(), EvmMethods.Resurrect.Number, IpldBlock.FromRawBytes(encoded), value).OrAbort();
                return new EamReturn(existing, null, address);
            }

            if (!isBuiltin || type != BuiltinActor.Placeholder)
                Abort.Forbidden($"cannot deploy contract over existing contract at address {address}");
        }

        var exec = new Exec4Params(runtime.Actors.CodeOf(BuiltinActor.Evm), encoded, address.ToArray());
        ExecReturn made = runtime.Send(SingletonActors.Init.ToAddress(), InitMethods.Exec4.Number, IpldBlock.Cbor(exec), value).DecodeOrAbort<ExecReturn>();
        if (!made.IdAddress.TryGetId(out ulong id))
            Abort.AssertionFailed("the init actor returned no id address");
        return new EamReturn(new ActorId(id), made.RobustAddress, address);
    }

    /// <summary>
    /// Not the zero address, not a masked id, not one of the ranges of precompiled contracts, whether they are filled or not; the one at 0x0100 is outside
    /// of the ranges and not excluded.
    /// </summary>
    private static bool IsAssignable(EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        bool isPrecompileRange = bytes[0] is 0x00 or 0xfe && !bytes[1..^1].ContainsAnyExcept((byte)0);
        return !isPrecompileRange && !address.IsZero && !EvmAddresses.IsMaskedId(address);
    }

    /// <summary>CREATE: of the RLP of creator and nonce.</summary>
    private static EvmAddress ByNonce(ActorRuntime runtime, EvmAddress from, ulong nonce)
    {
        var writer = new RlpWriter();
        int list = writer.BeginList();
        writer.WriteAddress(from);
        writer.WriteWord(nonce);
        writer.EndList(list);
        return HashOf(runtime, writer.Written);
    }

    /// <summary>CREATE2 (EIP-1014).</summary>
    private static EvmAddress BySalt(ActorRuntime runtime, EvmAddress from, EamCreate2Params parameters)
    {
        byte[] codeHash = runtime.Crypto.Hash(Multicodec.Keccak256, parameters.InitCode.Span);
        return HashOf(runtime, [0xff, .. from.ToArray(), .. parameters.Salt.ToBigEndian(), .. codeHash]);
    }

    private static EvmAddress HashOf(ActorRuntime runtime, ReadOnlySpan<byte> data) =>
        EvmAddress.Read(runtime.Crypto.Hash(Multicodec.Keccak256, data).AsSpan(UInt256.ByteLength - EvmAddress.ByteLength));

    private static EvmAddress EthereumAddressOf(ActorRuntime runtime, ActorId id)
    {
        Address? delegated = runtime.Actors.DelegatedAddressOf(id);
        ReadOnlySpan<byte> subaddress = default;
        if (delegated is null || !delegated.TryGetDelegated(out ulong space, out subaddress) || space != Address.EthereumNamespace)
            Abort.Forbidden("caller doesn't have an eth address");
        if (subaddress.Length != EvmAddress.ByteLength)
            Abort.Forbidden("caller's eth address isn't valid");
        return EvmAddress.Read(subaddress);
    }

    private static Address KeyAddressOf(ActorRuntime runtime, ActorId account)
    {
        SendOutcome told = runtime.Send(account.ToAddress(), AccountMethods.PubkeyAddress.Number, readOnly: true);
        if (told.Error is not null)
            Abort.AssertionFailed("account failed to return its key address");
        if (!told.Code.IsSuccess)
            Abort.With(told.FailureCode, "failed to retrieve account robust address");
        return told.DecodeOrAbort(ActorCodecs.Address);
    }
}
