namespace Fvm.Conformance.Vectors;

/// <summary>
/// Messages whose own answer shows gas, so that modelled gas cannot give the recorded one: exit code, return and events of them are not compared; fees,
/// state and everything after them are. One that comes out as recorded fails the run, since its line here is wrong then. At most 10.
/// </summary>
internal static class NativeGasLedger
{
    private static readonly (string File, int Message, string Reason)[] Lines =
    [
        ("evm/nv28/environment.json", 5, "returns gasleft()"),
    ];

    /// <summary>Why a message of a vector shows gas, or null.</summary>
    public static string? ReasonFor(string name, int message)
    {
        string path = name.Replace('\\', '/').Replace('!', '/');
        foreach ((string file, int index, string reason) in Lines)
        {
            if (index == message && path.EndsWith(file, StringComparison.Ordinal))
                return reason;
        }

        return null;
    }
}
