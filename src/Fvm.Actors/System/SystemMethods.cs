using Fvm.Actors.Runtime;

namespace Fvm.Actors;

/// <summary>The methods of the system actor (f00).</summary>
public static class SystemMethods
{
    /// <summary>Makes the actor; only at genesis.</summary>
    public static MethodId Constructor => MethodId.Constructor;
}
