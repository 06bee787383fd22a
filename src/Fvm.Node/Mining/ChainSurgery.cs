using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Hosting;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>What developers do to a chain beyond balances and code: other tipsets in the place of the last ones, states of actors, messages that no tipset has.</summary>
internal sealed class ChainSurgery(ChainCore core, FakeRandomness randomness, HeadRunner runner, IBlockstore blocks, Func<ExecutedTipset, ChainState> stateAt)
{
    /// <summary>Puts others in the place of the last tipsets, in the same epochs. What stood in the old ones is forgotten.</summary>
    /// <param name="depth">How many.</param>
    /// <param name="messages">The messages of each of the new ones, from the oldest on; where there are none it is empty.</param>
    public void Reorg(int depth, IReadOnlyDictionary<int, IReadOnlyList<SignedMessage>> messages)
    {
        ExecutedTipset old = core.Chain.Head;
        var heights = new Stack<long>();
        ExecutedTipset ancestor = old;
        for (int i = 0; i < depth; i++)
        {
            heights.Push(ancestor.Height);
            ancestor = core.Chain.AtOrBefore(ancestor.Height - 1) ?? throw new DevnetException($"the chain has only {i} tipsets after genesis, {depth} cannot be replaced");
        }

        (IReadOnlyList<SignedMessage> waiting, TokenAmount? fee) = (core.Waiting.All(), core.NextBaseFee);
        IReadOnlyList<ExecutedTipset> gone = core.ReturnTo(ancestor);
        try
        {
            // Tickets are made of the epoch: without this an empty tipset would be the old one again.
            randomness.Salt = old.Hash;
            for (int i = 0; i < depth; i++)
            {
                core.Mine((int)(heights.Pop() - core.Chain.Head.Height - 1), [new BlockPlan(core.Miner, 1, messages.TryGetValue(i, out IReadOnlyList<SignedMessage>? own) ? own : [])]);
                randomness.Salt = default;
            }
        }
        catch
        {
            // All of it or nothing.
            core.ReturnTo(ancestor, waiting);
            core.Restore(gone.Reverse());
            core.Wait(waiting);
            core.NextBaseFee = fee;
            throw;
        }
        finally
        {
            randomness.Salt = default;
        }
    }

    /// <summary>What the next tipset's beacon entry says.</summary>
    public void SetNextBeacon(ReadOnlyMemory<byte> data) => randomness.NextBeacon = data;

    /// <summary>
    /// Runs a message in its sender's name at once; what it does stands in the state after the head. It has its sender's nonce, which counts it, so that no two of them are
    /// the same: addresses of new actors are made of it.
    /// </summary>
    public ApplyResult Apply(Message message)
    {
        var editor = new StateEditor(blocks, core.Chain.Head.StateRoot);
        if (editor.Resolve(message.From) is not { } sender)
            return runner.Run("the message", message);
        ulong nonce = editor.NonceOf(sender);
        editor.CountMessages(sender, 1);
        return runner.Run("the message", message with { Sequence = nonce }, editor.Flush());
    }

    /// <summary>Gives an actor another state.</summary>
    /// <param name="address">The actor.</param>
    /// <param name="state">Its state, DAG-CBOR that fits the actor's schema; all that it links to is there.</param>
    /// <param name="type">The built-in actor that it becomes; null for what it is.</param>
    public void SetActor(Address address, ReadOnlyMemory<byte> state, BuiltinActor? type)
    {
        ChainState now = stateAt(core.Chain.Head);
        ActorState? actor = now.Actor(address);
        if (actor is null && type is null)
            throw new DevnetException($"there is no actor {address}: say which one it shall be");
        BuiltinActor? becomes = type ?? now.TypeOf(actor!);
        if (becomes is BuiltinActor.System or BuiltinActor.Init || (actor is not null && now.TypeOf(actor) is BuiltinActor.System or BuiltinActor.Init))
            throw new DevnetException("the states of the system and the init actor cannot be set: the node itself reads them");
        Check(becomes, state);
        core.EditHead(root =>
        {
            var editor = new StateEditor(blocks, root);
            editor.SetActor(address, becomes, blocks.PutDagCbor(state.ToArray()));
            return editor.Flush();
        });
    }

    private void Check(BuiltinActor? type, ReadOnlyMemory<byte> state)
    {
        SchemaType schema = type is { } known ? ActorSchemas.Of(known).State : new ScalarType(ScalarKind.Any);
        if (!SchemaReader.TryRead(schema, state.Span, out _, out CborError error))
            throw new DevnetException($"that is no state of {type?.ManifestName() ?? "an actor"}: {error}");
        bool fits = type switch
        {
            BuiltinActor.Account => ChainEncoding.TryFromCbor<AccountState>(state.Span, out _),
            BuiltinActor.Evm => ChainEncoding.TryFromCbor<EvmState>(state.Span, out _),
            BuiltinActor.Multisig => ChainEncoding.TryFromCbor<MultisigState>(state.Span, out _),
            _ => true,
        };
        if (!fits)
            throw new DevnetException($"that is no state of {type!.Value.ManifestName()}");
        foreach (Cid link in Links(schema, state))
        {
            if (!blocks.TryGet(link, out _))
                throw new DevnetException($"the state links to {link}, which is not there: put it first (Filecoin.ChainPutObj)");
        }
    }

    /// <summary>The links of a state's own block.</summary>
    private static List<Cid> Links(SchemaType schema, ReadOnlyMemory<byte> state)
    {
        var links = new List<Cid>();
        if (schema is not TupleType tuple)
            return links;
        var reader = new CborReader(state.Span);
        int count = reader.ReadArrayHeader();
        foreach (SchemaField field in tuple.Fields.Take(count))
        {
            if (field.Type is LinkType or HamtType or AmtType or KamtType or ScalarType { Kind: ScalarKind.Cid } && reader.ReadCid() is { } link)
                links.Add(link);
            else
                reader.Skip();
        }

        return links;
    }
}
