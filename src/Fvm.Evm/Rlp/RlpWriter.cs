using System.Numerics;

namespace Fvm.Evm.Rlp;

/// <summary>Writes recursive length prefixes (Yellow Paper, appendix B), in their canonical form.</summary>
public sealed class RlpWriter
{
    private const byte ShortString = 0x80, LongString = 0xb7, ShortList = 0xc0, LongList = 0xf7;
    private const int ShortLimit = 56;

    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>What was written so far; holds until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes a byte string.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 1 && bytes[0] < ShortString)
        {
            WriteEncoded(bytes);
            return;
        }

        Span<byte> header = stackalloc byte[9];
        WriteEncoded(header[..WriteHeader(header, ShortString, LongString, bytes.Length)]);
        WriteEncoded(bytes);
    }

    /// <summary>Writes an integer: big-endian bytes without leading zeros.</summary>
    public void WriteWord(in UInt256 word)
    {
        Span<byte> bytes = stackalloc byte[UInt256.ByteLength];
        word.WriteBigEndian(bytes);
        WriteBytes(bytes[(UInt256.ByteLength - word.SignificantBytes)..]);
    }

    /// <summary>Writes an address: 20 bytes.</summary>
    public void WriteAddress(EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        WriteBytes(bytes);
    }

    /// <summary>Writes items that are encoded already.</summary>
    public void WriteEncoded(ReadOnlySpan<byte> encoded)
    {
        Reserve(encoded.Length);
        encoded.CopyTo(_buffer.AsSpan(_length));
        _length += encoded.Length;
    }

    /// <summary>Begins a list; everything written up to <see cref="EndList"/> belongs to it.</summary>
    /// <returns>What <see cref="EndList"/> asks for.</returns>
    public int BeginList() => _length;

    /// <summary>Ends a list: its header, whose length was not known before, moves in front.</summary>
    public void EndList(int begin)
    {
        Span<byte> header = stackalloc byte[9];
        int headerLength = WriteHeader(header, ShortList, LongList, _length - begin);
        Reserve(headerLength);
        _buffer.AsSpan(begin, _length - begin).CopyTo(_buffer.AsSpan(begin + headerLength));
        header[..headerLength].CopyTo(_buffer.AsSpan(begin));
        _length += headerLength;
    }

    private static int WriteHeader(Span<byte> header, byte shortForm, byte longForm, int length)
    {
        if (length < ShortLimit)
        {
            header[0] = (byte)(shortForm + length);
            return 1;
        }

        int lengthBytes = (39 - BitOperations.LeadingZeroCount((uint)length)) / 8;
        header[0] = (byte)(longForm + lengthBytes);
        for (int i = 0; i < lengthBytes; i++) header[1 + i] = (byte)(length >> (8 * (lengthBytes - 1 - i)));
        return 1 + lengthBytes;
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + more));
    }
}
