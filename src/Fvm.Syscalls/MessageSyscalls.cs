using System.Globalization;
using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>vm</c> (ref-fvm <c>syscalls/vm.rs</c>).</summary>
internal static class MessageSyscalls
{
    /// <summary>The greatest number of bytes of an actor's message in the backtrace: 1024 frames of them stay below about 1 MiB.</summary>
    private const int MaxMessageLength = 1024;

    /// <summary>message_context() -> MessageContext.</summary>
    public static SyscallStatus MessageContext(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Message.Context(out MessageContext context);
        if (status.IsOk) OutStructs.WriteMessageContext(call.AnswerBytes, context);
        return status;
    }

    /// <summary>context() -> InvocationContext, to nv17.</summary>
    public static SyscallStatus InvocationContext(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Message.Context(out MessageContext message);
        if (!status.IsOk) return status;
        status = call.Kernel.Network.Context(out NetworkContext network);
        if (status.IsOk) OutStructs.WriteInvocationContext(call.AnswerBytes, message, network);
        return status;
    }

    /// <summary>abort(code, message_off, message_len), to nv17: ends the invocation. Success is a code of the system too; nothing goes along.</summary>
    public static SyscallStatus Abort(in SyscallCall call)
    {
        uint code = call.UInt32(0);
        if (code < ExitCode.FirstUser)
            call.Invocation.Exit(ExitCode.SysIllegalExitCode, 0, string.Create(CultureInfo.InvariantCulture, $"actor aborted with code {code}"));
        else
            call.Invocation.Exit(new ExitCode(code), 0, ReadMessage(call, call.UInt32(1), call.UInt32(2)));
        return SyscallStatus.Ok;
    }

    /// <summary>
    /// exit(code, block, message_off, message_len): ends the invocation. A code of the system (1 to 15) becomes 9; the block goes along
    /// either way. Message memory that cannot be read is no error.
    /// </summary>
    public static SyscallStatus Exit(in SyscallCall call)
    {
        uint code = call.UInt32(0);
        if (code != 0 && code < ExitCode.FirstUser)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"actor aborted with code {code}");
            call.Invocation.Exit(ExitCode.SysIllegalExitCode, call.UInt32(1), reason);
        }
        else
        {
            call.Invocation.Exit(new ExitCode(code), call.UInt32(1), ReadMessage(call, call.UInt32(2), call.UInt32(3)));
        }

        return SyscallStatus.Ok;
    }

    private static string ReadMessage(in SyscallCall call, uint offset, uint length)
    {
        if (length == 0) return "actor aborted";
        SyscallStatus status = call.Memory.Slice(offset, length, out Span<byte> bytes);
        if (!status.IsOk) return $"failed to extract error message: {status.Detail}";
        if (bytes.Length <= MaxMessageLength) return Encoding.UTF8.GetString(bytes);

        string prefix = Encoding.UTF8.GetString(bytes[..(MaxMessageLength / 2)]);
        string suffix = Encoding.UTF8.GetString(bytes[^(MaxMessageLength / 2)..]);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix} ... (skipped {bytes.Length - MaxMessageLength} bytes) ... {suffix}");
    }
}
