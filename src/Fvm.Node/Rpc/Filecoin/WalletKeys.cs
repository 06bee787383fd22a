using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>The keys that the node signs with: those of the mnemonic, and what clients make or bring. They last as long as the process. For any number of threads.</summary>
internal sealed class WalletKeys
{
    private const int KeyLength = 32;
    private const int MaxKeys = 10_000;

    private readonly Devnet net;
    private ImmutableList<NativeAccount> natives;
    private ImmutableList<DevnetAccount> ethereum;
    private volatile Address preferred;

    public WalletKeys(Devnet net)
    {
        this.net = net;
        natives = [net.Secp, net.Bls];
        ethereum = [.. net.Accounts];
        preferred = net.Secp.Address;
    }

    /// <summary>The keys of f410 addresses.</summary>
    public IReadOnlyList<DevnetAccount> Ethereum => ethereum;

    /// <summary>The addresses of all keys.</summary>
    public IEnumerable<Address> Addresses => ethereum.Select(static account => account.Delegated).Concat(natives.Select(static account => account.Address));

    /// <summary>The address that clients take if they name none.</summary>
    public Address Default
    {
        get => Has(preferred) ? preferred : Addresses.FirstOrDefault() ?? throw new RpcException(RpcErrorCode.ServerError, "the wallet has no keys");
        set => preferred = value;
    }

    /// <summary>Whether there is a key of an address.</summary>
    public bool Has(Address address) => TryGetNative(address, out _) || TryGetEthereum(address, out _);

    /// <summary>The key of an f1 or f3 address, also by its id.</summary>
    public bool TryGetNative(Address address, [NotNullWhen(true)] out NativeAccount? account)
    {
        Address key = KeyOf(address);
        account = natives.Find(one => one.Address == key);
        return account is not null;
    }

    /// <summary>The key of an f410 address, also by its id.</summary>
    public bool TryGetEthereum(Address address, [NotNullWhen(true)] out DevnetAccount? account)
    {
        Address key = KeyOf(address);
        account = ethereum.Find(one => one.Delegated == key);
        return account is not null;
    }

    /// <summary>The key of an address of Ethereum.</summary>
    public bool TryGetEthereum(EvmAddress address, [NotNullWhen(true)] out DevnetAccount? account) => (account = ethereum.Find(one => one.Ethereum == address)) is not null;

    /// <summary>Makes a key.</summary>
    public Address Make(SignatureType type)
    {
        while (true)
        {
            byte[] key = RandomNumberGenerator.GetBytes(KeyLength);
            if (TryAdd(type, key, out Address? address))
                return address;
        }
    }

    /// <summary>Adds a key: big-endian, of BLS little-endian, as lotus exports them. False if it is none of its kind's.</summary>
    /// <exception cref="RpcException">It is there, or there are too many.</exception>
    public bool TryAdd(SignatureType type, ReadOnlyMemory<byte> key, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        if (key.Length != KeyLength)
            return false;
        if (type == SignatureType.Delegated)
            return TryAddEthereum(key, out address);
        Span<byte> point = stackalloc byte[Secp256k1.PublicKeyLength];
        byte[] blsPoint = new byte[Bls.PublicKeyLength];
        if (type == SignatureType.Bls ? !Bls.TryGetPublicKey(key.Span, blsPoint) : !Secp256k1.TryGetPublicKey(key.Span, point))
            return false;
        address = type == SignatureType.Bls ? Address.FromBls(blsPoint) : Address.FromSecp256k1PublicKey(point);
        Check(address);
        var account = new NativeAccount(address, key);
        ImmutableInterlocked.Update(ref natives, static (list, added) => list.Add(added), account);
        return true;
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(Address address)
    {
        Address key = KeyOf(address);
        ImmutableInterlocked.Update(ref natives, static (list, gone) => list.RemoveAll(one => one.Address == gone), key);
        ImmutableInterlocked.Update(ref ethereum, static (list, gone) => list.RemoveAll(one => one.Delegated == gone), key);
    }

    private bool TryAddEthereum(ReadOnlyMemory<byte> key, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        if (!EthereumTransaction.TryGetAddress(key.Span, out EvmAddress? own))
            return false;
        address = Address.FromEthereum(own.Value.ToArray());
        Check(address);
        var account = new DevnetAccount(ethereum.Count, key, own.Value, address);
        ImmutableInterlocked.Update(ref ethereum, static (list, added) => list.Add(added), account);
        return true;
    }

    private void Check(Address address)
    {
        if (Has(address))
            throw new RpcException(RpcErrorCode.ServerError, $"saving to keystore: key already exists: {address.Shown()}");
        if (natives.Count + ethereum.Count >= MaxKeys)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"the wallet has at most {MaxKeys} keys");
    }

    private Address KeyOf(Address address) => address.Protocol == AddressProtocol.Id ? net.StateAt().KeyOf(address) ?? address : address;
}
