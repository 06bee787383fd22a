namespace Fvm.Wasm.Metering;

/// <summary>Meters a module.</summary>
internal static class ModuleMeter
{
    /// <summary>See <see cref="MeteredModule.Meter"/>.</summary>
    public static MeteredModule Meter(ValidatedModule module, MeteringSettings settings) => throw new NotImplementedException();

    /// <summary>See <see cref="MeteredModule.Unmetered"/>.</summary>
    public static MeteredModule Unmetered(ValidatedModule module, uint stackLimit) => throw new NotImplementedException();
}
