using System.Text.Json;
using Fvm.Wasm;
using Fvm.Wasm.Linking;

namespace Fvm.Conformance.WasmSpec;

/// <summary>Runs one script in the JSON form of wast2json.</summary>
internal sealed class SpecScriptRunner
{
    private readonly string folder;
    private readonly JsonDocument document;
    private readonly SpecScriptReport report;

    private SpecScriptRunner(string json, string name)
    {
        folder = Path.GetDirectoryName(json)!;
        document = JsonDocument.Parse(File.ReadAllBytes(json));
        report = new SpecScriptReport(name);
    }

    /// <summary>Runs every command; a failing one does not end the script.</summary>
    public static SpecScriptReport Run(string json, string name)
    {
        var runner = new SpecScriptRunner(json, name);
        using (runner.document)
        using (var session = new SpecSession())
        {
            foreach (JsonElement element in runner.document.RootElement.GetProperty("commands").EnumerateArray())
                runner.Run(session, SpecCommand.Read(element));
        }

        return runner.report;
    }

    private void Run(SpecSession session, SpecCommand command)
    {
        if (command.IsText && !SpecTools.HasAssembler)
        {
            report.Skipped++;
            return;
        }

        string? failure;
        try
        {
            failure = Perform(session, command);
        }
        catch (Exception error) when (error is WasmFormatException or WasmValidationException or WasmLinkException or SpecFormatException)
        {
            failure = $"{error.GetType().Name}: {error.Message}";
        }

        if (failure is not null)
        {
            report.Failures.Add(new SpecFailure(report.Script, command.Line, command.Type, failure));
            return;
        }

        if (!command.IsAssertion)
            return;
        report.Passed++;
        if (command.IsText)
            report.PassedByAssembler++;
    }

    /// <summary>Null if all is as it should be, else what is wrong.</summary>
    private string? Perform(SpecSession session, SpecCommand command)
    {
        switch (command.Type)
        {
            case "module":
                return Trapped(session.Instantiate(Read(command), command.Name), "");
            case "register":
                session.Register(command.Name, command.As!);
                return null;
            case "action":
                return Trapped(session.Perform(command.Action!, out _), "");
            case "assert_return":
                return Trapped(session.Perform(command.Action!, out ulong[] results), "") ?? Compare(command.Expected, results);
            case "assert_trap" or "assert_exhaustion":
                return Trapped(session.Perform(command.Action!, out _), command.Message);
            case "assert_uninstantiable":
                return Trapped(session.Instantiate(Read(command), null), command.Message);
            case "assert_malformed":
                return IsMalformed(command);
            case "assert_invalid":
                return IsInvalid(command);
            case "assert_unlinkable":
                return IsUnlinkable(session, command);
            default:
                return $"unknown command {command.Type}";
        }
    }

    private byte[] Read(SpecCommand command) => File.ReadAllBytes(Path.Combine(folder, command.File!));

    private string? IsMalformed(SpecCommand command)
    {
        if (command.IsText)
            return SpecTools.RefusesText(Path.Combine(folder, command.File!)) ? null : $"expected malformed text ({command.Message}), wat2wasm takes it";
        try
        {
            WasmModule.Decode(Read(command));
            return $"expected malformed ({command.Message}), it decodes";
        }
        catch (WasmFormatException)
        {
            return null;
        }
    }

    private string? IsInvalid(SpecCommand command)
    {
        try
        {
            SpecSession.Validate(Read(command));
            return $"expected invalid ({command.Message}), it validates";
        }
        catch (WasmValidationException)
        {
            return null;
        }
    }

    private string? IsUnlinkable(SpecSession session, SpecCommand command)
    {
        try
        {
            session.Instantiate(Read(command), null);
            return $"expected unlinkable ({command.Message}), it links";
        }
        catch (WasmLinkException error)
        {
            return error.Message.StartsWith(command.Message, StringComparison.Ordinal) ? null : $"expected {command.Message}, got {error.Message}";
        }
    }

    private static string? Compare(IReadOnlyList<SpecValue> expected, ulong[] results)
    {
        if (expected.Count != results.Length)
            return $"expected {expected.Count} results, got {results.Length}";
        for (int i = 0; i < results.Length; i++)
        {
            if (!expected[i].Matches(results[i]))
                return $"result {i}: expected {expected[i]}, got 0x{results[i]:x}";
        }

        return null;
    }

    /// <summary>The suite's messages are prefixes of one another's ("uninitialized element 2").</summary>
    private static string? Trapped(WasmTrap trap, string expected)
    {
        string[] texts = trap switch
        {
            WasmTrap.None => [""],
            WasmTrap.Unreachable => ["unreachable"],
            WasmTrap.MemoryOutOfBounds => ["out of bounds memory access"],
            WasmTrap.TableOutOfBounds => ["out of bounds table access"],
            WasmTrap.UndefinedElement => ["undefined element", "uninitialized element"],
            WasmTrap.IndirectCallTypeMismatch => ["indirect call type mismatch"],
            WasmTrap.IntegerOverflow => ["integer overflow"],
            WasmTrap.IntegerDivideByZero => ["integer divide by zero"],
            WasmTrap.InvalidConversionToInteger => ["invalid conversion to integer"],
            WasmTrap.StackOverflow => ["call stack exhausted"],
            _ => [],
        };
        bool fits = expected.Length == 0 ? trap == WasmTrap.None : texts.Any(text => text.Length != 0 && expected.StartsWith(text, StringComparison.Ordinal));
        return fits ? null : $"expected {(expected.Length == 0 ? "no trap" : expected)}, got {trap}";
    }
}
