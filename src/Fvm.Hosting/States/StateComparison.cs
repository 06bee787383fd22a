using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.States;

/// <summary>How an actor differs between two states.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Kind">Whether it is only in the second state, only in the first, or different.</param>
/// <param name="Type">What its code is called in the manifest, or null.</param>
/// <param name="Fields">The fields that differ.</param>
public sealed record ActorDifference(ActorId Actor, ChangeKind Kind, string? Type, IReadOnlyList<FieldDifference> Fields);

/// <summary>A field that differs, in the text of JSON for what schemas decode, else in CBOR's diagnostic notation.</summary>
/// <param name="Path">The field: of the actor's line (<c>balance</c>), or a path in its state (<c>state/PendingTxns/0</c>), as <see cref="StateView.Read"/> takes it.</param>
/// <param name="Before">Its value in the first state; null where it has none.</param>
/// <param name="After">Its value in the second state; null where it has none.</param>
public sealed record FieldDifference(string Path, string? Before, string? After);

/// <summary>
/// Compares two states: by actor, by field, by the entries of maps and arrays. Equal subtrees are skipped unread. Extracted states are incomplete; what cannot be
/// read is compared by its link.
/// </summary>
public static class StateComparison
{
    /// <summary>The differences, by actor.</summary>
    /// <param name="store">Where the blocks of both are.</param>
    /// <param name="before">The first root.</param>
    /// <param name="after">The second root.</param>
    /// <exception cref="IpldException">A tree cannot be read.</exception>
    public static IReadOnlyList<ActorDifference> Compare(IBlockstore store, Cid before, Cid after)
    {
        var first = new StateView(store, before);
        var second = new StateView(store, after);
        return [.. Hamt<ActorState>.Diff(first.Tree, second.Tree).Select(change => Compare(store, first, second, change)).OrderBy(static difference => difference.Actor)];
    }

    private static ActorDifference Compare(IBlockstore store, StateView first, StateView second, MapChange<byte[], ActorState> change)
    {
        ActorId id = StateView.IdOf(change.Key);
        ActorState shown = change.After ?? change.Before!;
        string? type = (change.After is null ? first : second).NameOf(shown.Code);
        if (change.Kind is ChangeKind.Added or ChangeKind.Removed)
            return new ActorDifference(id, change.Kind, type, []);
        var fields = new List<FieldDifference>();
        ActorState before = change.Before!;
        ActorState after = change.After!;
        Field(fields, "code", before.Code, after.Code);
        Field(fields, "nonce", before.Nonce, after.Nonce);
        Field(fields, "balance", before.Balance, after.Balance);
        Field(fields, "delegated address", before.DelegatedAddress, after.DelegatedAddress);
        if (before.Head != after.Head)
            Heads(store, (before.Code == after.Code ? second.Schema(after.Code) : null)?.State, before.Head, after.Head, fields);
        return new ActorDifference(id, change.Kind, type, fields);
    }

    private static void Heads(IBlockstore store, SchemaType? type, Cid before, Cid after, List<FieldDifference> fields)
    {
        if (!store.TryGet(before, out ReadOnlyMemory<byte> first) || !store.TryGet(after, out ReadOnlyMemory<byte> second))
            Field(fields, "state", before, after);
        else
            new ValueComparison(store, fields).Compare(type, first, second, "state");
    }

    private static void Field<T>(List<FieldDifference> fields, string path, T before, T after)
    {
        if (!EqualityComparer<T>.Default.Equals(before, after))
            fields.Add(new FieldDifference(path, Text(before), Text(after)));
    }

    private static string? Text<T>(T value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}
