using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Genesis;

/// <summary>A first state.</summary>
/// <param name="Root">The root of its state tree.</param>
/// <param name="Manifest">Which code is which built-in actor.</param>
/// <param name="Accounts">The ids of the accounts, as described.</param>
/// <param name="Multisigs">The f2 addresses and ids of the multisigs, as described.</param>
public sealed record GenesisState(
    Cid Root, ActorManifest Manifest, IReadOnlyList<KeyValuePair<Address, ActorId>> Accounts, IReadOnlyList<KeyValuePair<Address, ActorId>> Multisigs);
