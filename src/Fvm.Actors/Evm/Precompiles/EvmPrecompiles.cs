using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Runs a precompiled contract; false for a failure, which is a failed call with no data.</summary>
/// <param name="call">The call.</param>
/// <param name="output">What it returns.</param>
internal delegate bool EvmPrecompile(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output);

/// <summary>A call of a precompiled contract.</summary>
/// <param name="Runtime">The invocation.</param>
/// <param name="System">The calling contract.</param>
/// <param name="Kind">The instruction.</param>
/// <param name="Gas">What it asked for.</param>
/// <param name="Input">The call data.</param>
internal readonly record struct EvmPrecompileCall(
    ActorRuntime Runtime, EvmSystem System, EvmMessageKind Kind, ulong Gas, ReadOnlyMemory<byte> Input);

/// <summary>
/// The precompiled contracts: Ethereum's at 01 to 11 and 0100, the network's own at fe00..01 to fe00..06. The ranges 00..xx and fe..xx are reserved whether
/// a slot is filled or not: empty ones take anything and return nothing. Source: builtin-actors <c>interpreter/precompiles/mod.rs</c>.
/// </summary>
internal static class EvmPrecompiles
{
    private const byte NativePrefix = 0xfe;
    private const ulong P256VerifyAddress = 0x100;

    /// <summary>From 01 on; 0a is KZG's, which no chain without blobs needs.</summary>
    private static readonly EvmPrecompile?[] Ethereum =
    [
        HashPrecompiles.EcRecover,
        HashPrecompiles.Sha256,
        HashPrecompiles.Ripemd160,
        HashPrecompiles.Identity,
        NumberPrecompiles.ModExp,
        CurvePrecompiles.Bn254Add,
        CurvePrecompiles.Bn254Multiply,
        CurvePrecompiles.Bn254Pairing,
        NumberPrecompiles.Blake2F,
        null,
        CurvePrecompiles.Bls12G1Add,
        CurvePrecompiles.Bls12G1MultiScalar,
        CurvePrecompiles.Bls12G2Add,
        CurvePrecompiles.Bls12G2MultiScalar,
        CurvePrecompiles.Bls12Pairing,
        CurvePrecompiles.Bls12MapFpToG1,
        CurvePrecompiles.Bls12MapFp2ToG2,
    ];

    /// <summary>From fe00..01 on; 04 was get_actor_type and is disabled.</summary>
    private static readonly EvmPrecompile?[] Native =
    [
        FilecoinPrecompiles.ResolveAddress,
        FilecoinPrecompiles.LookupDelegatedAddress,
        CallActorPrecompile.ByAddress,
        null,
        CallActorPrecompile.ById,
        FilecoinPrecompiles.GetRandomness,
    ];

    /// <summary>Whether calls of an address never reach an actor.</summary>
    public static bool IsReserved(EvmAddress address) => TrySlot(address, out _, out _) || IsP256Verify(address);

    /// <summary>Whether there is a precompiled contract, so that EXTCODEHASH finds an account.</summary>
    public static bool Exists(EvmAddress address) => Find(address) is not null;

    /// <summary>
    /// Calls a reserved address. Value moves to the address itself, after a success, as a message of its own; if it cannot move, the call fails.
    /// </summary>
    public static EvmResult Call(ActorRuntime runtime, EvmSystem system, in EvmMessage message)
    {
        var call = new EvmPrecompileCall(runtime, system, message.Kind, (ulong)message.Gas, message.Input);
        ReadOnlyMemory<byte> output = default;
        if (Find(message.CodeAddress) is { } contract && !contract(call, out output))
            return new EvmResult { Outcome = EvmOutcome.PrecompileFailure };
        if (message.Kind == EvmMessageKind.Call && !message.Value.IsZero)
        {
            TokenAmount value = TokenAmount.FromAtto(message.Value.ToBigInteger());
            if (!runtime.Send(EvmAddresses.ToAddress(message.CodeAddress), MethodNumber.Send, value: value).IsSuccess)
                return new EvmResult { Outcome = EvmOutcome.PrecompileFailure };
        }

        return new EvmResult { Outcome = EvmOutcome.Return, Output = output };
    }

    private static EvmPrecompile? Find(EvmAddress address)
    {
        if (IsP256Verify(address))
            return CurvePrecompiles.P256Verify;
        if (!TrySlot(address, out bool isNative, out int slot))
            return null;
        EvmPrecompile?[] table = isNative ? Native : Ethereum;
        return slot <= table.Length ? table[slot - 1] : null;
    }

    private static bool TrySlot(EvmAddress address, out bool isNative, out int slot)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        isNative = bytes[0] == NativePrefix;
        slot = bytes[^1];
        return (isNative || bytes[0] == 0) && slot != 0 && !bytes[1..^1].ContainsAnyExcept((byte)0);
    }

    private static bool IsP256Verify(EvmAddress address) => address.ToWord() == P256VerifyAddress;
}
