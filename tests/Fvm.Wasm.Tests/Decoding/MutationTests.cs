using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Decoding;

/// <summary>Damaged modules end in one of the three refusals or pass; nothing else may come out, and nothing may take long.</summary>
public sealed class MutationTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void A_mutated_module_is_refused_in_order_or_accepted()
    {
        var original = SampleModules.Rich();
        var random = new Random(20221109);
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutate(original, random);
            if (Process(bytes)) accepted++;
        }

        // Neither all nor none: else the mutations would say nothing.
        Assert.InRange(accepted, 100, Rounds - 100);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var count = 1 + random.Next(3); count > 0; count--) bytes[8 + random.Next(bytes.Length - 8)] = (byte)random.Next(256);
        return random.Next(8) == 0 ? bytes[..random.Next(8, bytes.Length)] : bytes;
    }

    private static bool Process(byte[] bytes)
    {
        try
        {
            var module = ValidatedModule.Validate(WasmModule.Decode(bytes), WasmProfile.Core);
            MeteredModule.Unmetered(module);
            MeteredModule.Meter(module, MeteringSettings.Filecoin);
            return true;
        }
        catch (WasmMeteringException)
        {
            return true;
        }
        catch (Exception refusal) when (refusal is WasmFormatException or WasmValidationException)
        {
            return false;
        }
    }
}
