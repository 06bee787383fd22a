using Fvm.Hosting.Schemas;

namespace Fvm.Hosting.States;

/// <summary>A path goes through a map or an array that has no such entry.</summary>
internal sealed class NoSuchEntryException(string message) : SchemaException(message);
