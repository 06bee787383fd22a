using System.Diagnostics;
using System.Globalization;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests.CrashSafety;

/// <summary>
/// A process is killed while it flushes to a folder; the root that was kept last must be whole. So must whatever else lies there: children are written before
/// their parents. FVM_CRASHES sets how often (.ci/full: 100).
/// </summary>
public sealed class CrashSafetyTests : IDisposable
{
    private const int UsualCrashes = 5;
    private const int Seed = 20_26;
    private const int MaxLifeMilliseconds = 120;

    private readonly string folder = Directory.CreateTempSubdirectory("fvm-crash-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_killed_flush_leaves_the_kept_root_readable()
    {
        int crashes = int.TryParse(Environment.GetEnvironmentVariable("FVM_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : UsualCrashes;
        var random = new Random(Seed);
        ulong nonce = 0;
        var verified = new HashSet<Cid>();
        for (int i = 0; i < crashes; i++)
        {
            Crash(random.Next(MaxLifeMilliseconds));
            var store = new FileBlockstore(DoomedWriter.BlocksOf(folder));
            AssertWhole(store, DoomedWriter.Head(folder), verified);
            Assert.All(store.Cids, cid => AssertWhole(store, cid, verified));
            nonce = AssertGoesOn(store, DoomedWriter.Head(folder), nonce);
        }

        Assert.True(nonce > 0, "no flush ever came to its end: nothing was tested");
    }

    private void Crash(int lifeMilliseconds)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(CrashSafetyTests).Assembly.Location);
        start.Environment[DoomedWriter.Variable] = folder;
        using Process process = Process.Start(start)!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        Thread.Sleep(lifeMilliseconds);
        Assert.False(process.HasExited, "the writer died of itself");
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Everything below a root is there and is what its CID says. Code without a block behind it is an identity CID.</summary>
    private static void AssertWhole(FileBlockstore store, Cid root, HashSet<Cid> verified)
    {
        var pending = new Stack<Cid>([root]);
        while (pending.TryPop(out Cid? cid))
        {
            if (cid.IsIdentity || !verified.Add(cid))
                continue;
            Assert.True(store.TryGet(cid, out ReadOnlyMemory<byte> block), $"{cid} is missing");
            Assert.Equal(cid, Cid.ForBlock(cid.Codec, block.Span));
            if (cid.Codec != Multicodec.DagCbor)
                continue;
            var reader = new CborReader(block.Span);
            Links(ref reader, pending);
            Assert.True(reader.Finish(), $"{cid} is malformed");
        }
    }

    private static void Links(ref CborReader reader, Stack<Cid> links)
    {
        switch (reader.Peek())
        {
            case CborKind.Array:
                for (int count = reader.ReadArrayHeader(); count > 0; count--)
                    Links(ref reader, links);
                break;
            case CborKind.Map:
                for (int count = 2 * reader.ReadMapHeader(); count > 0; count--)
                    Links(ref reader, links);
                break;
            case CborKind.Cid:
                links.Push(reader.ReadCid()!);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static ulong AssertGoesOn(FileBlockstore store, Cid root, ulong before)
    {
        VirtualMachine machine = new VirtualMachineBuilder(NetworkVersion.V28).OnState(store, root).AtTipset(epoch: 1).Build();
        Assert.True(machine.TryGetActor(FreshState.Sender, out ActorState? sender));
        Assert.True(sender.Nonce >= before, "a state that was kept is lost");
        Assert.True(machine.Apply(CounterWorld.Add(sender.Nonce)).Receipt.ExitCode.IsSuccess);
        return sender.Nonce;
    }
}
