using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Hosting.Native;
using Fvm.Protocol;
using PiggyBank;

// A sandbox is a small network on native actors: no bundle, no fees, no node. Here it has two accounts; their keys are made up.
var sandbox = new ActorSandbox();
Address owner = sandbox.CreateAccount(Address.FromBls([1, .. new byte[47]]), TokenAmount.FromFil(100));
Address friend = sandbox.CreateAccount(Address.FromBls([2, .. new byte[47]]), TokenAmount.FromFil(100));

// An actor of one's own gets a code CID and an address, and its constructor runs.
Show("deploy", sandbox.Deploy(new PiggyBankActor(), "piggy-bank", IpldBlock.Cbor(new PiggyBankParams(owner, TokenAmount.FromFil(5))), out Address bank));

// Messages come to receipts, as on the network; a failure is a receipt too.
Show("a friend puts 2 FIL in", sandbox.Send(friend, bank, PiggyBankActor.Deposit.Number, value: TokenAmount.FromFil(2)));
Show("nothing is put in", sandbox.Send(friend, bank, PiggyBankActor.Deposit.Number));
Show("the owner is impatient", sandbox.Send(owner, bank, PiggyBankActor.Withdraw.Number));
Show("the owner puts 4 FIL in", sandbox.Send(owner, bank, PiggyBankActor.Deposit.Number, value: TokenAmount.FromFil(4)));
Show("the friend is greedy", sandbox.Send(friend, bank, PiggyBankActor.Withdraw.Number));
Console.WriteLine($"in the bank: {sandbox.StateOf<PiggyBankState>(bank).Saved} FIL");
Show("the owner takes it", sandbox.Send(owner, bank, PiggyBankActor.Withdraw.Number));
Console.WriteLine($"the owner has {sandbox.Actor(owner)!.Balance} FIL, the state root is {sandbox.Flush()}");

static void Show(string what, ApplyResult result) =>
    Console.WriteLine($"{what}: exit {result.Receipt.ExitCode}, {result.Receipt.GasUsed} gas (modelled), {result.Events.Count} event(s)");
