using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// Why a call does not come to its method: the exits of dispatch. A value and no exception, since anybody can ask for methods that are not there, and a
/// .NET throw takes longer than all the rest of such a call.
/// </summary>
/// <param name="Code">The exit code.</param>
/// <param name="Message">Why.</param>
internal readonly record struct MethodRefusal(ExitCode Code, string Message);
