using System.Globalization;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Names of methods, for people and for sums.</summary>
internal static class MethodNames
{
    public static string Of(ScenarioWorld world, Address to, ulong method)
    {
        if (method == MethodNumber.Send)
            return "transfer";
        if (world.Sandbox.Actor(to) is not { } actor || !world.Manifest.TryGetActor(actor.Code, out BuiltinActor type))
            return string.Create(CultureInfo.InvariantCulture, $"other.{method}");
        return Of(type, method);
    }

    public static string Of(BuiltinActor type, ulong method)
    {
        string? name = (NativeActors.Get(type) as NativeActor)?.Methods.Find(method)?.Id.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{type.ManifestName()}.{name ?? (method < MethodNumber.FirstExported ? "unknown" : "exported")}");
    }
}
