using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>A payment channel from an account with a secp256k1 key to one with a BLS key.</summary>
internal sealed class ChannelStage
{
    private const int FromKey = 60;
    private const int ToKey = 61;

    public ChannelStage(ScenarioWorld world, long fil = 100)
    {
        World = world;
        From = world.Account(FromKey);
        To = world.BlsAccount(ToKey);
        Channel = world.Returned<ExecReturn>(Create(world, 0, From, new PaymentChannelConstructorParams(From, ScenarioKeys.Bls(ToKey)), fil))?.IdAddress ?? From;
    }

    public ScenarioWorld World { get; }

    public Address From { get; }

    public Address To { get; }

    public Address Channel { get; }

    public static ApplyResult Create(ScenarioWorld world, uint exit, Address from, PaymentChannelConstructorParams parameters, long fil = 0) => world.Send(
        exit,
        from,
        SingletonActors.Init.ToAddress(),
        InitMethods.Exec,
        new ExecParams(world.Sandbox.CodeOf(BuiltinActor.PaymentChannel), ChainEncoding.ToCbor(parameters)),
        TokenAmount.FromFil(fil));

    public SignedVoucher Voucher(ulong lane, ulong nonce, long fil) =>
        new() { Channel = Channel, Lane = lane, Nonce = nonce, Amount = TokenAmount.FromFil(fil) };

    public static SignedVoucher SignedByPayer(SignedVoucher voucher) => voucher with { Signature = ScenarioKeys.SignSecp256k1(FromKey, voucher.SigningBytes()) };

    public static SignedVoucher SignedByPayee(SignedVoucher voucher) => voucher with { Signature = ScenarioKeys.SignBls(ToKey, voucher.SigningBytes()) };

    /// <summary>Signed by the payer, brought by the payee.</summary>
    public void Redeem(uint exit, SignedVoucher voucher, byte[]? secret = null) => Update(exit, To, SignedByPayer(voucher), secret);

    public void Update(uint exit, Address caller, SignedVoucher voucher, byte[]? secret = null) =>
        World.Send(exit, caller, Channel, PaymentChannelMethods.UpdateChannelState, new UpdateChannelStateParams(voucher, secret));

    public void Settle(uint exit, Address caller) => World.Send(exit, caller, Channel, PaymentChannelMethods.Settle);

    public void Collect(uint exit, Address caller) => World.Send(exit, caller, Channel, PaymentChannelMethods.Collect);
}
