using System.Buffers;

namespace Fvm.Node.Rpc;

/// <summary>Where answers are written: it grows, and what was written of an answer that became an error can be taken back.</summary>
internal sealed class RpcBuffer : IBufferWriter<byte>
{
    private const int Initial = 1024;

    private byte[] bytes = new byte[Initial];
    private List<Action>? afterSent;

    /// <summary>How much was written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    /// <summary>Does something once this is on its way.</summary>
    /// <param name="action">What.</param>
    public void AfterSent(Action action) => (afterSent ??= []).Add(action);

    /// <summary>This is on its way.</summary>
    public void Sent()
    {
        foreach (Action action in afterSent ?? [])
            action();
        afterSent = null;
    }

    /// <summary>Takes back what was written beyond a length.</summary>
    /// <param name="length">A length that the buffer had.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Writes one character of ASCII.</summary>
    /// <param name="character">The character.</param>
    public void Append(char character)
    {
        GetSpan(1)[0] = (byte)character;
        Advance(1);
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(Length);
    }

    private void Reserve(int room)
    {
        int needed = checked(Length + Math.Max(room, 1));
        if (needed > bytes.Length)
            Array.Resize(ref bytes, Math.Max(needed, (int)Math.Min(bytes.Length * 2L, Array.MaxLength)));
    }
}
