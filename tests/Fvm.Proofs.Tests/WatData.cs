using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fvm.Proofs.Tests;

/// <summary>Reads what a recorded vector's wat gives to its syscalls.</summary>
internal static partial class WatData
{
    /// <summary>The data segments, by offset.</summary>
    public static Dictionary<int, byte[]> Read(string wat)
    {
        Dictionary<int, byte[]> data = [];
        foreach (Match match in Segment().Matches(wat)) data[Int(match.Groups[1])] = Unescape(match.Groups[2].Value);
        return data;
    }

    /// <summary>The calls of compute_unsealed_sector_cid whose buffer suffices: proof type, offset and length of the pieces.</summary>
    public static IEnumerable<(long Proof, int Offset, int Length)> UnsealedCidCalls(string wat) =>
        Call().Matches(wat).Where(match => Int(match.Groups[4]) == 100).Select(match => ((long)Int(match.Groups[1]), Int(match.Groups[2]), Int(match.Groups[3])));

    private static int Int(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static byte[] Unescape(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
                continue;
            }

            bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 2;
        }

        return [.. bytes];
    }

    [GeneratedRegex("""\(data \(i32\.const (\d+)\) "([^"]*)"\)""")]
    private static partial Regex Segment();

    [GeneratedRegex("""compute_unsealed_sector_cid \(i32\.const 0\) \(i64\.const (\d+)\) \(i32\.const (\d+)\) \(i32\.const (\d+)\) \(i32\.const 20000\) \(i32\.const (\d+)\)""")]
    private static partial Regex Call();
}
