using System.Security.Cryptography;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

public sealed class WycheproofTests
{
    [Fact]
    public void AgreesOnAllCases()
    {
        byte[] publicKey = [];
        int cases = 0;
        List<string> wrong = [];
        foreach (string line in WycheproofVectors.Text.Split('\n', StringSplitOptions.TrimEntries))
        {
            string[] fields = line.Split(' ');
            if (fields[0] == "key")
            {
                publicKey = Convert.FromHexString(fields[1]);
                continue;
            }

            byte[] hash = SHA256.HashData(Bytes(fields[2])), signature = Bytes(fields[3]);
            cases++;
            if (Secp256k1.Verify(publicKey, hash, signature) != (fields[1] == "valid")) wrong.Add(line);
        }

        Assert.Empty(wrong);
        Assert.Equal(252, cases);
    }

    private static byte[] Bytes(string field) => field == "-" ? [] : Convert.FromHexString(field);
}
