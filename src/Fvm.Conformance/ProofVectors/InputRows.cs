using System.Security.Cryptography;
using System.Text.Json;
using Fvm.Crypto.Bls12381;

namespace Fvm.Conformance.ProofVectors;

/// <summary>Public inputs as vectors hold them: 32 bytes each, little-endian, or a hash over all.</summary>
internal static class InputRows
{
    public static byte[] Bytes(in Fr value)
    {
        byte[] bytes = new byte[Fr.EncodedLength];
        value.WriteLittleEndian(bytes);
        return bytes;
    }

    /// <summary>Reads a list of lists.</summary>
    public static Fr[][] Read(JsonElement rows) => [.. rows.EnumerateArray().Select(ReadOne)];

    public static Fr[] ReadOne(JsonElement row) => [.. row.EnumerateArray().Select(ReadElement)];

    public static byte[] Hash(ReadOnlySpan<Fr> inputs)
    {
        byte[] bytes = new byte[inputs.Length * Fr.EncodedLength];
        for (int i = 0; i < inputs.Length; i++) inputs[i].WriteLittleEndian(bytes.AsSpan(i * Fr.EncodedLength, Fr.EncodedLength));
        return SHA256.HashData(bytes);
    }

    /// <summary>Compares with recorded inputs.</summary>
    public static void Compare(VectorRow row, Fr[][] recorded, Fr[][] ours)
    {
        row.Equal("partitions", recorded.Length, ours.Length);
        for (int k = 0; k < Math.Min(recorded.Length, ours.Length); k++)
        {
            row.Equal($"inputs of partition {k}", recorded[k].Length, ours[k].Length);
            for (int i = 0; i < Math.Min(recorded[k].Length, ours[k].Length); i++) row.Equal($"input {i} of partition {k}", recorded[k][i], ours[k][i]);
        }
    }

    private static Fr ReadElement(JsonElement value) =>
        Fr.TryReadLittleEndian(Convert.FromHexString(value.GetString()!), out Fr read) ? read : throw new FormatException("An input is not below the modulus.");
}
