using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.Genesis;

/// <summary>The messages of genesis, in the system's name or in the reserve's: no fees, no nonces. One that fails ends genesis.</summary>
internal sealed class GenesisMessages(VirtualMachine machine)
{
    public Cid Flush() => machine.Flush();

    /// <summary>Runs a singleton's constructor.</summary>
    public void Construct(ActorId actor, IpldBlock? parameters) =>
        Apply(SingletonActors.System, actor.ToAddress(), MethodNumber.Constructor, parameters, TokenAmount.Zero, $"the constructor of {actor}");

    /// <summary>Runs a multisig's constructor as the init actor does.</summary>
    public void ConstructMultisig(ActorId actor, GenesisMultisig multisig) => Apply(
        SingletonActors.Init, actor.ToAddress(), MultisigMethods.Constructor.Number, IpldBlock.Cbor(ParamsOf(multisig)), TokenAmount.Zero, $"multisig {actor}");

    /// <summary>Sends an account its funds, which makes it if it is not there.</summary>
    public ActorId Fund(Address account, TokenAmount balance)
    {
        Apply(SingletonActors.Reserve, account, MethodNumber.Send, null, balance, $"account {account}");
        return machine.TryResolve(account, out ActorId id) ? id : throw new GenesisException($"account {account} did not come about");
    }

    /// <summary>Has the init actor make a multisig.</summary>
    public KeyValuePair<Address, ActorId> CreateMultisig(Cid code, GenesisMultisig multisig, ulong number)
    {
        var parameters = new ExecParams(code, ChainEncoding.ToCbor(ParamsOf(multisig)));
        ApplyResult made = Apply(
            SingletonActors.Reserve, SingletonActors.Init.ToAddress(), InitMethods.Exec.Number, IpldBlock.Cbor(parameters), multisig.Balance, $"multisig {number}", number);
        ChainEncoding.TryFromCbor<ExecReturn>(made.Receipt.ReturnData.Span, out ExecReturn? addresses);
        addresses!.IdAddress.TryGetId(out ulong id);
        return KeyValuePair.Create(addresses.RobustAddress, new ActorId(id));
    }

    /// <summary>Makes a verifier in the root's name.</summary>
    public void AddVerifier(Address root, GenesisVerifier verifier)
    {
        var parameters = new VerifierParams(verifier.Address, verifier.Allowance);
        root.TryGetId(out ulong id);
        Apply(
            new ActorId(id), SingletonActors.VerifiedRegistry.ToAddress(), VerifiedRegistryMethods.AddVerifier.Number, IpldBlock.Cbor(parameters), TokenAmount.Zero,
            $"verifier {verifier.Address}");
    }

    private static MultisigConstructorParams ParamsOf(GenesisMultisig multisig) =>
        new(multisig.Signers, multisig.Threshold, multisig.UnlockDuration, multisig.StartEpoch);

    private ApplyResult Apply(ActorId from, Address to, ulong method, IpldBlock? parameters, TokenAmount value, string what, ulong sequence = 0)
    {
        ApplyResult result = machine.ApplyImplicit(new Message
        {
            From = from.ToAddress(),
            To = to,
            Sequence = sequence,
            MethodNum = method,
            Params = parameters?.Data ?? ReadOnlyMemory<byte>.Empty,
            Value = value,
            GasLimit = NetworkConstants.BlockGasLimit,
        });
        if (!result.Receipt.ExitCode.IsSuccess)
            throw new GenesisException($"{what}: exit {result.Receipt.ExitCode}: {(result.Failure ?? "no reason given").ReplaceLineEndings("; ")}");
        return result;
    }
}
