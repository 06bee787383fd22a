using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Genesis;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Node.Genesis;

/// <summary>The first miner of a devnet on a bundle: without sectors, so that it has nothing to prove, but with the block rewards.</summary>
internal static class GenesisMiner
{
    /// <summary>CreateMiner of the power actor (builtin-actors <c>actors/power/src/lib.rs</c>).</summary>
    private const ulong CreateMiner = 2;

    /// <summary>Enough for the deposit that a new miner locks (FIP-0077), some thousands of FIL at most; the rest is the miner's own.</summary>
    public static readonly TokenAmount Funds = TokenAmount.FromFil(100_000);

    /// <summary>Sectors of 32 GiB where the bundle allows them, else of 2 KiB, which bundles of local networks do.</summary>
    private static readonly RegisteredPoStProof[] Proofs = [RegisteredPoStProof.StackedDRGWindow32GiBV1P1, RegisteredPoStProof.StackedDRGWindow2KiBV1P1];

    /// <summary>Makes it.</summary>
    /// <param name="machine">A machine at epoch 0.</param>
    /// <param name="owner">Its owner and worker, an account with a BLS key.</param>
    public static void Create(VirtualMachine machine, ActorId owner)
    {
        ApplyResult result = Make(machine, owner.ToAddress(), owner.ToAddress(), Funds, sequence: 0);
        if (!result.Receipt.ExitCode.IsSuccess)
            throw new GenesisException($"the first miner: exit {result.Receipt.ExitCode}: {result.Failure}");
    }

    /// <summary>Makes a miner that the reserve pays; what the power actor says to the last kind of sectors that was tried.</summary>
    /// <param name="machine">A machine without fees.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="worker">Its worker.</param>
    /// <param name="funds">What it gets.</param>
    /// <param name="sequence">The nonce, which no other message of the reserve's had that made an actor: its f2 address is made of it.</param>
    public static ApplyResult Make(VirtualMachine machine, Address owner, Address worker, TokenAmount funds, ulong sequence)
    {
        ApplyResult? result = null;
        foreach (RegisteredPoStProof proof in Proofs)
        {
            result = machine.ApplyImplicit(new Message
            {
                From = SingletonActors.Reserve.ToAddress(),
                To = SingletonActors.StoragePower.ToAddress(),
                MethodNum = CreateMiner,
                Params = Parameters(owner, worker, proof),
                Value = funds,
                Sequence = sequence,
                GasLimit = NetworkConstants.BlockGasLimit,
            });
            if (result.Receipt.ExitCode.IsSuccess)
                break;
        }

        return result!;
    }

    private static byte[] Parameters(Address owner, Address worker, RegisteredPoStProof proof)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(5);
        owner.Write(writer);
        worker.Write(writer);
        writer.WriteInt64((long)proof);
        writer.WriteBytes("fvm devnet"u8);
        writer.WriteArrayHeader(0);
        return writer.ToArray();
    }
}
