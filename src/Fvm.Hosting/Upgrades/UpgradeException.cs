namespace Fvm.Hosting.Upgrades;

/// <summary>A state cannot be brought to another network version.</summary>
public sealed class UpgradeException : Exception
{
    /// <summary>Without a reason.</summary>
    public UpgradeException()
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="message">The reason.</param>
    public UpgradeException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public UpgradeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
