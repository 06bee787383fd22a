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

    private static readonly Address Reserve = Address.FromId(90);

    /// <summary>Enough for the deposit that a new miner locks (FIP-0077), some thousands of FIL at most; the rest is the miner's own.</summary>
    private static readonly TokenAmount Funds = TokenAmount.FromFil(100_000);

    /// <summary>Sectors of 32 GiB where the bundle allows them, else of 2 KiB, which bundles of local networks do.</summary>
    private static readonly RegisteredPoStProof[] Proofs = [RegisteredPoStProof.StackedDRGWindow32GiBV1P1, RegisteredPoStProof.StackedDRGWindow2KiBV1P1];

    /// <summary>Makes it.</summary>
    /// <param name="machine">A machine at epoch 0.</param>
    /// <param name="owner">Its owner and worker, an account with a BLS key.</param>
    public static void Create(VirtualMachine machine, ActorId owner)
    {
        ApplyResult? result = null;
        foreach (RegisteredPoStProof proof in Proofs)
        {
            result = machine.ApplyImplicit(new Message
            {
                From = Reserve,
                To = SingletonActors.StoragePower.ToAddress(),
                MethodNum = CreateMiner,
                Params = Parameters(owner.ToAddress(), proof),
                Value = Funds,
                GasLimit = NetworkConstants.BlockGasLimit,
            });
            if (result.Receipt.ExitCode.IsSuccess)
                return;
        }

        throw new GenesisException($"the first miner: exit {result!.Receipt.ExitCode}: {result.Failure}");
    }

    private static byte[] Parameters(Address owner, RegisteredPoStProof proof)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(5);
        owner.Write(writer);
        owner.Write(writer);
        writer.WriteInt64((long)proof);
        writer.WriteBytes("fvm devnet"u8);
        writer.WriteArrayHeader(0);
        return writer.ToArray();
    }
}
