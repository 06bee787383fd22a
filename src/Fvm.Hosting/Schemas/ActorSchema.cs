using System.Collections.Frozen;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Schemas;

/// <summary>What an actor takes, returns and keeps.</summary>
/// <param name="Actor">Which.</param>
/// <param name="State">Its state.</param>
/// <param name="Methods">Its methods, each once, in the order of the table.</param>
public sealed record ActorSchema(BuiltinActor Actor, SchemaType State, IReadOnlyList<MethodSchema> Methods)
{
    private readonly FrozenDictionary<ulong, MethodSchema> byNumber = Methods.SelectMany(static method => method.Numbers, KeyValuePair.Create)
        .Select(static pair => KeyValuePair.Create(pair.Value, pair.Key)).ToFrozenDictionary();

    /// <summary>The method that answers to a number, or null.</summary>
    /// <param name="number">The number.</param>
    public MethodSchema? Method(ulong number) => byNumber.GetValueOrDefault(number);

    /// <summary>The method of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public MethodSchema? Method(string name) => Methods.FirstOrDefault(method => method.Name == name);
}

/// <summary>A method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Numbers">The numbers that it answers to: one, or a small one and that of its name.</param>
/// <param name="Parameters">What it takes; null for nothing.</param>
/// <param name="Return">What it returns; null for nothing.</param>
public sealed record MethodSchema(string Name, IReadOnlyList<ulong> Numbers, SchemaType? Parameters, SchemaType? Return);
