using System.Globalization;

namespace Fvm.Node.Rpc;

/// <summary>A method was asked for what lies before a fork, which only its upstream can tell.</summary>
internal sealed class BeforeForkException : Exception
{
    /// <summary>Names an epoch.</summary>
    public BeforeForkException(long epoch)
        : base(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch} is before the fork: it is the forked chain's"))
    {
    }
}
