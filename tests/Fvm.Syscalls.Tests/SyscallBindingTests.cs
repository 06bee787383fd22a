using Fvm.Abi;
using Fvm.Protocol;

namespace Fvm.Syscalls.Tests;

/// <summary>Every syscall from wasm: what it asks of the kernel, what it writes, and the error numbers of spoilt calls.</summary>
public sealed class SyscallBindingTests
{
    /// <summary>Every case of FVM v3, and those of the others that differ: "v3 ipld.block_open".</summary>
    public static TheoryData<string> Names =>
        [.. SyscallVersion.All.SelectMany(version => version.OwnCases.Select(row => $"{version.Name} {row}"))];

    [Theory]
    [InlineData("v2", "vm.abort")]
    [InlineData("v3", "vm.exit")]
    [InlineData("v4", "vm.exit")]
    public void Every_row_of_the_table_but_the_end_has_a_case(string version, string end) => Assert.Equal(
        SyscallVersion.Named(version).Table.Syscalls.Select(row => $"{row.Module}.{row.Name}").Order(StringComparer.Ordinal),
        SyscallVersion.Named(version).Cases.Select(row => row.ToString()).Append(end).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_good_call_asks_the_kernel_and_writes_the_answer(string name)
    {
        (SyscallTable table, SyscallCase row) = Find(name);
        Probe probe = SyscallCase.NewProbe(table);
        probe.Kernel.DebugEnabled = true;
        Assert.Equal(0U, Call(probe, row, row.Arguments));
        Assert.Equal(row.KernelCalls, probe.Kernel.Calls);
        if (row.Answer != "?") AssertAt(probe, SyscallCase.AnswerAt, row.Answer + "ee");
        AssertAt(probe, SyscallCase.BufferAt, row.Buffer.Length == 0 ? "ee" : row.Buffer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_spoilt_call_gets_its_error_number_and_writes_nothing(string name)
    {
        (SyscallTable table, SyscallCase row) = Find(name);
        foreach ((int index, long value, int error) in row.Spoilt)
        {
            Probe probe = SyscallCase.NewProbe(table);
            probe.Kernel.DebugEnabled = true;
            long[] arguments = [.. row.Arguments];
            arguments[index] = value;
            Assert.Equal((name, index, value, (uint)error), (name, index, value, Call(probe, row, arguments)));

            // Only a buffer that is too small is found out after the kernel was asked; the f2 address looks first.
            bool asked = error == (int)ErrorNumber.BufferTooSmall && row.Name is not ("next_actor_address" or "new_actor_address");
            Assert.Equal(asked ? row.KernelCalls : [], probe.Kernel.Calls);
            AssertUntouched(probe);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refusal_of_the_kernel_reaches_the_guest_and_nothing_is_written(string name)
    {
        (SyscallTable table, SyscallCase row) = Find(name);
        if (row.KernelCall.Length == 0 || row.Name == "log") return;
        Probe probe = SyscallCase.NewProbe(table);
        probe.Kernel.DebugEnabled = true;
        probe.Kernel.Status = SyscallStatus.Refuse(ErrorNumber.ReadOnly, "no");
        Assert.Equal(13U, Call(probe, row, row.Arguments));
        AssertUntouched(probe);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Out_of_gas_in_the_kernel_unwinds_the_guest(string name)
    {
        (SyscallTable table, SyscallCase row) = Find(name);
        if (row.KernelCall.Length == 0 || row.Name == "log") return;
        Probe probe = SyscallCase.NewProbe(table);
        probe.Kernel.DebugEnabled = true;
        probe.Kernel.Status = SyscallStatus.OutOfGas;
        Assert.Equal(ActorExitKind.OutOfGas, probe.Run(row.Module, row.Name, WithAnswer(row, row.Arguments)).Kind);
        Assert.Empty(probe.Memory);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_answer_must_fit_into_the_memory_before_the_kernel_is_asked(string name)
    {
        (SyscallTable table, SyscallCase row) = Find(name);
        if (row.Answer.Length == 0) return;
        int size = row.Answer == "?" ? 8 : row.Answer.Length / 2;
        foreach ((long at, uint error) in new (long, uint)[] { (SyscallCase.End - size, 0), (SyscallCase.End - size + 1, 1), (SyscallCase.End, 1), (-1, 1) })
        {
            Probe probe = SyscallCase.NewProbe(table);
            probe.Kernel.DebugEnabled = true;
            Assert.Equal((at, error), (at, probe.Call(row.Module, row.Name, [at, .. row.Arguments])));
            if (error != 0) Assert.Empty(probe.Kernel.Calls);
        }
    }

    private static (SyscallTable Table, SyscallCase Row) Find(string name)
    {
        SyscallVersion version = SyscallVersion.Named(name[..2]);
        return (version.Table, version.Cases.Single(row => row.ToString() == name[3..]));
    }

    private static long[] WithAnswer(SyscallCase row, long[] arguments) => row.Answer.Length == 0 ? arguments : [SyscallCase.AnswerAt, .. arguments];

    private static uint Call(Probe probe, SyscallCase row, long[] arguments) => probe.Call(row.Module, row.Name, WithAnswer(row, arguments));

    private static void AssertUntouched(Probe probe)
    {
        AssertAt(probe, SyscallCase.AnswerAt, "eeee");
        AssertAt(probe, SyscallCase.BufferAt, "eeee");
    }

    private static void AssertAt(Probe probe, int offset, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(probe.Memory.AsSpan(offset, hex.Length / 2)));
}
