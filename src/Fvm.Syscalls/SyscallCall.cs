using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>What a syscall does: read guest memory, ask the kernel, write the answer. What it writes on failure would be seen, so it writes last.</summary>
/// <param name="call">The call.</param>
/// <returns>Ok; or the error number that the guest gets; or out of gas, which unwinds it.</returns>
internal delegate SyscallStatus SyscallHandler(in SyscallCall call);

/// <summary>One call of a syscall: its arguments, the memory, the kernel, and the place of its answer.</summary>
/// <param name="invocation">The invocation that calls.</param>
/// <param name="memory">The instance's memory.</param>
/// <param name="arguments">The arguments, without the out pointer.</param>
/// <param name="answer">Where the answer goes: a part of the guest's memory of the answer's size, empty for none.</param>
internal readonly ref struct SyscallCall(Invocation invocation, Span<byte> memory, ReadOnlySpan<ulong> arguments, Span<byte> answer)
{
    private readonly ReadOnlySpan<ulong> arguments = arguments;
    private readonly Span<byte> answer = answer;

    /// <summary>The invocation that calls.</summary>
    public Invocation Invocation { get; } = invocation;

    /// <summary>The instance's memory.</summary>
    public GuestMemory Memory { get; } = new(memory, invocation.Rules.KnowsDelegatedAddresses);

    /// <summary>The frame's kernel.</summary>
    public IActorKernel Kernel => Invocation.Kernel;

    /// <summary>An i32 argument, unsigned.</summary>
    public uint UInt32(int index) => (uint)arguments[index];

    /// <summary>An i64 argument, unsigned.</summary>
    public ulong UInt64(int index) => arguments[index];

    /// <summary>An i64 argument, signed.</summary>
    public long Int64(int index) => (long)arguments[index];

    /// <summary>Answers with 32 bits.</summary>
    public SyscallStatus Answer(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(answer, value);
        return SyscallStatus.Ok;
    }

    /// <summary>Answers with 32 bits.</summary>
    public SyscallStatus Answer(int value) => Answer((uint)value);

    /// <summary>Answers with 64 bits.</summary>
    public SyscallStatus Answer(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(answer, value);
        return SyscallStatus.Ok;
    }

    /// <summary>Answers with bytes, exactly as many as the answer has.</summary>
    public SyscallStatus Answer(ReadOnlySpan<byte> value)
    {
        value.CopyTo(answer);
        return SyscallStatus.Ok;
    }

    /// <summary>Answers a verification: 0 for valid, -1 for not.</summary>
    public SyscallStatus AnswerVerdict(bool valid) => Answer(valid ? 0 : -1);

    /// <summary>Answers with an amount in 128 bits; an amount that does not fit is fatal.</summary>
    public SyscallStatus Answer(TokenAmount amount, string what)
    {
        OutStructs.WriteTokenAmount(answer, amount, what);
        return SyscallStatus.Ok;
    }

    /// <summary>The place of the answer, for <see cref="OutStructs"/>.</summary>
    public Span<byte> AnswerBytes => answer;
}
