using System.Globalization;
using System.Text;
using Fvm.Evm;
using Fvm.Node;
using Fvm.Node.Ledger;
using Fvm.Protocol;
using ChainMessage = Fvm.Node.Ledger.AppliedMessage;

namespace Fvm.Cli.Commands;

/// <summary>A line for each message as it is applied: what an explorer is good for in the first hour.</summary>
internal static class LiveLine
{
    /// <summary>Prints what happened.</summary>
    public static void Print(ChainChange change)
    {
        if (change is not TipsetMade made || made.Tipset.Messages.Count == 0)
            return;
        var lines = new StringBuilder();
        foreach (ChainMessage message in made.Tipset.Messages)
            lines.Append(Of(message)).Append('\n');
        Console.Write(lines.ToString());
    }

    /// <summary>Says on standard error what nobody else would say: that a tipset could not be made, that a message was dropped, or ran with another gas limit than its own.</summary>
    public static void PrintTrouble(ChainChange change)
    {
        if (change is MiningFailed failed)
            Warn($"no tipset was made: {failed.Failure.Message.ReplaceLineEndings(" ")}");
        if (change is MessageDropped dropped)
            Warn($"message {dropped.Message.Cid} is dropped: {dropped.Reason.ReplaceLineEndings(" ")}");
        if (change is WatcherFailed watcher)
            Warn($"what happened could not be told to a client: {watcher.Failure.Message.ReplaceLineEndings(" ")}");
        if (change is not TipsetMade made)
            return;
        foreach (ChainMessage message in made.Tipset.Messages)
        {
            if (message.RaisedGasLimit is { } limit)
                Warn($"0x{Convert.ToHexStringLower(message.Hash.Span)} ran with gas limit {limit} instead of its own, {message.Message.GasLimit}: on the network it would fail (--gas lenient)");
        }
    }

    private static void Warn(FormattableString text) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fvm: {DateTime.Now:HH:mm:ss}  {text.ToString(CultureInfo.InvariantCulture)}"));

    private static string Of(ChainMessage message)
    {
        string hash = Convert.ToHexStringLower(message.Hash.Span);
        string outcome = message.Receipt.ExitCode.IsSuccess ? "ok" : message.Receipt.ExitCode.Value == EthereumReturns.Reverted ? "revert" : $"exit {message.Receipt.ExitCode}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {DateTime.Now:HH:mm:ss}  0x{hash[..4]}…{hash[^4..]}  {What(message),-44}  {outcome,-8}  gas {message.Receipt.GasUsed} (limit {message.Message.GasLimit})  epoch {message.Height}{Why(message)}");
    }

    private static string What(ChainMessage message)
    {
        string sender = Short(message.Sender);
        if (message.CreatedContract is { } made)
            return $"{sender} → new contract {Short(made)}";
        string receiver = message.Receiver is { } known ? Short(known) : "new contract";
        string value = message.Message.Value.IsZero ? string.Empty : $", {message.Message.Value.ToFilString()}";
        string call = message.Transaction is { Input.Length: >= 4 } transaction && message.Receiver is not null
            ? $" 0x{Convert.ToHexStringLower(transaction.Input.Span[..4])}"
            : message.Transaction is null && message.Message.MethodNum != 0 ? $" method {message.Message.MethodNum.ToString(CultureInfo.InvariantCulture)}" : string.Empty;
        return $"{sender} → {receiver}{call}{value}";
    }

    private static string Why(ChainMessage message) =>
        string.IsNullOrEmpty(message.Failure) ? string.Empty : "  " + (message.Failure.Length <= 120 ? message.Failure : message.Failure[..120] + "…").ReplaceLineEndings(" ");

    private static string Short(EvmAddress address)
    {
        string text = address.ToChecksumString();
        return $"{text[..6]}…{text[^4..]}";
    }
}
