using System.Runtime.CompilerServices;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests.CrashSafety;

/// <summary>
/// A process that applies messages and flushes to a folder until somebody kills it. It is this test program itself, started with a variable in its
/// environment: then it never gets as far as the tests.
/// </summary>
internal static class DoomedWriter
{
    public const string Variable = "FVM_TEST_CRASH_FOLDER";

    private const int MessagesPerFlush = 10;

    public static string HeadOf(string folder) => Path.Combine(folder, "HEAD");

    public static string BlocksOf(string folder) => Path.Combine(folder, "blocks");

    /// <summary>The root that was kept last.</summary>
    public static Cid Head(string folder) => Cid.Parse(File.ReadAllText(HeadOf(folder)));

#pragma warning disable CA2255 // An executable's own initializer: it must come before the test runner.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
            return;
        Run(folder);
    }

    private static void Run(string folder)
    {
        var store = new FileBlockstore(BlocksOf(folder));
        if (!File.Exists(HeadOf(folder)))
            Keep(folder, FreshState.Create(store, Repository.Counter).Root);
        for (int flushes = 0; ; flushes++)
        {
            VirtualMachine machine = new VirtualMachineBuilder(NetworkVersion.V28).OnState(store, Head(folder)).AtTipset(epoch: 1).Build();
            machine.TryGetActor(FreshState.Sender, out ActorState? sender);
            for (ulong nonce = sender!.Nonce; nonce < sender.Nonce + MessagesPerFlush; nonce++)
            {
                machine.Apply(Transfer(nonce));
            }

            Keep(folder, machine.Flush());
            // From here on it is warm: nearly all of its time is a flush.
            if (flushes == 0)
                Console.WriteLine("ready");
        }
    }

    /// <summary>Value to a new address, which makes a placeholder: the state tree and the Init actor's map both grow.</summary>
    private static Message Transfer(ulong nonce)
    {
        byte[] receiver = new byte[20];
        BitConverter.TryWriteBytes(receiver, nonce * 0x9E3779B97F4A7C15);
        return new Message
        {
            From = FreshState.Sender,
            To = Address.FromDelegated(Address.EthereumNamespace, receiver),
            Sequence = nonce,
            Value = TokenAmount.FromAtto(1),
            GasLimit = 100_000_000,
        };
    }

    /// <summary>What makes a state the committed one: a file that is replaced whole.</summary>
    private static void Keep(string folder, Cid root)
    {
        string partial = HeadOf(folder) + ".partial";
        File.WriteAllText(partial, root.ToString());
        File.Move(partial, HeadOf(folder), overwrite: true);
    }
}
