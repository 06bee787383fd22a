namespace Fvm.Conformance.Scenarios;

/// <summary>
/// Contracts of a few instructions, each called twice, with call data and value: what an instruction does, and how a frame ends. The code stands as hex; an
/// answer is one word in memory (<see cref="Return"/>).
/// </summary>
internal static class EvmProgramScenarios
{
    /// <summary>PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.</summary>
    private const string Return = "5f5260205ff3";

    /// <summary>RETURNDATASIZE, PUSH0, PUSH0, RETURNDATACOPY, RETURNDATASIZE, PUSH0, RETURN.</summary>
    private const string ReturnData = "3d5f5f3e3d5ff3";

    private static readonly (string Name, uint Exit, string Code, string Input, long Value)[] Programs =
    [
        ("stop", 0, "00", "", 0),
        ("end-of-code", 0, "5f", "0102", 5),
        ("invalid", 34, "fe", "", 0),
        ("undefined", 35, "0c", "", 0),
        ("callcode-is-undefined", 35, "5f5f5f5f5f5f5ff2", "", 0),
        ("blobhash-is-undefined", 35, "5f49", "", 0),
        ("blobbasefee-is-undefined", 35, "4a", "", 0),
        ("underflow", 36, "01", "", 0),
        ("underflow-before-read-only", 36, "55", "", 0),
        ("overflow", 37, "5b5f5f56", "", 0),
        ("revert-empty", 33, "5f5ffd", "", 0),
        ("revert-with-data", 33, "61beef5f5260205ffd", "", 1),
        ("jump-nowhere", 39, "600456", "", 0),
        ("jump-beyond-32-bits", 39, "6401000000005600", "", 0),
        ("jump-into-push-data", 39, "6004565b605b", "", 0),
        ("conditional-jump-not-taken", 0, "5f60ff57602a" + Return, "", 0),
        ("memory-beyond-32-bits", 38, "5f64010000000052", "", 0),
        ("memory-at-the-last-byte", 38, "5f63ffffffff52", "", 0),
        ("memory-beyond-31-bits", 24, "5f63ffffff0052", "", 0),
        ("empty-region-anywhere", 0, "5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" + "f3", "", 0),
        ("memory-has-no-square-in-its-price", 0, "5f627fffe05259" + Return, "", 0),
        ("gas-is-what-the-message-has-left", 0, "640218711a005a11" + Return, "", 0),
        ("call-an-account", 0, "5f5f5f5f5f335af1" + Return, "", 0),
        ("creation-that-fails-is-counted", 0, "60fe5f5360015f5ff0505f5f5ff0" + Return, "", 0),
        ("creation-that-cannot-be-paid-is-not-counted", 0, "5f5f64fffffffffff0505f5f5ff0" + Return, "", 0),
        ("msize-grows-by-words", 0, "602160205359" + Return, "", 0),
        ("return-data-beyond-its-end", 38, "60015f5f3e", "", 0),
        ("return-data-of-nothing", 0, "5f5f5f3e602a" + Return, "", 0),
        ("return-data-after-identity", 0, "60205f60205f60045afa50" + ReturnData, "", 0),
        ("call-data-padding", 0, "601f35" + Return, "ff", 0),
        ("call-data-far-beyond", 0, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff35" + Return, "ff", 0),
        ("call-data-copy", 0, "60405f5f3760405ff3", "0102030405", 0),
        ("code-copy", 0, "60405f5f3960405ff3", "", 0),
        ("code-size", 0, "38" + Return, "", 0),
        ("address", 0, "30" + Return, "", 0),
        ("caller-is-a-masked-id", 0, "33" + Return, "", 0),
        ("origin-is-a-masked-id", 0, "32" + Return, "", 0),
        ("call-value", 0, "34" + Return, "", 12345),
        ("self-balance", 0, "47" + Return, "", 12345),
        ("balance-of-self", 0, "3031" + Return, "", 12345),
        ("balance-of-nobody", 0, "73" + "1111111111111111111111111111111111111111" + "31" + Return, "", 0),
        ("balance-of-a-masked-id", 0, "73" + "ff00000000000000000000000000000000000063" + "31" + Return, "", 0),
        ("gas-price", 0, "3a" + Return, "", 0),
        ("coinbase-is-zero", 0, "41" + Return, "", 0),
        ("timestamp", 0, "42" + Return, "", 0),
        ("number", 0, "43" + Return, "", 0),
        ("gas-limit-is-the-blocks", 0, "45" + Return, "", 0),
        ("chain-id", 0, "46" + Return, "", 0),
        ("base-fee", 0, "48" + Return, "", 0),
        ("block-hash-of-the-current-epoch", 0, "4340" + Return, "", 0),
        ("block-hash-of-2-to-the-200", 0, "600160c81b40" + Return, "", 0),
        ("count-leading-zeros-of-zero", 0, "5f1e" + Return, "", 0),
        ("count-leading-zeros", 0, "61ffff1e" + Return, "", 0),
        ("division-by-zero", 0, "5f600704" + Return, "", 0),
        ("signed-division-overflow", 0, "5f196001" + "60ff1b05" + Return, "", 0),
        ("modular-multiplication", 0, "600d5f195f1909" + Return, "", 0),
        ("exponentiation", 0, "61ffff60070a" + Return, "", 0),
        ("keccak-of-nothing", 0, "5f5f20" + Return, "", 0),
        ("memory-copy-overlapping", 0, "602a5f52602060015f5e60405ff3", "", 0),
        ("storage-set-and-read", 0, "5f5460010180" + "5f55" + Return, "", 0),
        ("storage-same-value-keeps-the-root", 0, "60075f5500", "", 0),
        ("storage-cleared", 0, "60075f555f5f5500", "", 0),
        ("storage-far-keys", 0, "60015f1955600260018060ff1b5500", "", 0),
        ("transient-storage-ends-with-the-message", 0, "5f5c6001015f5d5f5c" + Return, "", 0),
        ("transient-storage-set-and-cleared", 0, "60075f5d5f5f5d00", "", 0),
        ("log-of-nothing", 0, "5f5fa000", "", 0),
        ("log-with-topics-and-data", 0, "602a5f5260046003600260016020" + "5fa400", "", 0),
        ("log-too-large", 24, "6121005fa000", "", 0),
        ("extcodesize-of-account", 0, "33" + "3b" + Return, "", 0),
        ("extcodehash-of-account", 0, "33" + "3f" + Return, "", 0),
        ("extcodesize-of-a-native-actor", 0, "73ff00000000000000000000000000000000000001" + "3b" + Return, "", 0),
        ("extcodehash-of-a-native-actor", 0, "73ff00000000000000000000000000000000000001" + "3f" + Return, "", 0),
        ("extcodecopy-of-a-native-actor", 0, "60205f5f73ff00000000000000000000000000000000000001" + "3c60205ff3", "", 0),
        ("extcodesize-of-self", 0, "303b" + Return, "", 0),
        ("extcodehash-of-self", 0, "303f" + Return, "", 0),
        ("extcodecopy-of-self", 0, "60205f5f303c60205ff3", "", 0),
        ("extcodehash-of-a-precompile", 0, "60013f" + Return, "", 0),
        ("extcodehash-of-an-empty-slot", 0, "600a3f" + Return, "", 0),
        ("extcodehash-of-nobody", 0, "73" + "1111111111111111111111111111111111111111" + "3f" + Return, "", 0),
        ("call-nobody", 0, "5f5f5f5f5f" + "73" + "2222222222222222222222222222222222222222" + "5af1" + Return, "", 0),
        ("static-call-nobody", 0, "5f5f5f5f" + "73" + "3333333333333333333333333333333333333333" + "5afa" + Return, "", 0),
        ("pay-nobody-makes-a-placeholder", 0, "5f5f5f5f34" + "73" + "4444444444444444444444444444444444444444" + "5af1" + Return, "", 9),
        ("pay-a-missing-masked-id", 0, "5f5f5f5f34" + "73ff00000000000000000000000000000000ffffff" + "5af1" + Return, "", 9),
        ("pay-more-than-there-is", 0, "5f5f5f5f6101005f" + "5af1" + Return, "", 0),
        ("pay-a-precompile", 0, "5f5f5f5f3460045af1" + Return, "", 9),
        ("call-an-empty-slot", 0, "5f5f5f5f5f60125af1" + Return, "", 0),
        ("call-a-native-actor", 0, "5f5f5f5f5f73ff00000000000000000000000000000000000001" + "5af1" + Return, "", 0),
        ("delegate-to-a-native-actor", 0, "5f5f5f5f73ff00000000000000000000000000000000000001" + "5af4" + Return, "", 0),
        ("delegate-to-an-account", 0, "5f5f5f5f33" + "5af4" + Return, "", 0),
        ("call-with-no-gas", 0, "5f5f5f5f5f305ff1" + Return, "", 0),
        ("call-with-1000-gas", 0, "5f5f5f5f5f306103e8f1" + Return, "", 0),
        ("output-region-beyond-32-bits", 38, "60016401000000005f5f60045afa", "", 0),
        ("create-empty", 0, "5f5f5ff0" + Return, "", 0),
        ("create-with-more-than-there-is", 0, "5f5f6101f4f0" + Return, "", 0),
        ("create-that-reverts-with-data", 0, "6860aa5f5260205ffd5b5f52" + "60096017" + "5ff0503d" + Return, "", 0),
        ("create-of-code-with-ef", 0, "63" + "60ef5f53" + "5f52" + "6008601c5ff0" + Return, "", 0),
        ("create2-twice-at-one-address", 0, "60075f5f5ff5" + Return, "", 0),
        ("self-destruct-to-caller", 0, "33ff", "", 7),
        ("self-destruct-to-self", 0, "30ff", "", 7),
        ("self-destruct-to-a-missing-masked-id", 40, "73ff0000000000000000000000000000ffffffffff" + "ff", "", 7),
        ("ecrecover-of-nothing", 0, "5f5f5f5f60015afa503d" + Return, "", 0),
        ("sha256", 0, "60205f5f5f60025afa505f51" + Return, "", 0),
        ("ripemd160", 0, "60205f5f5f60035afa505f51" + Return, "", 0),
        ("modexp-of-nothing", 0, "60205f5f5f60055afa3d01" + Return, "", 0),
        ("bn254-add-of-nothing", 0, "60405f5f5f60065afa60405ff3", "", 0),
        ("bn254-pairing-of-nothing", 0, "60205f5f5f60085afa505f51" + Return, "", 0),
        ("blake2f-of-a-wrong-length", 0, "5f5f60d45f60095afa" + Return, "", 0),
        ("p256-verify-of-nothing", 0, "5f5f5f5f6101005afa503d" + Return, "", 0),
        ("resolve-address-of-no-address", 0, "5f5f60015f73fe00000000000000000000000000000000000001" + "5afa" + Return, "", 0),
        ("resolve-address-of-f01", 0, "600160f81b600153" + "60205f600260" + "00" + "73fe00000000000000000000000000000000000001" + "5afa5f51" + Return, "", 0),
        ("lookup-delegated-address", 0, "60065f52" + "5f5f60205f73fe00000000000000000000000000000000000002" + "5afa3d01" + Return, "", 0),
        ("lookup-delegated-address-too-large", 0, "5f195f52" + "5f5f60205f73fe00000000000000000000000000000000000002" + "5afa" + Return, "", 0),
        ("call-actor-by-call-is-forbidden", 0, "5f5f5f5f5f73fe00000000000000000000000000000000000003" + "5af1" + Return, "", 0),
        ("disabled-native-slot", 0, "5f5f5f5f73fe00000000000000000000000000000000000004" + "5afa" + Return, "", 0),
    ];

    public static IEnumerable<Scenario> All => Programs.Select(program => new Scenario($"evm/{program.Name}", world =>
    {
        var stage = new EvmStage(world);
        EvmContract contract = stage.Write(program.Code);
        byte[] input = Convert.FromHexString(program.Input);
        stage.Raw(program.Exit, contract, input, program.Value);
        world.Epoch++;
        stage.Raw(program.Name.StartsWith("self-destruct-to-c", StringComparison.Ordinal) ? 0 : program.Exit, contract, input, program.Value);
    }));
}
