using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Chain values as lotus writes them in JSON (<c>chain/types</c>): links, base64, amounts as text; addresses begin with t.</summary>
internal static class FilecoinJson
{
    /// <summary>An address.</summary>
    public static string Shown(this Address address) => address.ToString(AddressNetwork.Testnet);

    /// <summary>A tipset.</summary>
    public static void WriteTipset(this Utf8JsonWriter writer, ExecutedTipset tipset)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Cids"u8);
        writer.WriteKey(tipset.Key);
        writer.WriteStartArray("Blocks"u8);
        foreach (BlockHeader block in tipset.Tipset.Blocks)
            writer.WriteHeader(block);
        writer.WriteEndArray();
        writer.WriteNumber("Height"u8, tipset.Height);
        writer.WriteEndObject();
    }

    /// <summary>A tipset's name.</summary>
    public static void WriteKey(this Utf8JsonWriter writer, TipsetKey key) => WriteLinks(writer, key.Cids);

    /// <summary>A block's header.</summary>
    public static void WriteHeader(this Utf8JsonWriter writer, BlockHeader block)
    {
        writer.WriteStartObject();
        writer.WriteString("Miner"u8, block.Miner.Shown());
        WriteProof(writer, "Ticket"u8, block.Ticket?.VrfProof, null);
        WriteProof(writer, "ElectionProof"u8, block.ElectionProof?.VrfProof, block.ElectionProof?.WinCount);
        writer.WriteStartArray("BeaconEntries"u8);
        foreach (BeaconEntry entry in block.BeaconEntries)
        {
            writer.WriteBeacon(entry);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("WinPoStProof"u8);
        foreach (PoStProof proof in block.WinPoStProof)
        {
            writer.WriteStartObject();
            writer.WriteNumber("PoStProof"u8, (long)proof.Type);
            writer.WriteBase64String("ProofBytes"u8, proof.ProofBytes.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("Parents"u8);
        WriteLinks(writer, block.Parents);
        writer.WriteString("ParentWeight"u8, block.ParentWeight.ToString(CultureInfo.InvariantCulture));
        writer.WriteNumber("Height"u8, block.Height);
        writer.WriteLink("ParentStateRoot"u8, block.ParentStateRoot);
        writer.WriteLink("ParentMessageReceipts"u8, block.ParentMessageReceipts);
        writer.WriteLink("Messages"u8, block.Messages);
        WriteSignature(writer, "BLSAggregate"u8, block.BlsAggregate);
        writer.WriteNumber("Timestamp"u8, block.Timestamp);
        WriteSignature(writer, "BlockSig"u8, block.BlockSignature);
        writer.WriteNumber("ForkSignaling"u8, block.ForkSignaling);
        writer.WriteAtto("ParentBaseFee"u8, block.ParentBaseFee);
        writer.WriteEndObject();
    }

    /// <summary>What a beacon said.</summary>
    public static void WriteBeacon(this Utf8JsonWriter writer, BeaconEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("Round"u8, entry.Round);
        writer.WriteBase64String("Data"u8, entry.Data.Span);
        writer.WriteEndObject();
    }

    /// <summary>A message, with its CID.</summary>
    public static void WriteMessage(this Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject();
        writer.WriteNumber("Version"u8, message.Version);
        writer.WriteString("To"u8, message.To.Shown());
        writer.WriteString("From"u8, message.From.Shown());
        writer.WriteNumber("Nonce"u8, message.Sequence);
        writer.WriteAtto("Value"u8, message.Value);
        writer.WriteNumber("GasLimit"u8, message.GasLimit);
        writer.WriteAtto("GasFeeCap"u8, message.GasFeeCap);
        writer.WriteAtto("GasPremium"u8, message.GasPremium);
        writer.WriteNumber("Method"u8, message.MethodNum);
        writer.WriteBytes("Params"u8, message.Params);
        writer.WriteLink("CID"u8, message.Cid);
        writer.WriteEndObject();
    }

    /// <summary>A signed message, with its CID.</summary>
    public static void WriteSigned(this Utf8JsonWriter writer, SignedMessage signed)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Message"u8);
        writer.WriteMessage(signed.Message);
        WriteSignature(writer, "Signature"u8, signed.Signature);
        writer.WriteLink("CID"u8, signed.Cid);
        writer.WriteEndObject();
    }

    /// <summary>A receipt.</summary>
    public static void WriteReceiptFields(this Utf8JsonWriter writer, Receipt receipt)
    {
        writer.WriteStartObject();
        writer.WriteNumber("ExitCode"u8, receipt.ExitCode.Value);
        writer.WriteBytes("Return"u8, receipt.ReturnData);
        writer.WriteNumber("GasUsed"u8, receipt.GasUsed);
        writer.WriteLink("EventsRoot"u8, receipt.EventsRoot);
        writer.WriteEndObject();
    }

    /// <summary>Base64; null for nothing.</summary>
    public static void WriteBytes(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            writer.WriteNull(name);
        else
            writer.WriteBase64String(name, bytes.Span);
    }

    /// <summary>A signature as the value of a member.</summary>
    public static void WriteSignature(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Signature? signature)
    {
        if (signature is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("Type"u8, (int)signature.Type);
        writer.WriteBase64String("Data"u8, signature.Bytes.Span);
        writer.WriteEndObject();
    }

    /// <summary>JSON, or null.</summary>
    public static void WriteNode(this Utf8JsonWriter writer, JsonNode? json)
    {
        if (json is null)
            writer.WriteNullValue();
        else
            json.WriteTo(writer);
    }

    /// <summary>A number as decimal text: amounts and power.</summary>
    public static void WriteNumberText(this Utf8JsonWriter writer, BigInteger number) => writer.WriteStringValue(NumberText(number));

    /// <summary>A number as decimal text.</summary>
    public static string NumberText(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>JSON of an actor's state with its addresses as a local network's.</summary>
    public static JsonNode? Local(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject members:
                foreach (string name in members.Select(static member => member.Key).ToList())
                    Replace(members[name], value => members[name] = value);
                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                    Replace(items[i], value => items[i] = value);
                break;
            case JsonValue value when value.TryGetValue(out string? text) && text.StartsWith('f') && Address.TryParse(text, out Address? address):
                return address.Shown();
        }

        return json;
    }

    private static void Replace(JsonNode? json, Action<JsonNode?> set)
    {
        JsonNode? local = Local(json);
        if (!ReferenceEquals(local, json))
            set(local);
    }

    private static void WriteLinks(Utf8JsonWriter writer, IReadOnlyList<Cid> cids)
    {
        writer.WriteStartArray();
        foreach (Cid cid in cids)
            writer.WriteLink(cid);
        writer.WriteEndArray();
    }

    private static void WriteProof(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlyMemory<byte>? proof, long? wins)
    {
        if (proof is not { } bytes)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        if (wins is { } count)
            writer.WriteNumber("WinCount"u8, count);
        writer.WriteBase64String("VRFProof"u8, bytes.Span);
        writer.WriteEndObject();
    }
}
