using Fvm.Abi.Node;
using Fvm.Ethereum;
using Fvm.Hosting;
using Fvm.Hosting.Genesis;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Protocol;

namespace Fvm.Node.Genesis;

/// <summary>The first state of a devnet.</summary>
/// <param name="Root">The state.</param>
/// <param name="Timestamp">Its time, in seconds since 1970.</param>
internal sealed record DevnetGenesis(Cid Root, ulong Timestamp)
{
    /// <summary>The id of the first miner, as in lotus.</summary>
    private const ulong FirstMiner = 1000;

    /// <summary>
    /// Makes it: the system's actors and the accounts by <see cref="GenesisBuilder"/>; on a bundle one miner, by a message to the power actor that the reserve pays; known
    /// contracts by the messages that make them on every chain. All at epoch 0 and without fees. On actors in C# the miner's id stays free.
    /// </summary>
    public static DevnetGenesis Build(DevnetOptions options, DevnetKeys keys, IBlockstore blocks, ActorEngine engine, MachineFactory machines)
    {
        ulong timestamp = options.GenesisTimestamp ?? (ulong)options.Time.GetUtcNow().ToUnixTimeSeconds();
        if (options.StateFile is not null)
            return new DevnetGenesis(FromFile(options, keys, blocks), timestamp);
        var builder = new GenesisBuilder(new GenesisSpec
        {
            NetworkName = options.NetworkName,
            NetworkVersion = options.NetworkVersion,
            NextId = options.Bundle is null ? FirstMiner + 1 : FirstMiner,
            Accounts = [.. keys.Addresses.Select(address => new GenesisAccount(address, options.Balance))],
        });
        if (options.Bundle is { } bundle)
            builder.WithBundle(bundle);
        GenesisState state = builder.WithEngine(engine).Build(blocks);
        VirtualMachine machine = machines.Build(new MachinePlace(state.Root, options.NetworkVersion, 0, timestamp, TokenAmount.Zero));
        if (options.Bundle is not null)
            GenesisMiner.Create(machine, state.Accounts.Single(account => account.Key == keys.Bls.Address).Value);
        if (options.KnownContracts)
            Deploy(machine);
        return new DevnetGenesis(machine.Flush(), timestamp);
    }

    /// <summary>A state of a file; accounts of the mnemonic that it does not have are added with their funds.</summary>
    private static Cid FromFile(DevnetOptions options, DevnetKeys keys, IBlockstore blocks)
    {
        using FileStream file = OpenState(options.StateFile!);
        var editor = new StateEditor(blocks, StateCar.Read(file, blocks, options.Bundle?.Actors ?? NativeCode.Mainnet.Manifest));
        foreach (Address address in keys.Addresses)
        {
            if (editor.Resolve(address) is null)
                editor.SetBalance(editor.Ensure(address), options.Balance);
        }

        return editor.Flush();
    }

    private static FileStream OpenState(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new GenesisException($"{path}: {failed.Message}", failed);
        }
    }

    /// <summary>Makes the known contracts on a machine at epoch 0 whose base fee is 0.</summary>
    private static void Deploy(VirtualMachine machine)
    {
        foreach (KnownContract contract in KnownContracts.All)
        {
            Address deployer = Address.FromEthereum(contract.Deployer.ToArray());
            Apply(machine.ApplyImplicit(Of(SingletonActors.System.ToAddress(), deployer, MethodNumber.Send, default)), contract);
            Message create = Of(deployer, SingletonActors.EthereumAddressManager.ToAddress(), TransactionMessages.CreateExternal, CborCodecs.Bytes.Encode(contract.InitCode.ToArray()));
            Apply(machine.Apply(create), contract);
        }
    }

    private static Message Of(Address from, Address to, ulong method, ReadOnlyMemory<byte> parameters) =>
        new() { From = from, To = to, MethodNum = method, Params = parameters, GasLimit = NetworkConstants.BlockGasLimit };

    private static void Apply(ApplyResult result, KnownContract contract)
    {
        if (!result.Receipt.ExitCode.IsSuccess)
            throw new GenesisException($"contract {contract.Address}: exit {result.Receipt.ExitCode}: {result.Failure}");
    }
}
