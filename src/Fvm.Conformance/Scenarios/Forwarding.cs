using System.Buffers.Binary;
using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>The wasm actor of a user, which calls whom it is told to (<c>forwarder.wat</c>); the same in worlds of native and of wasm actors.</summary>
internal static class Forwarding
{
    /// <summary>Added to the error number of a call that was refused, for an exit code.</summary>
    public const uint Refused = 100;

    private const int HeaderLength = 32;
    private const uint NoBlock = uint.MaxValue;

    public static ReadOnlyMemory<byte> Wasm { get; } = Load();

    /// <summary>What to tell it.</summary>
    /// <param name="to">Whom to call.</param>
    /// <param name="method">Which method.</param>
    /// <param name="parameters">With what; null for no block.</param>
    /// <param name="readOnly">Whether the callee may change nothing.</param>
    /// <param name="gasLimit">Its gas limit.</param>
    public static IpldBlock Call(Address to, ulong method, IpldBlock? parameters = null, bool readOnly = false, ulong gasLimit = ulong.MaxValue)
    {
        byte[] text = new byte[HeaderLength + to.Bytes.Length + (parameters?.Data.Length ?? 0)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, method);
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(8), gasLimit);
        BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(16), readOnly ? 1UL : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(text.AsSpan(24), (uint)to.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(text.AsSpan(28), parameters is null ? NoBlock : (uint)parameters.Data.Length);
        to.Bytes.CopyTo(text.AsSpan(HeaderLength));
        parameters?.Data.Span.CopyTo(text.AsSpan(HeaderLength + to.Bytes.Length));
        return IpldBlock.Cbor(text);
    }

    private static byte[] Load()
    {
        using Stream stream = typeof(Forwarding).Assembly.GetManifestResourceStream("forwarder.wasm")!;
        byte[] wasm = new byte[stream.Length];
        stream.ReadExactly(wasm);
        return wasm;
    }
}
