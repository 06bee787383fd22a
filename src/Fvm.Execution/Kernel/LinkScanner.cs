using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>
/// Finds the links of a block, paying for every CBOR head and every CID on the way; the sum is charged once, also when the scan fails.
/// Only DAG-CBOR is looked into. Heads may be longer than needed and strings of any bytes: it is no decoder. ref-fvm <c>ipld/mod.rs</c>,
/// <c>ipld/cbor.rs</c>.
/// </summary>
internal ref struct LinkScanner
{
    private const int MajorBytes = 2;
    private const int MajorText = 3;
    private const int MajorArray = 4;
    private const int MajorMap = 5;
    private const int MajorTag = 6;
    private const ulong CidTag = 42;
    private const int Blake2bLength = 32;
    private const string ChargeName = "OnScanIpldLinks";

    private readonly GasAmount perField;
    private readonly GasAmount perCid;
    private readonly CidSet? known;
    private Cid[] links = [];
    private int count;
    private ulong fieldsMet;
    private ulong tagsMet;
    private GasAmount remaining;

    private LinkScanner(PriceList prices, GasAmount available, CidSet? known)
    {
        this.known = known;
        perField = prices.ScanPerField;
        perCid = prices.ScanPerCid;
        remaining = available;
    }

    /// <summary>Scans a block.</summary>
    /// <param name="codec">Its codec; refuses with 9 what the machine does not allow.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="prices">What heads and CIDs cost.</param>
    /// <param name="gas">Who is charged.</param>
    /// <param name="known">CIDs that links are likely to be, which need not be made again; null for none.</param>
    /// <param name="links">What was found; null unless all went well.</param>
    /// <returns>Ok; 10 for what is no CBOR; 6 for links to what cannot exist; or out of gas.</returns>
    public static SyscallStatus Scan(ulong codec, ReadOnlySpan<byte> data, PriceList prices, GasTracker gas, CidSet? known, out LinkScan? links)
    {
        GasAmount available = gas.Available;
        var scanner = new LinkScanner(prices, available, known);
        SyscallStatus status = scanner.ScanBlock(codec, data);
        if (!gas.TryCharge(ChargeName, available - scanner.remaining))
            status = SyscallStatus.OutOfGas;
        links = status.IsOk ? scanner.ToScan() : null;
        return status;
    }

    /// <summary>Pays for the scan of a block whose links are known; false, and nothing paid, when there is not gas enough for all of it.</summary>
    public static bool TryPayAgain(LinkScan known, PriceList prices, GasTracker gas)
    {
        GasAmount cost = (prices.ScanPerField * known.Fields) + (prices.ScanPerCid * known.Tags);
        return gas.Available >= cost && gas.TryCharge(ChargeName, cost);
    }

    /// <summary>Pays for the scan of a block that is not made; when there is not gas enough, all of it goes, as a scan's would.</summary>
    public static SyscallStatus Pay(ulong fields, ulong tags, PriceList prices, GasTracker gas)
    {
        GasAmount cost = (prices.ScanPerField * fields) + (prices.ScanPerCid * tags);
        GasAmount available = gas.Available;
        return gas.TryCharge(ChargeName, GasAmount.Min(cost, available)) && cost <= available ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    private readonly LinkScan ToScan() =>
        tagsMet == 0 ? LinkScan.Without(fieldsMet) : new LinkScan(fieldsMet, tagsMet, count == links.Length ? links : links[..count]);

    private static SyscallStatus Malformed(string what) => SyscallStatus.Refuse(ErrorNumber.Serialization, what);

    private SyscallStatus ScanBlock(ulong codec, ReadOnlySpan<byte> data) => codec switch
    {
        Multicodec.DagCbor => ScanCbor(data),
        Multicodec.Raw or Multicodec.Cbor => SyscallStatus.Ok,
        _ => SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "codec not allowed"),
    };

    private SyscallStatus ScanCbor(ReadOnlySpan<byte> data)
    {
        ulong fields = 1;
        while (fields > 0)
        {
            fields--;
            if (!TryCharge(perField))
                return SyscallStatus.OutOfGas;
            fieldsMet++;
            if (!TryReadHead(ref data, out int major, out ulong extra))
                return Malformed("invalid cbor header");
            switch (major)
            {
                case MajorBytes or MajorText:
                    if (extra > (ulong)data.Length)
                        return Malformed("unexpected end of cbor stream");
                    data = data[(int)extra..];
                    break;
                case MajorTag when extra == CidTag:
                    SyscallStatus status = ScanCid(ref data);
                    if (!status.IsOk)
                        return status;
                    break;
                case MajorTag:
                    fields++;
                    break;
                case MajorArray or MajorMap:
                    // Not by UInt128, which no code that is compiled ahead may use.
                    ulong each = major == MajorMap ? 2UL : 1UL;
                    if (extra > (ulong.MaxValue - fields) / each)
                        return Malformed("cbor field count overflow");
                    fields += extra * each;
                    break;
            }
        }

        return data.IsEmpty ? SyscallStatus.Ok : Malformed("trailing bytes in CBOR block");
    }

    /// <summary>The byte string behind a tag 42: it is paid for by the CID and not as a field.</summary>
    private SyscallStatus ScanCid(ref ReadOnlySpan<byte> data)
    {
        if (!TryCharge(perCid))
            return SyscallStatus.OutOfGas;
        tagsMet++;
        if (!TryReadHead(ref data, out int major, out ulong length))
            return Malformed("invalid cbor header");
        if (major != MajorBytes)
            return Malformed("expected cbor type byte string in input");
        if (length > (ulong)data.Length)
            return Malformed("unexpected end of cbor stream");
        if (length < 1 || data[0] != 0)
            return Malformed("DagCBOR CID does not start with a 0x byte");
        ReadOnlySpan<byte> bytes = data[1..(int)length];
        data = data[(int)length..];
        if (known is not null && known.TryFind(bytes, out Cid? found))
            return Visit(found);
        if (!Cid.TryRead(bytes, out Cid? cid, out int consumed))
            return Malformed("invalid cid");
        return consumed == bytes.Length ? Visit(cid) : Malformed("cid has trailing bytes");
    }

    private SyscallStatus Visit(Cid cid)
    {
        // Commitments of sectors and pieces are no blocks.
        if (cid.Codec is Multicodec.FilCommitmentUnsealed or Multicodec.FilCommitmentSealed)
            return SyscallStatus.Ok;
        if (!Block.IsAllowed(cid.Codec))
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "block links to CID with forbidden codec");
        // An inline block is looked into. A digest has 64 bytes at most and each level takes 6, so this ends soon.
        if (cid.IsIdentity)
            return ScanBlock(cid.Codec, cid.Digest);
        if (cid.MultihashCode != Multicodec.Blake2b256 || cid.Digest.Length != Blake2bLength)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "block links to CID with forbidden multihash type");
        if (count == links.Length)
            Array.Resize(ref links, Math.Max(4, count * 2));
        links[count++] = cid;
        return SyscallStatus.Ok;
    }

    private static bool TryReadHead(ref ReadOnlySpan<byte> data, out int major, out ulong extra)
    {
        major = 0;
        extra = 0;
        if (data.IsEmpty)
            return false;
        int low = data[0] & 0x1f;
        major = data[0] >> 5;
        data = data[1..];
        int width = low switch
        {
            <= 23 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => -1,
        };
        if (width < 0 || width > data.Length)
            return false;
        extra = width switch
        {
            0 => (ulong)low,
            1 => data[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(data),
            4 => BinaryPrimitives.ReadUInt32BigEndian(data),
            _ => BinaryPrimitives.ReadUInt64BigEndian(data),
        };
        data = data[width..];
        return true;
    }

    /// <summary>Running out uses up all that there was.</summary>
    private bool TryCharge(GasAmount amount)
    {
        if (remaining < amount)
        {
            remaining = GasAmount.Zero;
            return false;
        }

        remaining -= amount;
        return true;
    }
}
