using System.Text.Json;
using Fvm.Crypto;
using Fvm.Protocol;

namespace Fvm.Hosting.Genesis;

/// <summary>
/// Reads descriptions of first states from JSON; docs/howto.md shows one. Comments and trailing commas pass; unknown fields do not.
/// </summary>
public static class GenesisSpecJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a description.</summary>
    /// <param name="json">The JSON, UTF-8.</param>
    /// <exception cref="GenesisException">It is no JSON, or a field is missing, unknown or malformed.</exception>
    public static GenesisSpec Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            return Spec(new SpecField(document.RootElement, "$"));
        }
        catch (JsonException malformed)
        {
            throw new GenesisException($"is no JSON: {malformed.Message}", malformed);
        }
    }

    private static GenesisSpec Spec(SpecField spec)
    {
        spec.Knows("network", "networkVersion", "accounts", "multisigs", "verifiedRegistry", "cron", "nextId");
        var described = new GenesisSpec
        {
            NetworkName = spec.Required("network").Text(),
            NetworkVersion = spec.TryGet("networkVersion", out SpecField version) ? (NetworkVersion)checked((uint)Math.Min(version.UInt64(), uint.MaxValue)) : NetworkVersion.V28,
            Accounts = spec.List("accounts", Account),
            Multisigs = spec.List("multisigs", Multisig),
            Cron = spec.TryGet("cron", out SpecField cron) ? cron.Boolean() : null,
            NextId = spec.TryGet("nextId", out SpecField next) ? next.UInt64() : null,
        };
        if (!spec.TryGet("verifiedRegistry", out SpecField registry))
            return described;
        registry.Knows("root", "verifiers");
        bool hasRoot = registry.TryGet("root", out SpecField root);
        return described with
        {
            VerifiedRegistryRoot = hasRoot && !root.IsObject ? root.Address() : null,
            VerifiedRegistryRootMultisig = hasRoot && root.IsObject ? Multisig(root) : null,
            Verifiers = registry.List("verifiers", Verifier),
        };
    }

    private static GenesisAccount Account(SpecField account)
    {
        account.Knows("address", "type", "publicKey", "balance");
        return new GenesisAccount(AddressOf(account), account.TryGet("balance", out SpecField balance) ? balance.Amount() : TokenAmount.Zero);
    }

    private static Address AddressOf(SpecField account)
    {
        bool hasKey = account.TryGet("publicKey", out SpecField key);
        if (account.TryGet("address", out SpecField address))
            return hasKey ? throw key.Error("stands beside an address; give one of them") : address.Address();
        byte[] bytes = account.Required("publicKey").Hex();
        SpecField type = account.Required("type");
        return type.Text() switch
        {
            "secp256k1" => Address.FromSecp256k1PublicKey(Uncompressed(key, bytes)),
            "ethereum" => Address.FromEthereum(Keccak256.Hash(Uncompressed(key, bytes).AsSpan(1)).AsSpan(12)),
            "bls" => bytes.Length == Address.BlsKeyLength ? Address.FromBls(bytes) : throw key.Error($"has {bytes.Length} bytes; a BLS key has {Address.BlsKeyLength}"),
            var other => throw type.Error($"is '{other}'; it can be secp256k1, bls or ethereum"),
        };
    }

    private static byte[] Uncompressed(SpecField key, byte[] bytes) => bytes.Length == Address.Secp256k1KeyLength && bytes[0] == 4
        ? bytes
        : throw key.Error($"is no uncompressed secp256k1 key: {Address.Secp256k1KeyLength} bytes that begin with 04");

    private static GenesisMultisig Multisig(SpecField multisig)
    {
        multisig.Knows("signers", "threshold", "balance", "unlockDuration", "startEpoch");
        return new GenesisMultisig(
            multisig.Required("signers").Items(static signer => signer.Address()),
            multisig.Required("threshold").UInt64(),
            multisig.TryGet("balance", out SpecField balance) ? balance.Amount() : TokenAmount.Zero)
        {
            UnlockDuration = multisig.TryGet("unlockDuration", out SpecField duration) ? duration.Int64() : 0,
            StartEpoch = multisig.TryGet("startEpoch", out SpecField start) ? start.Int64() : 0,
        };
    }

    private static GenesisVerifier Verifier(SpecField verifier)
    {
        verifier.Knows("address", "allowance");
        return new GenesisVerifier(verifier.Required("address").Address(), verifier.Required("allowance").Bytes());
    }
}
