using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Conformance.Scenarios;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// A case on a network: an account with a key, an Ethereum account, a placeholder and the contracts stand in the state as if messages had made them, and
/// then the messages come, an epoch apart.
/// </summary>
internal static class ContractScene
{
    private const int Slots = 6;
    private const long Fil = 1;

    private static readonly Address Account = ScenarioKeys.Secp256k1(1);

    public static void Play(ScenarioWorld world, ContractCase subject)
    {
        world.Put(SingletonActors.EthereumAddressManager.Value, BuiltinActor.Eam);
        Address account = world.Sandbox.CreateAccount(Account, TokenAmount.FromFil(1000));
        Address ethereum = Add(world, ContractCase.EthereumAccount, BuiltinActor.EthAccount, StateRoot.EmptyInfoCid);
        Add(world, ContractCase.Placeholder, BuiltinActor.Placeholder, StateRoot.EmptyInfoCid);
        Address[] contracts = [.. subject.Codes.Select((code, i) => Add(world, ContractCase.Contract(i), BuiltinActor.Evm, StateOf(world, code, i)))];
        foreach (ContractMessage message in subject.Messages)
        {
            Send(world, message, message.Kind == ContractMessageKind.InvokeFromEthereum ? ethereum : account, contracts[message.Target]);
            world.Epoch++;
        }
    }

    private static void Send(ScenarioWorld world, ContractMessage message, Address from, Address contract)
    {
        IpldBlock? input = message.Input.Length == 0 ? null : IpldBlock.Cbor(CborCodecs.Bytes, message.Input);
        TokenAmount value = TokenAmount.FromAtto(message.Value);
        switch (message.Kind)
        {
            case ContractMessageKind.Create:
                world.Send(ScenarioWorld.AnyExit, from, SingletonActors.EthereumAddressManager.ToAddress(), EamMethods.CreateExternal.Number, input, value);
                break;
            case ContractMessageKind.Method:
                world.Send(ScenarioWorld.AnyExit, from, contract, message.Method, message.Input.Length == 0 ? null : IpldBlock.Cbor(message.Input), value);
                break;
            default:
                world.Send(ScenarioWorld.AnyExit, from, contract, EvmMethods.InvokeContract.Number, input, value);
                break;
        }
    }

    /// <summary>An actor with an f410 address that the init actor knows.</summary>
    public static Address Add(ScenarioWorld world, EvmAddress address, BuiltinActor type, Cid head)
    {
        Address delegated = Address.FromDelegated(Address.EthereumNamespace, address.ToArray());
        Address initAddress = SingletonActors.Init.ToAddress();
        ActorState init = world.Sandbox.Actor(initAddress)!;
        InitState state = world.Sandbox.StateOf<InitState>(initAddress);
        ulong id = state.NextId++;
        Hamt<ulong> map = Hamt<ulong>.Load(world.Sandbox.Store, state.AddressMap, CborCodecs.UInt64);
        map.Set(delegated.Bytes, id);
        state.AddressMap = map.Flush();
        world.Sandbox.SetActor(SingletonActors.Init, init with { Head = world.Sandbox.Store.PutDagCbor(ChainEncoding.ToCbor(state)) });
        return world.Put(id, type, head, Fil, delegated);
    }

    private static Cid StateOf(ScenarioWorld world, byte[] code, int index)
    {
        var storage = new WordKamt(world.Sandbox.Store);
        for (ulong slot = 0; slot < Slots; slot += 1 + (ulong)index)
            storage.Set(new KamtWord(0, 0, 0, slot), new KamtWord(0, 0, 0, (slot << 8) + (ulong)index + 1), out _);
        var state = new EvmState
        {
            Bytecode = world.Sandbox.Store.Put(Multicodec.Raw, code),
            BytecodeHash = UInt256.ReadBigEndian(Keccak256.Hash(code)),
            ContractState = storage.Flush(),
            Nonce = 1,
        };
        return world.Sandbox.Store.PutDagCbor(ChainEncoding.ToCbor(state));
    }
}
