using System.Globalization;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// How an invocation ended. 0 is success, 1 to 15 belong to the VM, actors choose from 16. Source: fvm_shared <c>error/mod.rs</c>.
/// </summary>
/// <param name="Value">The number on chain.</param>
public readonly record struct ExitCode(uint Value) : IChainValue<ExitCode>
{
    /// <summary>The lowest code that an actor may exit with, zero excepted.</summary>
    public const uint FirstUser = 16;

    private static readonly string?[] Names =
    [
        "Ok", "SysSenderInvalid", "SysSenderStateInvalid", null, "SysIllegalInstruction", "SysInvalidReceiver", "SysInsufficientFunds", "SysOutOfGas",
        null, "SysIllegalExitCode", "SysAssertionFailed", "SysMissingReturn", null, null, null, null,
        "UsrIllegalArgument", "UsrNotFound", "UsrForbidden", "UsrInsufficientFunds", "UsrIllegalState", "UsrSerialization",
        "UsrUnhandledMessage", "UsrUnspecified", "UsrAssertionFailed", "UsrReadOnly", "UsrNotPayable",
    ];

    /// <summary>0: success.</summary>
    public static ExitCode Ok => default;

    /// <summary>1: the sender does not exist or cannot send.</summary>
    public static ExitCode SysSenderInvalid => new(1);

    /// <summary>2: wrong nonce, or not the funds for the gas.</summary>
    public static ExitCode SysSenderStateInvalid => new(2);

    /// <summary>4: the receiver trapped.</summary>
    public static ExitCode SysIllegalInstruction => new(4);

    /// <summary>5: the receiver does not exist and cannot be made.</summary>
    public static ExitCode SysInvalidReceiver => new(5);

    /// <summary>6: the sender has not the value to transfer.</summary>
    public static ExitCode SysInsufficientFunds => new(6);

    /// <summary>7: more gas was needed than the limit allows.</summary>
    public static ExitCode SysOutOfGas => new(7);

    /// <summary>9: the actor exited with a code of the VM.</summary>
    public static ExitCode SysIllegalExitCode => new(9);

    /// <summary>10: the VM found itself broken.</summary>
    public static ExitCode SysAssertionFailed => new(10);

    /// <summary>11: the actor returned a block handle that does not exist.</summary>
    public static ExitCode SysMissingReturn => new(11);

    /// <summary>16: the parameters are invalid.</summary>
    public static ExitCode UsrIllegalArgument => new(16);

    /// <summary>17: something that was asked for does not exist.</summary>
    public static ExitCode UsrNotFound => new(17);

    /// <summary>18: forbidden.</summary>
    public static ExitCode UsrForbidden => new(18);

    /// <summary>19: the actor has not enough funds.</summary>
    public static ExitCode UsrInsufficientFunds => new(19);

    /// <summary>20: the actor's state is invalid.</summary>
    public static ExitCode UsrIllegalState => new(20);

    /// <summary>21: something did not encode or decode.</summary>
    public static ExitCode UsrSerialization => new(21);

    /// <summary>22: no such method.</summary>
    public static ExitCode UsrUnhandledMessage => new(22);

    /// <summary>23: unspecified.</summary>
    public static ExitCode UsrUnspecified => new(23);

    /// <summary>24: an assertion of the actor failed.</summary>
    public static ExitCode UsrAssertionFailed => new(24);

    /// <summary>25: not possible in read-only mode.</summary>
    public static ExitCode UsrReadOnly => new(25);

    /// <summary>26: the method takes no value.</summary>
    public static ExitCode UsrNotPayable => new(26);

    /// <summary>Whether this is 0.</summary>
    public bool IsSuccess => Value == 0;

    /// <summary>Whether this is one of the VM's own codes, 0 included.</summary>
    public bool IsSystemError => Value < FirstUser;

    /// <summary>The name above, or null.</summary>
    public string? Name => Value < (uint)Names.Length ? Names[Value] : null;

    /// <inheritdoc/>
    public void Write(CborWriter writer) => writer.WriteUInt64(Value);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ExitCode Read(ref CborReader reader) => new(reader.ReadUInt32());

    /// <summary>The number, with its name if it has one: <c>7 (SysOutOfGas)</c>, <c>40</c>.</summary>
    public override string ToString()
        => Name is null ? Value.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Value} ({Name})");
}
