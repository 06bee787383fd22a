using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Stories of Solidity contracts (<c>Contracts/Stories.sol</c>): tokens, proxies, factories, re-entrancy, transient storage, native calls both ways.</summary>
internal static class EvmStoryScenarios
{
    private const uint Reverted = 33;

    public static IEnumerable<Scenario> All =>
    [
        Story("token", stage =>
        {
            EvmContract token = stage.Deploy("Token");
            stage.Call(0, token, "totalSupply()");
            stage.Call(0, token, "mint(address,uint256)", 7, 50);
            stage.Call(0, token, "transfer(address,uint256)", 8, 30);
            stage.Call(Reverted, token, "transfer(address,uint256)", 8, 3000);
            stage.Call(0, token, "balanceOf(address)", 8);
            stage.Call(Reverted, token, "nothing()");
            stage.Raw(Reverted, token, []);
            stage.Pay(Reverted, token, 1, "totalSupply()");
        }),
        Story("proxy-keeps-caller-value-and-storage", stage =>
        {
            EvmContract counter = stage.Deploy("Counter");
            EvmContract proxy = stage.Deploy("Proxy", counter.Ethereum.ToWord());
            stage.Pay(0, proxy, 5, "bump(uint256)", 3);
            stage.Call(0, proxy, "counter()");
            stage.Call(0, counter, "counter()");
            stage.Call(Reverted, proxy, "fail()");
            stage.Raw(0, proxy, [], 9);
        }),
        Story("proxy-of-nobody", stage => stage.Call(0, stage.Deploy("Proxy", 0x1234567), "bump(uint256)", 3)),
        Story("proxy-of-a-proxy", stage =>
        {
            // Not the Solidity proxy twice: the outer's slot would name the inner one, whose code would find itself there, and so on without end.
            EvmContract counter = stage.Deploy("Counter");
            EvmContract inner = stage.Write(MinimalProxy(counter));
            EvmContract outer = stage.Write(MinimalProxy(inner));
            EvmContract outermost = stage.Write(MinimalProxy(outer));
            stage.Pay(0, outermost, 5, "bump(uint256)", 3);
            stage.Call(0, outermost, "counter()");
            stage.Call(0, outer, "counter()");
            stage.Call(0, inner, "bump(uint256)", 4);
            stage.Call(0, inner, "counter()");
            stage.Call(0, counter, "counter()");
        }),
        Story("factory", stage =>
        {
            EvmContract factory = stage.Deploy("Factory");
            stage.Pay(0, factory, 11, "make(uint256)", 1);
            stage.Call(0, factory, "make(uint256)", 2);
            stage.Call(Reverted, factory, "make(uint256)", 13);
            stage.Call(0, factory, "tryMake(uint256)", 13);
            stage.Call(0, factory, "make(uint256)", 3);
        }),
        Story("factory-create2", stage =>
        {
            EvmContract factory = stage.Deploy("Factory");
            stage.Call(0, factory, "make2(uint256,bytes32)", 1, 77);
            stage.Call(Reverted, factory, "make2(uint256,bytes32)", 1, 77);
            stage.Call(0, factory, "make2(uint256,bytes32)", 1, 78);
        }),
        Story("killed-in-the-message-that-made-it-and-made-again", stage =>
        {
            EvmContract factory = stage.Deploy("Factory");
            stage.Call(0, factory, "makeAndKill(uint256,bytes32)", 5, 1);
            stage.Call(0, factory, "makeAndKill(uint256,bytes32)", 5, 1);
            stage.Call(0, factory, "make2(uint256,bytes32)", 5, 1);
            stage.Call(Reverted, factory, "make2(uint256,bytes32)", 5, 1);
        }),
        Story("dead-contracts-are-empty", stage =>
        {
            EvmContract child = stage.Deploy("Child", 4);
            EvmContract misc = stage.Deploy("Misc");
            stage.Call(0, child, "number()");
            stage.Call(0, misc, "look(address)", child.Ethereum.ToWord());
            stage.Call(0, child, "kill(address)", 99);
            stage.Call(0, child, "number()");
            stage.Call(0, misc, "look(address)", child.Ethereum.ToWord());
            stage.CallBytes(0, misc, "deleg(address,bytes)", child.Ethereum.ToWord(), EvmStage.Input("number()"));
        }),
        Story("reentrancy", stage =>
        {
            EvmContract bank = stage.Deploy("Bank");
            stage.Pay(0, bank, 100, "deposit()");
            EvmContract robber = stage.Deploy("Robber", bank.Ethereum.ToWord());
            stage.Pay(0, robber, 10, "rob(uint256)", 3);
            stage.Pay(Reverted, robber, 10, "rob(uint256)", 30);
        }),
        Story("transient-guard", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Call(0, misc, "guarded(uint256)", 0);
            stage.Call(0, misc, "guarded(uint256)", 3);
            stage.Call(0, misc, "leave(uint256)", 42);
            stage.Call(0, misc, "found()");
        }),
        Story("recursion", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Call(0, misc, "recurse(uint256)", 1);
            stage.Call(0, misc, "recurse(uint256)", 20);
            stage.Call(0, misc, "x()");
        }),
        Story("arrays-grow-and-shrink", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Call(0, misc, "push(uint256)", 40);
            stage.Call(0, misc, "sum()");
            stage.Call(0, misc, "pop(uint256)", 33);
            stage.Call(Reverted, misc, "pop(uint256)", 8);
            stage.Call(0, misc, "pop(uint256)", 7);
        }),
        Story("panics", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Call(0, misc, "div(uint256,uint256)", 7, 2);
            stage.Call(Reverted, misc, "div(uint256,uint256)", 7, 0);
            stage.Call(0, misc, "check(bool)", 1);
            stage.Call(Reverted, misc, "check(bool)", 0);
        }),
        Story("precompiles-by-static-call", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            for (ulong address = 0; address <= 0x13; address++)
            {
                foreach (int length in new[] { 0, 1, 64, 128, 160, 192, 213 })
                    stage.CallBytes(0, misc, "pre(address,bytes)", address, new byte[length]);
            }
        }),
        Story("elliptic-curves", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            byte[] generator = [.. UInt256.One.ToBigEndian(), .. new UInt256(2).ToBigEndian()];
            stage.CallBytes(0, misc, "pre(address,bytes)", 6, [.. generator, .. generator]);
            stage.CallBytes(0, misc, "pre(address,bytes)", 7, [.. generator, .. UInt256.MaxValue.ToBigEndian()]);
            stage.CallBytes(0, misc, "pre(address,bytes)", 6, [.. UInt256.MaxValue.ToBigEndian(), .. generator]);
        }),
        Story("modexp", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            foreach ((ulong b, ulong e, ulong m) in new (ulong, ulong, ulong)[] { (1, 1, 1), (32, 2, 32), (0, 0, 5), (3, 0, 3), (1, 1UL << 33, 1), (0, 1, 0) })
                stage.CallBytes(0, misc, "pre(address,bytes)", 5, [.. new UInt256(b).ToBigEndian(), .. new UInt256(e).ToBigEndian(), .. new UInt256(m).ToBigEndian(), .. Enumerable.Range(1, 70).Select(i => (byte)i)]);
        }),
        Story("native-methods-of-a-contract", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Method(0, misc, 5000, null);
            stage.Method(77, misc, 5001, IpldBlock.Cbor(new byte[] { 0x81, 0x01 }));
            stage.Method(21, misc, 5002, IpldBlock.Cbor(new byte[] { 0x01 }));
            stage.Method(9, misc, 5003, null);
            stage.Method(0, misc, 1024, IpldBlock.Cbor(new byte[] { 0x83, 1, 2, 3 }));
            stage.Method(0, misc, ulong.MaxValue, null);
            stage.Method(22, misc, 1023, null);
            stage.Method(22, misc, 7, null);
        }),
        Story("internal-methods-of-a-contract", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Method(0, misc, EvmMethods.GetBytecode.Number, null);
            stage.Method(0, misc, EvmMethods.GetBytecodeHash.Number, null);
            stage.Method(16, misc, EvmMethods.GetBytecode.Number, IpldBlock.Cbor(new byte[] { 0x80 }));
            stage.Method(18, misc, EvmMethods.GetStorageAt.Number, IpldBlock.Cbor(new GetStorageAtParams(1)));
            stage.Method(18, misc, EvmMethods.Constructor.Number, IpldBlock.Cbor(new EvmConstructorParams(misc.Ethereum, default)));
            stage.Method(18, misc, EvmMethods.Resurrect.Number, IpldBlock.Cbor(new EvmConstructorParams(misc.Ethereum, default)));
            stage.Method(16, misc, EvmMethods.InvokeContractDelegate.Number, IpldBlock.Cbor(new byte[] { 0x80 }));
            stage.Method(21, misc, EvmMethods.InvokeContract.Number, IpldBlock.Cbor(new byte[] { 0x01 }));
        }),
        Story("pays-and-reads-through-one-contract", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            EvmContract proxy = stage.Deploy("Proxy", 0x999);
            stage.CallBytes(0, misc, "pay(address,bytes)", proxy.Ethereum.ToWord(), [], 5);
            stage.CallBytes(0, misc, "pay(address,bytes)", misc.Ethereum.ToWord(), EvmStage.Input("push(uint256)", 2));
            stage.CallBytes(0, misc, "pre(address,bytes)", misc.Ethereum.ToWord(), EvmStage.Input("push(uint256)", 2));
            stage.CallBytes(0, misc, "pre(address,bytes)", misc.Ethereum.ToWord(), EvmStage.Input("sum()"));
            stage.CallBytes(0, misc, "pre(address,bytes)", misc.Ethereum.ToWord(), EvmStage.Input("note(string)", 32, 0));
        }),
        Story("init-code", stage =>
        {
            stage.Create(0, []);
            stage.Create(Reverted, Convert.FromHexString("61beef5f5260205ffd"));
            stage.Create(16, Convert.FromHexString("60ef5f5360015ff3"));
            stage.Create(16, Convert.FromHexString("6160015ff3"));
            stage.Create(0, Convert.FromHexString("6160005ff3"));
            stage.Create(34, [0xfe]);
            stage.Create(0, Convert.FromHexString("33ff"), 5);
            stage.Create(0, [], 5);
        }),
        Story("log-of-a-string", stage =>
        {
            EvmContract misc = stage.Deploy("Misc");
            stage.Raw(0, misc, [.. EvmStage.Input("note(string)", 32, 5), .. "hello"u8]);
        }),
    ];

    /// <summary>Copies the call data, DELEGATECALL, returns what came back.</summary>
    private static string MinimalProxy(EvmContract target) => $"365f5f375f5f365f73{Convert.ToHexString(target.Ethereum.ToArray())}5af43d5f5f3e3d5ff3";

    private static Scenario Story(string name, Action<EvmStage> play) => new($"evm/{name}", world => play(new EvmStage(world)));
}
