using System.Globalization;
using System.Text;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Why an execution failed, in the form that Ethereum's clients decode: code 3 with the returned bytes, and the reason in the message (geth, lotus).</summary>
internal static class RevertReason
{
    private static readonly byte[] ErrorSelector = [0x08, 0xc3, 0x79, 0xa0];
    private static readonly byte[] PanicSelector = [0x4e, 0x48, 0x7b, 0x71];

    /// <summary>The error of a call that failed.</summary>
    public static RpcException Of(CallResult call)
    {
        RpcException lotus = LotusErrors.Of(call);
        ExitCode exit = call.Receipt.ExitCode;
        if (exit.Value == EthereumReturns.Reverted)
        {
            ReadOnlyMemory<byte> data = call.EthereumReturn;
            return new RpcException(RpcErrorCode.ExecutionReverted, Text(data.Span) is { } reason ? $"execution reverted: {reason}" : "execution reverted") { Bytes = data.ToArray(), Lotus = lotus };
        }

        string failure = string.IsNullOrEmpty(call.Failure) ? "" : $": {call.Failure}";
        if (exit == ExitCode.SysOutOfGas)
            return new RpcException(RpcErrorCode.OutOfGas, $"out of gas{failure}") { Lotus = lotus };
        if (exit == ExitCode.SysInsufficientFunds)
            return new RpcException(RpcErrorCode.ServerError, $"insufficient funds for gas * price + value{failure}") { Lotus = lotus };
        return new RpcException(RpcErrorCode.ExecutionReverted, $"execution reverted: exit {exit.Value}{failure}") { Bytes = call.EthereumReturn.ToArray(), Lotus = lotus };
    }

    /// <summary>The reason in a revert's bytes: of <c>Error(string)</c> its text, of <c>Panic(uint256)</c> its code; null for others.</summary>
    public static string? Text(ReadOnlySpan<byte> data) => Panic(data) is { } code ? string.Create(CultureInfo.InvariantCulture, $"panic code 0x{code.U0:x2}") : Error(data);

    /// <summary>The code of <c>Panic(uint256)</c>; null for other bytes.</summary>
    public static UInt256? Panic(ReadOnlySpan<byte> data) =>
        data.Length == 4 + UInt256.ByteLength && data.StartsWith(PanicSelector) ? UInt256.ReadBigEndian(data[4..]) : null;

    /// <summary>The text of <c>Error(string)</c>; null for other bytes.</summary>
    public static string? Error(ReadOnlySpan<byte> data)
    {
        const int Word = UInt256.ByteLength;
        if (data.Length < 4 + (2 * Word) || !data.StartsWith(ErrorSelector))
            return null;
        ReadOnlySpan<byte> words = data[4..];
        UInt256 length = UInt256.ReadBigEndian(words.Slice(Word, Word));
        return UInt256.ReadBigEndian(words[..Word]) == Word && length <= (ulong)(words.Length - (2 * Word))
            ? RpcJson.WellFormed(Encoding.UTF8.GetString(words.Slice(2 * Word, (int)length.U0)))
            : null;
    }
}
