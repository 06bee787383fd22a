namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>event</c>.</summary>
public interface IEventOps
{
    /// <summary>Emits an event in the form of FVM v3 (nv18 to nv20): one CBOR value, an array of [flags, key, codec, value].</summary>
    /// <param name="encoded">The CBOR.</param>
    SyscallStatus EmitEncodedEvent(ReadOnlySpan<byte> encoded);
}
