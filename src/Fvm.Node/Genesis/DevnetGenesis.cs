using System.Globalization;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Hosting.Genesis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Mining;
using Fvm.Protocol;

namespace Fvm.Node.Genesis;

/// <summary>The first state of a devnet, and who owns something in it.</summary>
/// <param name="Root">The state.</param>
/// <param name="Accounts">The Ethereum accounts.</param>
/// <param name="Secp">The f1 account.</param>
/// <param name="Bls">The f3 account.</param>
/// <param name="Timestamp">Its time, in seconds since 1970.</param>
internal sealed record DevnetGenesis(Cid Root, IReadOnlyList<DevnetAccount> Accounts, NativeAccount Secp, NativeAccount Bls, ulong Timestamp)
{
    /// <summary>The id of the first miner, as in lotus.</summary>
    private const ulong FirstMiner = 1000;

    private const string NativePath = "m/44'/461'/0'/0/0";

    /// <summary>
    /// Makes it: the system's actors and the accounts by <see cref="GenesisBuilder"/>; on a bundle one miner, by a message to the power actor that the reserve pays; known
    /// contracts by the messages that make them on every chain. All at epoch 0 and without fees. On actors in C# the miner's id stays free.
    /// </summary>
    public static DevnetGenesis Build(DevnetOptions options, IBlockstore blocks, ActorEngine engine, MachineFactory machines)
    {
        var keys = new MnemonicKeys(options.Mnemonic);
        byte[][] ethereumKeys = [.. Enumerable.Range(0, options.AccountCount).Select(i => keys.Derive(string.Create(CultureInfo.InvariantCulture, $"m/44'/60'/0'/0/{i}")))];
        EvmAddress[] addresses = [.. ethereumKeys.Select(AddressOf)];
        byte[] nativeKey = keys.Derive(NativePath);
        NativeAccount secp = SecpAccount(nativeKey);
        NativeAccount bls = BlsAccount(nativeKey);
        Address[] all = [.. addresses.Select(static address => Address.FromEthereum(address.ToArray())), secp.Address, bls.Address];
        var builder = new GenesisBuilder(new GenesisSpec
        {
            NetworkName = options.NetworkName,
            NetworkVersion = options.NetworkVersion,
            NextId = options.Bundle is null ? FirstMiner + 1 : FirstMiner,
            Accounts = [.. all.Select(address => new GenesisAccount(address, options.Balance))],
        });
        if (options.Bundle is { } bundle)
            builder.WithBundle(bundle);
        GenesisState state = builder.WithEngine(engine).Build(blocks);
        Dictionary<Address, ActorId> ids = state.Accounts.ToDictionary();
        ulong timestamp = options.GenesisTimestamp ?? (ulong)options.Time.GetUtcNow().ToUnixTimeSeconds();
        VirtualMachine machine = machines.Build(new MachinePlace(state.Root, 0, timestamp, TokenAmount.Zero));
        if (options.Bundle is not null)
            GenesisMiner.Create(machine, ids[bls.Address]);
        if (options.KnownContracts)
            Deploy(machine);
        return new DevnetGenesis(
            machine.Flush(),
            [.. addresses.Select((address, i) => new DevnetAccount(i, ethereumKeys[i], address, all[i], ids[all[i]]))],
            secp with { Id = ids[secp.Address] },
            bls with { Id = ids[bls.Address] },
            timestamp);
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

    private static EvmAddress AddressOf(byte[] key) => EthereumTransaction.TryGetAddress(key, out EvmAddress? address)
        ? address.Value
        : throw new GenesisException("the mnemonic gives a key that is none of secp256k1's");

    private static NativeAccount SecpAccount(byte[] key)
    {
        Span<byte> point = stackalloc byte[Secp256k1.PublicKeyLength];
        return Secp256k1.TryGetPublicKey(key, point)
            ? new NativeAccount(Address.FromSecp256k1PublicKey(point), key, default)
            : throw new GenesisException("the mnemonic gives a key that is none of secp256k1's");
    }

    /// <summary>The same number as the f1 account's key, as wallets have it (iso-filecoin <c>wallet.js</c>), with its lowest byte first as lotus and we write BLS keys.</summary>
    private static NativeAccount BlsAccount(byte[] key)
    {
        byte[] reversed = [.. key.Reverse()];
        byte[] point = new byte[Crypto.Bls.PublicKeyLength];
        return Crypto.Bls.TryGetPublicKey(reversed, point)
            ? new NativeAccount(Address.FromBls(point), reversed, default)
            : throw new GenesisException("the mnemonic gives a key that is none of BLS12-381's: choose another");
    }
}
