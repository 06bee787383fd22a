using Fvm.Conformance.WasmFuzzing;
using Fvm.Conformance.WasmSpec;

namespace Fvm.Conformance.Tests;

/// <summary>The WebAssembly engine: the official suite, a script of our own, and a small share of what <c>fvm wasm fuzz</c> does.</summary>
public class WasmSuiteTests
{
    /// <summary>WebAssembly/testsuite at commit 3a04b2c, the 90 scripts without SIMD.</summary>
    private const int OfficialAssertions = 26_625;

    [Fact]
    public void Official_suite_passes()
    {
        string? suite = Environment.GetEnvironmentVariable("FVM_WASM_SUITE");
        Assert.SkipWhen(string.IsNullOrEmpty(suite), "no suite: set FVM_WASM_SUITE to the non-SIMD scripts of WebAssembly/testsuite at commit 3a04b2c");
        SpecReport report = SpecSuite.Run(suite!, progress: null);
        Assert.Empty(report.Scripts.SelectMany(script => script.Failures));
        Assert.Equal(OfficialAssertions, report.Passed + report.Skipped);
    }

    /// <summary>A script in the JSON of wast2json, so that the runner is tested where wabt is not: it must notice what is wrong.</summary>
    [Fact]
    public void The_runner_counts_what_holds_and_what_does_not()
    {
        string folder = Directory.CreateTempSubdirectory("fvm-spec-").FullName;
        try
        {
            // (module (func (export "seven") (result i32) i32.const 7) (func (export "trap") unreachable))
            File.WriteAllBytes(Path.Combine(folder, "m.wasm"), Convert.FromHexString(
                "0061736d01000000" + "0108026000017f600000" + "0303020001" + "07100205736576656e000004747261700001" + "0a0a02040041070b0300000b"));
            File.WriteAllText(Path.Combine(folder, "m.json"), """
                {"source_filename": "m.wast", "commands": [
                  {"type": "module", "line": 1, "filename": "m.wasm"},
                  {"type": "assert_return", "line": 2, "action": {"type": "invoke", "field": "seven", "args": []}, "expected": [{"type": "i32", "value": "7"}]},
                  {"type": "assert_return", "line": 3, "action": {"type": "invoke", "field": "seven", "args": []}, "expected": [{"type": "i32", "value": "8"}]},
                  {"type": "assert_trap", "line": 4, "action": {"type": "invoke", "field": "trap", "args": []}, "text": "unreachable", "expected": []},
                  {"type": "assert_trap", "line": 5, "action": {"type": "invoke", "field": "trap", "args": []}, "text": "integer overflow", "expected": []},
                  {"type": "assert_invalid", "line": 6, "filename": "m.wasm", "text": "type mismatch", "module_type": "binary"},
                  {"type": "assert_return", "line": 7, "action": {"type": "invoke", "field": "absent", "args": []}, "expected": []}]}
                """);
            SpecReport report = SpecSuite.Run(folder, progress: null);
            Assert.Equal(2, report.Passed);
            Assert.Equal([3, 5, 6, 7], report.Scripts.SelectMany(script => script.Failures).Select(failure => failure.Line));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Both_engines_agree_on_random_programs()
    {
        FuzzReport report = EngineFuzzer.Run(seed: 9, count: 120, Environment.ProcessorCount, progress: null);
        Assert.Empty(report.Findings);
        Assert.True(report.Passed > 100, $"{report.Passed} programs ran");
    }

    [Fact]
    public void Damaged_modules_are_refused_in_order()
    {
        FuzzReport report = MutationFuzzer.Run(seed: 9, count: 20_000, Environment.ProcessorCount, extra: [], progress: null);
        Assert.Empty(report.Findings);
        Assert.Equal(20_000, report.Passed);
    }
}
