using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>
/// What always holds of a whole state: of each built-in actor, and between them. Actors that are not written in C# yet are passed over. Source:
/// builtin-actors <c>state/src/check.rs</c>.
/// </summary>
public static class StateInvariants
{
    /// <summary>Checks a state tree.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="root">The state root.</param>
    /// <param name="manifest">Which code is which built-in actor.</param>
    /// <param name="epoch">The epoch that it was made in.</param>
    /// <param name="supply">The sum of all balances, which no message changes.</param>
    public static InvariantLog Check(IBlockstore store, Cid root, ActorManifest manifest, long epoch, out TokenAmount supply)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(manifest);
        var check = new StateCheck(store, epoch);
        supply = TokenAmount.Zero;
        if (!ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state))
        {
            check.Log.Add($"{root} is no state root");
            return check.Log;
        }

        foreach ((byte[] key, ActorState actor) in Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version)).Entries())
        {
            supply += actor.Balance;
            check.Log.Require(!actor.Balance.IsNegative, $"{Convert.ToHexString(key)} has the balance {actor.Balance}");
            if (!Address.TryFromBytes(key, out Address? address) || !address.TryGetId(out ulong id))
                check.Log.Add($"unexpected address in the state tree: {Convert.ToHexString(key)}");
            else if (manifest.TryGetActor(actor.Code, out BuiltinActor type))
                check.Actor(new ActorId(id), type, actor);
        }

        check.Between();
        return check.Log;
    }

    /// <summary>One pass over a state.</summary>
    private sealed class StateCheck(IBlockstore store, long epoch)
    {
        private readonly List<(ActorId Id, Address Key)> accounts = [];
        private IReadOnlyDictionary<Address, ActorId>? ids;
        private IReadOnlyDictionary<ActorId, TokenAmount>? dataCap;
        private VerifiedRegistryState? registry;

        public InvariantLog Log { get; } = new();

        public void Actor(ActorId id, BuiltinActor type, ActorState actor)
        {
            if (type is BuiltinActor.EthAccount or BuiltinActor.Placeholder)
            {
                Log.AddAll(EthAccountInvariants.Check(id, actor));
                return;
            }

            // An actor whose constructor did not run yet has nothing to check.
            if (actor.Head == StateRoot.EmptyInfoCid)
                return;
            switch (type)
            {
                case BuiltinActor.System when id == SingletonActors.System:
                    With<SystemState>(id, actor, state => SystemInvariants.Check(store, state));
                    break;
                case BuiltinActor.Init when id == SingletonActors.Init:
                    With<InitState>(id, actor, state => InitInvariants.Check(store, state, out ids));
                    break;
                case BuiltinActor.Cron when id == SingletonActors.Cron:
                    With<CronState>(id, actor, CronInvariants.Check);
                    break;
                case BuiltinActor.Reward when id == SingletonActors.Reward:
                    With<RewardState>(id, actor, state => RewardInvariants.Check(state, null, null));
                    break;
                case BuiltinActor.Account:
                    With<AccountState>(id, actor, state => Account(id, state));
                    break;
                case BuiltinActor.Multisig:
                    With<MultisigState>(id, actor, state => MultisigInvariants.Check(store, id, state));
                    break;
                case BuiltinActor.PaymentChannel:
                    With<PaymentChannelState>(id, actor, state => PaymentChannelInvariants.Check(store, id, state, actor.Balance));
                    break;
                case BuiltinActor.VerifiedRegistry when id == SingletonActors.VerifiedRegistry:
                    With<VerifiedRegistryState>(id, actor, Registry);
                    break;
                case BuiltinActor.DataCap when id == SingletonActors.DataCap:
                    With<DataCapState>(id, actor, state => DataCapInvariants.Check(store, state, out dataCap));
                    break;
            }
        }

        public void Between()
        {
            if (ids is not null)
            {
                foreach ((ActorId id, Address key) in accounts)
                    Log.Require(ids.TryGetValue(key, out ActorId mapped) && mapped == id, $"account {id} has the key {key}, which is not mapped to it");
            }

            if (registry is not null && dataCap is not null)
                Log.AddAll(VerifiedRegistryInvariants.CheckAgainstDataCap(store, registry, dataCap));
        }

        private InvariantLog Account(ActorId id, AccountState state)
        {
            if (id.Value >= ActorId.FirstNonSingleton)
                accounts.Add((id, state.Address));
            return AccountInvariants.Check(id, state);
        }

        private InvariantLog Registry(VerifiedRegistryState state)
        {
            registry = state;
            return VerifiedRegistryInvariants.Check(store, state, epoch);
        }

        private void With<TState>(ActorId id, ActorState actor, Func<TState, InvariantLog> check)
            where TState : IChainValue<TState>
        {
            if (store.TryGet(actor.Head, out ReadOnlyMemory<byte> block) && ChainEncoding.TryFromCbor<TState>(block.Span, out TState? state))
                Log.AddAll(check(state));
            else
                Log.Add($"{id}: state {actor.Head} is no {typeof(TState).Name}");
        }
    }
}
