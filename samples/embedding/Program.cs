using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

// An actor, and a state for it to live in: one account that may send (f0100), one actor (f0101). With a chain's state you would open your own store and name its root.
byte[] wasm = File.ReadAllBytes(args.Length > 0 ? args[0] : "samples/counter/counter.wasm");
var store = new MemoryBlockstore();
Cid root = FreshState.Create(store, wasm).Root;

// One engine a process: it keeps compiled modules, and is shared by machines and threads.
var engine = new ActorEngine();

// A machine is one tipset: an epoch, a base fee, a state. Make a new one for the next tipset.
VirtualMachine machine = new VirtualMachineBuilder(NetworkVersion.V28)
    .OnState(store, root)
    .AtTipset(epoch: 1000, timestamp: 1_700_000_000, baseFee: TokenAmount.FromAtto(100))
    .WithEngine(engine)
    .WithTracing(TraceDetail.Functions)
    .Build();

// Messages in, receipts out. A failed message is a receipt too, not an exception.
using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(1));
IEnumerable<Message> messages = Enumerable.Range(0, 3).Select(nonce => new Message
{
    From = FreshState.Sender,
    To = FreshState.Actor,
    Sequence = (ulong)nonce,
    MethodNum = 2,
    Params = new byte[] { 5 },
    GasLimit = 10_000_000,
    GasFeeCap = TokenAmount.FromAtto(200),
});
var report = new GasReport();
foreach (ApplyResult result in machine.ApplyAll(messages, cancellation.Token))
{
    Console.WriteLine($"{result.Receipt.ExitCode}, {result.Receipt.GasUsed} gas, returned {Convert.ToHexString(result.Receipt.ReturnData.Span)}, {result.Events.Count} event(s)");
    report.Add(result.Trace);
}

// Where the gas went, by wasm function.
foreach (FunctionGas function in report.Functions.Take(3))
    Console.WriteLine($"{function.Self} gas in {function.Function}, called {function.Calls} times");

// What the state is now, before and after it is written to the store.
if (machine.TryGetActor(FreshState.Sender, out ActorState? sender))
    Console.WriteLine($"the sender's next nonce is {sender.Nonce}, its balance {sender.Balance}");
Console.WriteLine($"root {machine.Flush()}");
