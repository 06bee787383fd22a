using System.Globalization;
using System.Text.Json;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc;

/// <summary>Errors as lotus words them (<c>api/api_errors.go</c>, <c>chain/types/ethtypes</c>, go-jsonrpc), for who asks for them (<see cref="DevnetOptions.LotusErrors"/>).</summary>
internal static class LotusErrors
{
    /// <summary>The code of every error that has none of its own (go-jsonrpc).</summary>
    private const int General = 1;

    private static readonly string?[] ExitNames =
    [
        "Ok", "SysErrSenderInvalid", "SysErrSenderStateInvalid", "SysErrReserved1", "SysErrIllegalInstruction", "SysErrInvalidReceiver", "SysErrInsufficientFunds", "SysErrOutOfGas",
        "SysErrReserved2", "SysErrIllegalExitCode", "SysFatal", "SysErrMissingReturn", "SysErrReserved3", "SysErrReserved4", "SysErrReserved5", "SysErrReserved6",
        "ErrIllegalArgument", "ErrNotFound", "ErrForbidden", "ErrInsufficientFunds", "ErrIllegalState", "ErrSerialization",
        "ErrUnhandledMessage", "ErrUnspecified", "ErrAssertionFailed", "ErrReadOnly", "ErrNotPayable",
    ];

    /// <summary>What lotus answers to an execution that failed, whatever the reason.</summary>
    public static RpcException Of(CallResult call)
    {
        ReadOnlySpan<byte> returned = call.Receipt.ReturnData.Span;
        byte[]? data = returned.IsEmpty || !CborCodecs.Bytes.TryDecode(returned, out byte[]? bytes) ? null : bytes;
        string reason = data is null ? "" : $", revert reason=[{(data.Length == 0 ? "none" : Revert(data))}]";
        uint exit = call.Receipt.ExitCode.Value;
        return new RpcException(
            RpcErrorCode.ExecutionReverted,
            string.Create(CultureInfo.InvariantCulture, $"message execution failed (exit=[{Name(exit)}]{reason}, vm error=[{call.Failure} (RetCode={exit})])"))
        { Bytes = data ?? [] };
    }

    /// <summary>An error without a code of its own.</summary>
    public static RpcException Of(string message) => new(General, message);

    /// <summary>What go-jsonrpc answers where the parameters are no array.</summary>
    public static RpcException NoArray(JsonValueKind kind) =>
        new(RpcErrorCode.Parse, $"unmarshaling param array: json: cannot unmarshal {(kind is JsonValueKind.True or JsonValueKind.False ? "bool" : kind.ToString().ToLowerInvariant())} into Go value of type []jsonrpc.param");

    /// <summary>What lotus answers instead of an error of ours.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="error">The error.</param>
    public static RpcException Of(string method, RpcException error) => error.Lotus ?? error.Code switch
    {
        RpcErrorCode.InvalidParameters => LotusSignatures.Unreadable(method, error),
        RpcErrorCode.ServerError or RpcErrorCode.ResourceNotFound or RpcErrorCode.ResourceUnavailable or RpcErrorCode.TransactionRejected or RpcErrorCode.Internal => Of(error.Message),
        _ => error,
    };

    /// <summary>go-state-types <c>exitcode</c>, String.</summary>
    private static string Name(uint exit) => exit < ExitNames.Length ? $"{ExitNames[exit]}({exit.ToString(CultureInfo.InvariantCulture)})" : exit.ToString(CultureInfo.InvariantCulture);

    /// <summary>lotus <c>ParseEthRevert</c>.</summary>
    private static string Revert(byte[] data) => RevertReason.Panic(data) is { } code ? Panic(code)
        : RevertReason.Error(data) is { } reason ? $"Error({reason})"
        : "0x" + Convert.ToHexStringLower(data);

    private static string Panic(UInt256 code) => code > ulong.MaxValue ? $"Panic(0x{code.ToBigInteger():x})" : code.U0 switch
    {
        0x00 => "Panic()",
        0x01 => "Assert()",
        0x11 => "ArithmeticOverflow()",
        0x12 => "DivideByZero()",
        0x21 => "InvalidEnumVariant()",
        0x22 => "InvalidStorageArray()",
        0x31 => "PopEmptyArray()",
        0x32 => "ArrayIndexOutOfBounds()",
        0x41 => "OutOfMemory()",
        0x51 => "CalledUninitializedFunction()",
        ulong other => string.Create(CultureInfo.InvariantCulture, $"Panic(0x{other:x})"),
    };
}
