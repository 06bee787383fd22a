using System.Diagnostics.CodeAnalysis;

namespace Fvm.Actors.Runtime;

/// <summary>The wasm actor's instance would trap here (exit 4): its memory is at its end.</summary>
internal sealed class ActorTrapException(string message) : Exception(message)
{
    [DoesNotReturn]
    public static void Throw(string message) => throw new ActorTrapException(message);
}
