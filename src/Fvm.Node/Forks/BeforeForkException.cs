using System.Globalization;

namespace Fvm.Node.Forks;

/// <summary>A method was asked for what lies before a fork, which only its upstream can tell.</summary>
internal sealed class BeforeForkException : Exception
{
    /// <summary>Names the epoch that was meant.</summary>
    public BeforeForkException(long epoch)
        : base(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch} is before the fork: it is the forked chain's"))
        => Epoch = epoch;

    /// <summary>Names what is not of this chain, and may be of the one before it.</summary>
    public BeforeForkException(string what)
        : base($"{what} is not of the fork: the forked chain may have it")
    {
    }

    /// <summary>The epoch; null if it is not known.</summary>
    public long? Epoch { get; }
}
