using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>What stands behind an address, as far as EXTCODE* and DELEGATECALL care.</summary>
internal enum EvmAccountKind : byte
{
    /// <summary>Nothing.</summary>
    NotFound,

    /// <summary>A precompiled contract.</summary>
    Precompile,

    /// <summary>Accounts of either kind, and placeholders.</summary>
    Account,

    /// <summary>A contract, dead or alive.</summary>
    Contract,

    /// <summary>All other actors, whatever their code.</summary>
    Native,
}

/// <summary>Other actors' code. Source: builtin-actors <c>instructions/ext.rs</c>.</summary>
internal sealed class EvmAccounts(ActorRuntime runtime, EvmSystem system)
{
    /// <summary>Keccak-256 of nothing: the code hash of accounts, and of dead contracts.</summary>
    public static readonly UInt256 EmptyHash = Word("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

    /// <summary>Keccak-256 of the byte 0xfe, which is the code of native actors.</summary>
    public static readonly UInt256 NativeHash = Word("bcc90f2d6dada5b18e155c17a1c0a55920aae94f39857d39d0d8ed07ae8f228b");

    private static readonly byte[] NativeCode = [0xfe];

    /// <summary>Looks an address up; contracts come with their f0 address.</summary>
    public EvmAccountKind Find(EvmAddress address, out Address? contract)
    {
        contract = null;
        if (EvmPrecompiles.Exists(address))
            return EvmAccountKind.Precompile;
        if (!runtime.Actors.TryResolve(EvmAddresses.ToAddress(address), out ActorId id) || !runtime.Actors.TryGetCode(id, out Cid? code))
            return EvmAccountKind.NotFound;
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type))
            return EvmAccountKind.Native;
        switch (type)
        {
            case BuiltinActor.Account or BuiltinActor.Placeholder or BuiltinActor.EthAccount:
                return EvmAccountKind.Account;
            case BuiltinActor.Evm:
                contract = id.ToAddress();
                return EvmAccountKind.Contract;
            default:
                return EvmAccountKind.Native;
        }
    }

    /// <summary>EXTCODESIZE.</summary>
    public ulong CodeSize(EvmAddress address) => Find(address, out Address? contract) switch
    {
        EvmAccountKind.Contract => (ulong)CodeOf(contract!).Length,
        EvmAccountKind.Native => 1,
        _ => 0,
    };

    /// <summary>EXTCODEHASH: 0 only where there is nothing at all; there is no emptiness as in EIP-161.</summary>
    public UInt256 CodeHash(EvmAddress address) => Find(address, out Address? contract) switch
    {
        EvmAccountKind.Contract => Ask(contract!, EvmMethods.GetBytecodeHash, EvmCodecs.Hash),
        EvmAccountKind.Native => NativeHash,
        EvmAccountKind.NotFound => default,
        _ => EmptyHash,
    };

    /// <summary>EXTCODECOPY's source.</summary>
    public ReadOnlyMemory<byte> Code(EvmAddress address) => Find(address, out Address? contract) switch
    {
        EvmAccountKind.Contract => CodeOf(contract!),
        EvmAccountKind.Native => NativeCode,
        _ => default,
    };

    /// <summary>The CID of a contract's code; null when it is dead. Failures to ask abort the frame.</summary>
    public Cid? CodeCidOf(Address contract) => Ask(contract, EvmMethods.GetBytecode, ActorCodecs.OptionalCid);

    private ReadOnlyMemory<byte> CodeOf(Address contract) => CodeCidOf(contract) is { } code ? runtime.Blocks.Read(code) : default;

    private T Ask<T>(Address contract, MethodId method, CborCodec<T> codec)
    {
        SendOutcome outcome = system.Send(contract, method.Number, null, TokenAmount.Zero, gasLimit: null, readOnly: true);
        if (outcome.Error is { } error)
            Abort.Unspecified($"send syscall to {contract} on method {method.Number} failed: {error}");
        return outcome.DecodeOrAbort(codec, $"failed to call {contract} on method {method.Number}");
    }

    private static UInt256 Word(string hex) => UInt256.ReadBigEndian(Convert.FromHexString(hex));
}
