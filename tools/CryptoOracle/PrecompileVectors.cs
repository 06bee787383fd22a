using System.Text.Json;
using Fvm.Crypto;

namespace Fvm.CryptoOracle;

/// <summary>
/// Runs files of vectors as go-ethereum (<c>core/vm/testdata/precompiles</c>) and the EIPs (<c>assets/eip-2537</c>) keep them: a file's name says the
/// operation; an entry has <c>Input</c> and either <c>Expected</c> or <c>ExpectedError</c>.
/// </summary>
internal static class PrecompileVectors
{
    private delegate byte[]? Operation(byte[] input);

    internal static bool Run(IEnumerable<string> folders)
    {
        int passed = 0, failed = 0, skipped = 0;
        foreach (string file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal))
        {
            Operation? operation = Find(Path.GetFileNameWithoutExtension(file));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                if (operation is null)
                {
                    skipped++;
                    continue;
                }

                byte[]? actual = operation(Convert.FromHexString(entry.GetProperty("Input").GetString()!));
                string expected = entry.TryGetProperty("Expected", out JsonElement text) ? text.GetString()! : "error";
                if ((actual is null ? "error" : Convert.ToHexStringLower(actual)) == expected)
                {
                    passed++;
                    continue;
                }

                failed++;
                Console.WriteLine($"{file}: {(entry.TryGetProperty("Name", out JsonElement name) ? name.GetString() : "?")}");
            }
        }

        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed == 0 && passed > 0;
    }

    private static Operation? Find(string file)
    {
        string name = file.ToLowerInvariant();
        (string Part, Operation Operation)[] table =
        [
            ("bn256add", input => Output(64, o => Bn254.TryAdd(input, o))),
            ("bn256scalarmul", input => Output(64, o => Bn254.TryMultiply(input, o))),
            ("bn256pairing", input => Bn254.TryPairingCheck(input, out bool one) ? Word(one) : null),
            ("blake2f", input => Output(64, o => Blake2bF.TryCompress(input, o))),
            ("modexp", ModularPower),
            ("p256verify", input => Secp256r1.Verify(input) ? Word(true) : []),
            ("blsg1add", input => Output(128, o => Eip2537.TryG1Add(input, o))),
            ("add_g1", input => Output(128, o => Eip2537.TryG1Add(input, o))),
            ("blsg2add", input => Output(256, o => Eip2537.TryG2Add(input, o))),
            ("add_g2", input => Output(256, o => Eip2537.TryG2Add(input, o))),
            ("blsg1m", input => Output(128, o => Eip2537.TryG1MultiScalar(input, o))),
            ("msm_g1", input => Output(128, o => Eip2537.TryG1MultiScalar(input, o))),
            ("mul_g1", input => Output(128, o => Eip2537.TryG1MultiScalar(input, o))),
            ("blsg2m", input => Output(256, o => Eip2537.TryG2MultiScalar(input, o))),
            ("msm_g2", input => Output(256, o => Eip2537.TryG2MultiScalar(input, o))),
            ("mul_g2", input => Output(256, o => Eip2537.TryG2MultiScalar(input, o))),
            ("blspairing", input => Eip2537.TryPairingCheck(input, out bool one) ? Word(one) : null),
            ("pairing_check", input => Eip2537.TryPairingCheck(input, out bool one) ? Word(one) : null),
            ("blsmapg1", input => Output(128, o => Eip2537.TryMapFpToG1(input, o))),
            ("map_fp_to_g1", input => Output(128, o => Eip2537.TryMapFpToG1(input, o))),
            ("blsmapg2", input => Output(256, o => Eip2537.TryMapFp2ToG2(input, o))),
            ("map_fp2_to_g2", input => Output(256, o => Eip2537.TryMapFp2ToG2(input, o))),
        ];
        return table.FirstOrDefault(row => name.Contains(row.Part, StringComparison.Ordinal)).Operation;
    }

    /// <summary>The contract's framing: three lengths of 32 bytes, then base, exponent and modulus, as if zeros followed.</summary>
    private static byte[]? ModularPower(byte[] input)
    {
        int[] lengths = new int[3];
        for (int i = 0; i < lengths.Length; i++)
        {
            byte[] word = Slice(input, 32 * i, 32);
            if (word.AsSpan(0, 28).ContainsAnyExcept((byte)0))
                return null;
            lengths[i] = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(word.AsSpan(28));
        }

        byte[] output = new byte[lengths[2]];
        ModularExponentiation.Compute(
            Slice(input, 96, lengths[0]), Slice(input, 96 + lengths[0], lengths[1]), Slice(input, 96 + lengths[0] + lengths[1], lengths[2]), output);
        return output;
    }

    private static byte[] Slice(byte[] input, int start, int length)
    {
        byte[] slice = new byte[length];
        if (start < input.Length)
            input.AsSpan(start, Math.Min(length, input.Length - start)).CopyTo(slice);
        return slice;
    }

    private static byte[]? Output(int length, Func<byte[], bool> run)
    {
        byte[] output = new byte[length];
        return run(output) ? output : null;
    }

    private static byte[] Word(bool value) => [.. new byte[31], value ? (byte)1 : (byte)0];
}
