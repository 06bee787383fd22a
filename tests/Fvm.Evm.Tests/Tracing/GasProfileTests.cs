using System.Text.Json;
using Fvm.Evm.Tracing;

namespace Fvm.Evm.Tests.Tracing;

/// <summary>Gas by function of the sources: solc's output (Profiled.sol, Profiled.json) read, and its code watched.</summary>
public sealed class GasProfileTests
{
    private static readonly ContractSources Sources = Assert.Single(ContractSources.Read(Output()));

    [Fact]
    public void Gas_is_summed_up_by_function_of_the_source_with_internal_ones_and_modifiers()
    {
        GasProfile profile = Profile(5, out long used);
        Assert.Equal(["Profiled", "Profiled.add", "Profiled.counted", "Profiled.square"], profile.SourceFunctions.Select(line => line.Function).Order(StringComparer.Ordinal));
        Assert.Equal(used, profile.SourceFunctions.Sum(line => line.Line.Gas));
        // The name comes from the compiler's selectors.
        Assert.Equal([("add(uint256)", used)], profile.Functions.Select(line => (line.Function, line.Line.Gas)));
    }

    [Fact]
    public void A_longer_loop_makes_its_function_dearer()
    {
        GasProfile few = Profile(5, out _), many = Profile(105, out _);
        Assert.True(Gas(many, "Profiled.square") > Gas(few, "Profiled.square") + (100 * 40), $"{Gas(few, "Profiled.square")}, {Gas(many, "Profiled.square")}");
        foreach (string other in new[] { "Profiled.add", "Profiled.counted" })
            Assert.Equal(Gas(few, other), Gas(many, other));
        // Additions that check for overflow are the compiler's own code, in no function of the source.
        Assert.True(Gas(many, "Profiled") > Gas(few, "Profiled"));
        // total += step: a slot that was empty.
        Assert.InRange(Gas(few, "Profiled.counted"), 20_000, 25_000);
    }

    [Fact]
    public void Code_is_known_whatever_its_immutables_are()
    {
        byte[] code = Deploy(7), other = Deploy(8);
        Assert.NotEqual(code, other);
        Assert.True(Sources.Is(code));
        Assert.True(Sources.Is(other));
        code[0] ^= 1;
        Assert.False(Sources.Is(code));
        Assert.False(Sources.Is(other.AsSpan(1)));
    }

    [Fact]
    public void Without_sources_there_are_selectors_alone()
    {
        var interpreter = new EvmInterpreter();
        var profile = new GasProfile();
        interpreter.Tracer = profile;
        Run(interpreter, 5);
        Assert.Empty(profile.SourceFunctions);
        Assert.Equal("0x1003e2d2", Assert.Single(profile.Functions).Function);
    }

    [Fact]
    public void A_map_repeats_what_is_empty_and_counts_instructions_not_bytes()
    {
        // PUSH2 0x0102, STOP, JUMPDEST.
        SourceMap map = SourceMap.Parse("10:20:1;;:5", [0x61, 1, 2, 0, 0x5b]);
        Assert.Equal(new SourceSpan(10, 20, 1), map.At(0));
        Assert.Equal(new SourceSpan(10, 20, 1), map.At(3));
        Assert.Equal(new SourceSpan(10, 5, 1), map.At(4));
        Assert.Null(map.At(5));
        Assert.Contains("entry 1", Assert.Throws<FormatException>(() => SourceMap.Parse("1:2:3;x", [0, 0])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"contracts":{"a.sol":{"A":{"evm":{"deployedBytecode":{}}}}}}""")]
    public void What_is_no_output_of_a_compiler_is_refused(string text)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Throws<FormatException>(() => ContractSources.Read(document.RootElement));
    }

    private static long Gas(GasProfile profile, string function) => profile.SourceFunctions.Single(line => line.Function == function).Line.Gas;

    private static GasProfile Profile(ulong argument, out long used)
    {
        var interpreter = new EvmInterpreter();
        var profile = new GasProfile(sources: [Sources]);
        interpreter.Tracer = profile;
        used = Run(interpreter, argument);
        return profile;
    }

    private static long Run(EvmInterpreter interpreter, ulong argument)
    {
        const long gas = 1_000_000;
        byte[] input = [0x10, 0x03, 0xe2, 0xd2, .. new UInt256(argument).ToBigEndian()];
        var self = EvmAddress.FromWord(0xaa);
        EvmResult result = interpreter.Execute(
            new EmptyHost(interpreter), new EvmMessage { Gas = gas, Self = self, CodeAddress = self, Input = input }, EvmProgram.Analyse(Deploy(7), EvmConfiguration.Cancun));
        Assert.Equal(new UInt256((argument * argument) + 7), UInt256.ReadBigEndian(result.Output.Span));
        return gas - result.GasLeft;
    }

    private static byte[] Deploy(ulong step)
    {
        string initCode = Output().GetProperty("contracts").GetProperty("Profiled.sol").GetProperty("Profiled").GetProperty("evm").GetProperty("bytecode").GetProperty("object").GetString()!;
        byte[] code = [.. Convert.FromHexString(initCode), .. new UInt256(step).ToBigEndian()];
        return Programs.Run(new EvmInterpreter(), code, EvmConfiguration.Cancun).Output.ToArray();
    }

    private static JsonElement Output()
    {
        using Stream stream = typeof(GasProfileTests).Assembly.GetManifestResourceStream("Profiled.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
