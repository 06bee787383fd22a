namespace Fvm.Ipld.Cars;

/// <summary>A CAR that is truncated, corrupt, or of an unsupported kind.</summary>
public sealed class CarException : IpldException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="what">What is wrong.</param>
    /// <param name="offset">The byte offset in the stream of the header or section concerned.</param>
    public CarException(string what, long offset)
        : base($"CAR: {what} (at byte {offset})") => Offset = offset;

    /// <summary>The byte offset of the header or section concerned, counted from where reading began.</summary>
    public long Offset { get; }
}
