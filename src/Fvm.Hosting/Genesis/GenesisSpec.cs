using System.Numerics;
using Fvm.Protocol;

namespace Fvm.Hosting.Genesis;

/// <summary>What a first state shall hold. Data only; <see cref="GenesisBuilder"/> makes the state, <see cref="GenesisSpecJson"/> reads the description from JSON.</summary>
public sealed record GenesisSpec
{
    /// <summary>The network's name, which the init actor keeps.</summary>
    public required string NetworkName { get; init; }

    /// <summary>The network version that the constructors run under: 28 for the actors in C#; with a bundle that of the bundle's release.</summary>
    public NetworkVersion NetworkVersion { get; init; } = NetworkVersion.V28;

    /// <summary>The accounts, which get the ids from 100 on in this order.</summary>
    public IReadOnlyList<GenesisAccount> Accounts { get; init; } = [];

    /// <summary>Multisigs, made by the init actor after the accounts, in this order.</summary>
    public IReadOnlyList<GenesisMultisig> Multisigs { get; init; } = [];

    /// <summary>
    /// Who makes verifiers: the address of an account, which is made if it is not among <see cref="Accounts"/>. Null: f080, an account without a key, in whose name
    /// only the system can act.
    /// </summary>
    public Address? VerifiedRegistryRoot { get; init; }

    /// <summary>In place of <see cref="VerifiedRegistryRoot"/> a multisig, at f080 as on mainnet. It has no funds.</summary>
    public GenesisMultisig? VerifiedRegistryRootMultisig { get; init; }

    /// <summary>The first verifiers.</summary>
    public IReadOnlyList<GenesisVerifier> Verifiers { get; init; } = [];

    /// <summary>
    /// Whether cron calls power and market each epoch, as on the network. Null: it does if there is code for both, which the actors in C# do not have yet.
    /// </summary>
    public bool? Cron { get; init; }

    /// <summary>The id that the next actor gets, when it shall be higher than what genesis used; lotus begins miners at 1000.</summary>
    public ulong? NextId { get; init; }
}

/// <summary>An account of genesis.</summary>
/// <param name="Address">A key address: f1, f3, or f410 for an Ethereum account (a placeholder until it sends its first message).</param>
/// <param name="Balance">What it owns.</param>
public sealed record GenesisAccount(Address Address, TokenAmount Balance);

/// <summary>A multisig of genesis.</summary>
/// <param name="Signers">Its signers; those that are no accounts yet are made.</param>
/// <param name="Threshold">How many must approve.</param>
/// <param name="Balance">What it owns.</param>
public sealed record GenesisMultisig(IReadOnlyList<Address> Signers, ulong Threshold, TokenAmount Balance)
{
    /// <summary>Epochs over which the balance is unlocked; 0 for no lock.</summary>
    public long UnlockDuration { get; init; }

    /// <summary>When unlocking begins.</summary>
    public long StartEpoch { get; init; }
}

/// <summary>A verifier of genesis.</summary>
/// <param name="Address">An account, which is made if it is not there yet.</param>
/// <param name="Allowance">How many bytes it may give away.</param>
public sealed record GenesisVerifier(Address Address, BigInteger Allowance);
