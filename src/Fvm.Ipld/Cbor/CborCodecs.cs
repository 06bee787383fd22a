namespace Fvm.Ipld.Cbor;

/// <summary>The codecs of plain types.</summary>
public static class CborCodecs
{
    /// <summary>Unsigned integers of 64 bits.</summary>
    public static CborCodec<ulong> UInt64 { get; } = new((ref CborReader r) => r.ReadUInt64(), (w, v) => w.WriteUInt64(v));

    /// <summary>Signed integers of 64 bits.</summary>
    public static CborCodec<long> Int64 { get; } = new((ref CborReader r) => r.ReadInt64(), (w, v) => w.WriteInt64(v));

    /// <summary>False and true.</summary>
    public static CborCodec<bool> Bool { get; } = new((ref CborReader r) => r.ReadBool(), (w, v) => w.WriteBool(v));

    /// <summary>Byte strings.</summary>
    public static CborCodec<byte[]> Bytes { get; } = new((ref CborReader r) => r.ReadBytes().ToArray(), (w, v) => w.WriteBytes(v));

    /// <summary>Text strings.</summary>
    public static CborCodec<string> Text { get; } = new((ref CborReader r) => r.ReadText(), (w, v) => w.WriteText(v));

    /// <summary>Links.</summary>
    public static CborCodec<Cid> Cid { get; } = new((ref CborReader r) => r.ReadCid()!, (w, v) => w.WriteCid(v)) { IsShareable = true };

    /// <summary>Values of any type, left encoded.</summary>
    public static CborCodec<byte[]> Raw { get; } = new((ref CborReader r) => r.ReadRaw().ToArray(), (w, v) => w.WriteRaw(v));
}
