using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>A method's name and the numbers that it answers to.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">The number; for methods with two, the small one.</param>
/// <param name="Exported">The second, exported number (FRC-0042) of a method that has both, or null.</param>
public sealed record MethodId(string Name, ulong Number, ulong? Exported = null)
{
    /// <summary>The constructor, 1.</summary>
    public static MethodId Constructor { get; } = new(nameof(Constructor), MethodNumber.Constructor);

    /// <summary>A method with a small number only, which user-defined and EVM actors may not call.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="number">Its number.</param>
    public static MethodId Internal(string name, ulong number) => new(name, number);

    /// <summary>A method with the number that its name hashes to (FRC-0042).</summary>
    /// <param name="name">Its name, upper case first.</param>
    public static MethodId Hashed(string name) => new(name, MethodNumber.FromName(name));

    /// <summary>A method with a small number and the number that its name hashes to.</summary>
    /// <param name="name">Its name, upper case first.</param>
    /// <param name="number">The small number.</param>
    public static MethodId Both(string name, ulong number) => new(name, number, MethodNumber.FromName(name));
}
