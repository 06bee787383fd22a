using System.Globalization;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Hosting.Genesis;
using Fvm.Protocol;

namespace Fvm.Node.Genesis;

/// <summary>The keys of a devnet's accounts, of its mnemonic: Ethereum's at m/44'/60'/0'/0/i, one f1 and one f3 at m/44'/461'/0'/0/0.</summary>
public sealed class DevnetKeys
{
    private const string NativePath = "m/44'/461'/0'/0/0";

    private readonly byte[][] keys;
    private readonly EvmAddress[] ethereum;

    /// <summary>Works the keys out.</summary>
    /// <param name="mnemonic">The words.</param>
    /// <param name="accountCount">How many Ethereum accounts.</param>
    /// <exception cref="GenesisException">A key of the words is none of secp256k1's.</exception>
    public DevnetKeys(string mnemonic, int accountCount)
    {
        var tree = new MnemonicKeys(mnemonic);
        keys = [.. Enumerable.Range(0, accountCount).Select(i => tree.Derive(string.Create(CultureInfo.InvariantCulture, $"m/44'/60'/0'/0/{i}")))];
        ethereum = [.. keys.Select(EthereumAddressOf)];
        byte[] native = tree.Derive(NativePath);
        Secp = SecpAccount(native);
        Bls = BlsAccount(native);
        Addresses = [.. ethereum.Select(static address => Address.FromEthereum(address.ToArray())), Secp.Address, Bls.Address];
    }

    /// <summary>The addresses of all: Ethereum's in their f410 form, then f1, then f3.</summary>
    public IReadOnlyList<Address> Addresses { get; }

    /// <summary>The Ethereum accounts.</summary>
    public IReadOnlyList<DevnetAccount> Accounts => [.. ethereum.Select((address, i) => new DevnetAccount(i, keys[i], address, Addresses[i]))];

    /// <summary>The f1 account.</summary>
    public NativeAccount Secp { get; }

    /// <summary>The f3 account.</summary>
    public NativeAccount Bls { get; }

    private static EvmAddress EthereumAddressOf(byte[] key) => EthereumTransaction.TryGetAddress(key, out EvmAddress? address)
        ? address.Value
        : throw new GenesisException("the mnemonic gives a key that is none of secp256k1's");

    private static NativeAccount SecpAccount(byte[] key)
    {
        Span<byte> point = stackalloc byte[Secp256k1.PublicKeyLength];
        return Secp256k1.TryGetPublicKey(key, point)
            ? new NativeAccount(Address.FromSecp256k1PublicKey(point), key)
            : throw new GenesisException("the mnemonic gives a key that is none of secp256k1's");
    }

    /// <summary>The same number as the f1 account's key, as wallets have it (iso-filecoin <c>wallet.js</c>), with its lowest byte first as lotus and we write BLS keys.</summary>
    private static NativeAccount BlsAccount(byte[] key)
    {
        byte[] reversed = [.. key.Reverse()];
        byte[] point = new byte[Crypto.Bls.PublicKeyLength];
        return Crypto.Bls.TryGetPublicKey(reversed, point)
            ? new NativeAccount(Address.FromBls(point), reversed)
            : throw new GenesisException("the mnemonic gives a key that is none of BLS12-381's: choose another");
    }
}
