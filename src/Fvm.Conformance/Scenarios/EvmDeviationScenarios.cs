using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Conformance.EvmFuzzing;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Where the network differs from Ethereum, one scenario each (docs/evm.md names them): who may call what, read-only frames, gas of bare transfers, other actors' code, native calls.</summary>
internal static class EvmDeviationScenarios
{
    private const uint ReadOnlyExit = 25, Reverted = 33;
    private const ulong User = 400, Spare = 401;

    /// <summary>PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.</summary>
    private const string Return = "5f5260205ff3";

    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Init = SingletonActors.Init.ToAddress();
    private static readonly Address Manager = SingletonActors.EthereumAddressManager.ToAddress();

    public static IEnumerable<Scenario> All =>
    [
        Story("dead-contracts-tell-no-code", (world, stage) =>
        {
            EvmContract child = stage.Deploy("Child", 4);
            for (int life = 0; life < 2; life++)
            {
                stage.Method(0, child, EvmMethods.GetBytecode.Number, null);
                stage.Method(0, child, EvmMethods.GetBytecodeHash.Number, null);
                world.As(0, System, child.Id, EvmMethods.GetStorageAt, new GetStorageAtParams(0));
                stage.Call(0, child, "kill(address)", 99);
            }
        }),
        Story("storage-is-for-the-system-to-read", (world, stage) =>
        {
            EvmContract counter = stage.Deploy("Counter");
            stage.Call(0, counter, "bump(uint256)", 300);
            world.As(0, System, counter.Id, EvmMethods.GetStorageAt, new GetStorageAtParams(1));
            world.As(0, System, counter.Id, EvmMethods.GetStorageAt, new GetStorageAtParams(UInt256.MaxValue));
            world.As(18, Init, counter.Id, EvmMethods.GetStorageAt, new GetStorageAtParams(1));
        }),
        Story("constructor-needs-an-f410-address-and-no-state", (world, stage) =>
        {
            var parameters = new EvmConstructorParams(default, new byte[] { 0 });
            world.As(18, Init, world.Put(Spare, BuiltinActor.Evm), EvmMethods.Constructor, parameters);
            world.As(18, System, Address.FromId(Spare), EvmMethods.Constructor, parameters);
            world.As(20, Init, stage.Write("00").Id, EvmMethods.Constructor, parameters);
        }),
        Story("init-code-has-no-limit", (_, stage) => stage.Create(0, new byte[60_000])),
        Story("read-only-frames-change-nothing", (world, stage) =>
        {
            Address user = world.Forwarder(User);
            foreach (string code in new[] { "60015f5500", "60015f5d00", "5f5fa000", "5f5f5ff000", "5f5f5f5ff500", "33ff", "5f5f5f5f6001335af100" })
                ReadOnly(world, stage, ReadOnlyExit, user, stage.Write(code), []);
            ReadOnly(world, stage, 0, user, stage.Write("5f54505f5c505f5f5f5f5f335af100"), []);
            EvmContract proxy = stage.Deploy("Proxy", stage.Deploy("Counter").Ethereum.ToWord());
            ReadOnly(world, stage, Reverted, user, proxy, EvmStage.Input("bump(uint256)", 3));
            ReadOnly(world, stage, 0, user, proxy, EvmStage.Input("counter()"));
        }),
        Story("bare-transfers-get-ten-million-gas", (world, stage) =>
        {
            EvmContract receiver = stage.Write("5f546001015f5500");
            string to = "73" + Convert.ToHexString(receiver.Ethereum.ToArray());
            foreach ((string value, string gas) in new[] { ("6001", "5f"), ("5f", "6108fc"), ("6001", "6108fc"), ("5f", "5f") })
            {
                stage.Raw(0, stage.Write("5f5f5f5f" + value + to + gas + "f1" + Return), [], 5);
                world.As(0, System, receiver.Id, EvmMethods.GetStorageAt, new GetStorageAtParams(0));
            }
        }),
        Story("codes-of-those-who-are-no-contracts", (world, stage) =>
        {
            EvmContract misc = stage.Deploy("Misc");
            ContractScene.Add(world, ContractCase.EthereumAccount, BuiltinActor.EthAccount, StateRoot.EmptyInfoCid);
            ContractScene.Add(world, ContractCase.Placeholder, BuiltinActor.Placeholder, StateRoot.EmptyInfoCid);
            world.Forwarder(User);
            UInt256[] others =
            [
                ContractCase.EthereumAccount.ToWord(), ContractCase.Placeholder.ToWord(), ContractCase.Nobody(1).ToWord(), MaskedId(User), MaskedId(1), MaskedId(100),
                MaskedId(777), 1, 0x0a, 0x100, ContractWords.NativePrecompile(1), ContractWords.NativePrecompile(4),
            ];
            foreach (UInt256 other in others)
                stage.Call(0, misc, "look(address)", other);
        }),
        Story("an-ethereum-account-is-seen-by-its-address", (world, stage) =>
        {
            Address ethereum = ContractScene.Add(world, ContractCase.EthereumAccount, BuiltinActor.EthAccount, StateRoot.EmptyInfoCid);
            stage.Raw(0, stage.Write("325f523360205260405ff3"), [], from: ethereum);
            world.Send(0, ethereum, Manager, EamMethods.CreateExternal.Number, IpldBlock.Cbor(CborCodecs.Bytes, Convert.FromHexString("33" + Return)));
            world.Send(0, ethereum, Manager, EamMethods.CreateExternal.Number, IpldBlock.Cbor(CborCodecs.Bytes, []));
        }),
        Story("the-address-manager-takes-contracts-and-origins", (world, stage) =>
        {
            world.Send(18, stage.Account, Manager, EamMethods.Create, new EamCreateParams(default, 1));
            world.Send(18, stage.Account, Manager, EamMethods.Create2, new EamCreate2Params(default, 1));
            world.Send(18, stage.Account, Manager, MethodId.Constructor);
            world.As(18, System, world.Put(Spare, BuiltinActor.Eam), MethodNumber.Constructor);
            world.Send(18, stage.Account, world.Forwarder(User), 5, Forwarding.Call(Manager, EamMethods.CreateExternal.Number, IpldBlock.Cbor(CborCodecs.Bytes, [])));
        }),
        Story("create2-over-a-placeholder-keeps-its-balance", (world, stage) =>
        {
            EvmContract maker = stage.Write("60075f5f5ff5" + Return);
            Address address = Address.FromDelegated(Address.EthereumNamespace, EmptyCreate2(maker.Ethereum, 7).ToArray());
            world.Send(0, stage.Account, address, MethodNumber.Send, null, TokenAmount.FromAtto(5));
            stage.Raw(0, maker, []);
            stage.Call(0, stage.Deploy("Misc"), "look(address)", EmptyCreate2(maker.Ethereum, 7).ToWord());
            stage.Raw(0, maker, []);
        }),
        Story("create2-over-an-ethereum-account-fails", (world, stage) =>
        {
            EvmContract maker = stage.Write("60075f5f5ff5" + Return);
            ContractScene.Add(world, EmptyCreate2(maker.Ethereum, 7), BuiltinActor.EthAccount, StateRoot.EmptyInfoCid);
            stage.Raw(0, maker, []);
        }),
        Story("a-return-that-is-no-byte-string-comes-as-it-is", (world, stage) =>
        {
            EvmContract misc = stage.Deploy("Misc");
            world.Forwarder(User);
            byte[] array = [0x83, 1, 2, 3], bytes = [0x43, 1, 2, 3];
            foreach (byte[] parameters in new[] { array, bytes })
                stage.CallBytes(0, misc, "pay(address,bytes)", MaskedId(User), Forwarding.Call(misc.Id, 1024, IpldBlock.Cbor(parameters)).Data.ToArray());
        }),
        Story("call-actor", CallActor),
        Story("modexp-has-no-bound", (_, stage) =>
        {
            byte[] input = [.. new UInt256(2000).ToBigEndian(), .. UInt256.One.ToBigEndian(), .. new UInt256(2000).ToBigEndian(), .. Enumerable.Repeat((byte)9, 2000), 3, .. Enumerable.Repeat((byte)7, 2000)];
            stage.CallBytes(0, stage.Deploy("Misc"), "pre(address,bytes)", 5, input);
        }),
        Story("randomness-and-block-hashes", (world, stage) =>
        {
            EvmContract misc = stage.Deploy("Misc"), hashes = stage.Write("5f3540" + Return), random = stage.Write("44" + Return);
            world.Epoch = 300;
            foreach (ulong epoch in new ulong[] { 0, 43, 44, 299, 300, 301 })
                stage.Raw(0, hashes, new UInt256(epoch).ToBigEndian());
            // The randomness of the future costs without end (rule 17 of docs/conformance.md).
            foreach (ulong epoch in new ulong[] { 0, 294, 299, 300, 301 })
                stage.CallBytes(epoch == 301 ? 7u : 0, misc, "pre(address,bytes)", ContractWords.NativePrecompile(6), new UInt256(epoch).ToBigEndian());
            stage.Raw(0, random, []);
            world.Epoch = 301;
            stage.Raw(ScenarioWorld.AnyExit, random, []);
        }) with { Node = new ContractNode() },
    ];

    private static void CallActor(ScenarioWorld world, EvmStage stage)
    {
        const ulong account = 100;
        EvmContract misc = stage.Deploy("Misc");
        EvmContract writer = stage.Write("60015f5500");
        Address ethereum = ContractScene.Add(world, ContractCase.EthereumAccount, BuiltinActor.EthAccount, StateRoot.EmptyInfoCid);
        ethereum.TryGetId(out ulong ethereumId);
        writer.Id.TryGetId(out ulong writerId);
        ulong invoke = EvmMethods.InvokeContract.Number, authenticate = AccountMethods.AuthenticateMessage.Number;
        byte[] empty = [0x40];
        (ulong Id, ulong Method, ulong Value, ulong Flags, ulong Codec, byte[] Parameters)[] calls =
        [
            (account, 0, 3, 0, 0, []), (account, 0, 3, 1, 0, []), (account, 0, 100, 0, 0, []), (account, authenticate, 0, 0, 0x51, empty), (account, authenticate, 0, 1, 0, []),
            (account, 2, 0, 0, 0, []), (account, 1023, 0, 0, 0, []), (account, 1024, 0, 0, 0, []), (1, 1024, 0, 0, 0, []), (account, invoke, 0, 2, 0, []),
            (account, invoke, 0, 0, 0x71, empty), (account, invoke, 0, 0, 0, empty), (account, invoke, 0, 0, 0x51, empty), (99_999, invoke, 0, 0, 0, []),
            (ethereumId, authenticate, 0, 0, 0x51, empty), (writerId, invoke, 0, 1, 0x51, empty), (writerId, invoke, 0, 0, 0x51, empty),
        ];
        foreach ((ulong id, ulong method, ulong value, ulong flags, ulong codec, byte[] parameters) in calls)
        {
            byte[] head = [.. new UInt256[] { method, value, flags, codec, 192, id, (ulong)parameters.Length }.SelectMany(word => word.ToBigEndian()), .. parameters];
            stage.CallBytes(0, misc, "deleg(address,bytes)", ContractWords.NativePrecompile(5), head, (long)Math.Min(value, 5));
            // By address: behind the parameters, at the next word.
            byte[] address = Address.FromId(id).Bytes.ToArray();
            int place = 224 + (parameters.Length == 0 ? 0 : UInt256.ByteLength);
            byte[] byAddress =
            [
                .. new UInt256[] { method, value, flags, codec, 192, (ulong)place, (ulong)parameters.Length }.SelectMany(word => word.ToBigEndian()),
                .. parameters, .. new byte[place - 224 - parameters.Length], .. new UInt256((ulong)address.Length).ToBigEndian(), .. address,
            ];
            stage.CallBytes(0, misc, "deleg(address,bytes)", ContractWords.NativePrecompile(3), byAddress, (long)Math.Min(value, 5));
        }
    }

    private static void ReadOnly(ScenarioWorld world, EvmStage stage, uint exit, Address user, EvmContract contract, byte[] input) => world.Send(
        exit,
        stage.Account,
        user,
        5,
        Forwarding.Call(contract.Id, EvmMethods.InvokeContract.Number, IpldBlock.Cbor(CborCodecs.Bytes, input), readOnly: true));

    private static UInt256 MaskedId(ulong id) => new(id, 0, 0xff00_0000, 0);

    /// <summary>Where CREATE2 puts a contract whose init code is empty.</summary>
    private static EvmAddress EmptyCreate2(EvmAddress maker, ulong salt) =>
        EvmAddress.Read(Keccak256.Hash([0xff, .. maker.ToArray(), .. new UInt256(salt).ToBigEndian(), .. Keccak256.Hash([])]).AsSpan(12));

    private static Scenario Story(string name, Action<ScenarioWorld, EvmStage> play) => new($"evm/{name}", world => play(world, new EvmStage(world)));
}
