using System.Collections.Frozen;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Schemas;

/// <summary>The schemas of the built-in actors, release v18: <c>Schemas/v18.schema</c>, a table that is read once.</summary>
public static class ActorSchemas
{
    private const string Resource = "Fvm.Hosting.Schemas.v18.schema";

    private static readonly FrozenDictionary<BuiltinActor, ActorSchema> V18 = Read();

    /// <summary>The schema of an actor.</summary>
    /// <param name="actor">Which.</param>
    public static ActorSchema Of(BuiltinActor actor) => V18[actor];

    private static FrozenDictionary<BuiltinActor, ActorSchema> Read()
    {
        using Stream table = typeof(ActorSchemas).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(table);
        return SchemaParser.Parse(reader.ReadToEnd()).ToFrozenDictionary(static schema => schema.Actor);
    }
}
