using System.Globalization;
using System.Runtime.CompilerServices;
using Fvm.Bench.Crypto;
using Fvm.Crypto.Bls12381.Wide;

const string Usage = """
    Fvm.Bench.Crypto [--rounds N] [--only TEXT] [--anvil URL]
    Times Fvm.Crypto beside noble-curves and noble-hashes (Node), blst and libsecp256k1 (native addons in Node) and OpenSSL (in this process), in turns on the
    same inputs; each peer must give our result. First: npm ci --prefix bench/Fvm.Bench.Crypto. With --anvil also the BN254 pairing of a running anvil
    (start it with --gas-limit 10000000000). Columns: least microseconds of one call; "x noble" and "of native" are the peer's time over ours (above 1 we are faster).
    """;

int rounds = 15;
string only = "", url = "";
for (int i = 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length)
        return Fail();
    switch (args[i])
    {
        case "--rounds" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds): break;
        case "--only": only = args[i + 1]; break;
        case "--anvil": url = args[i + 1]; break;
        default: return Fail();
    }
}

using NodePeer? node = NodePeer.TryStart(SourceFolder(), out string reason);
if (node is null)
    Console.WriteLine($"noble, blst, libsecp256k1 {reason}");
using AnvilPeer? anvil = url.Length > 0 ? new AnvilPeer(url) : null;
anvil?.Deploy();
Console.WriteLine($".NET {Environment.Version}, vectors for pairings: {(Fp2x4.IsSupported ? "AVX-512" : "none")}; OpenSSL {(OpenSsl.IsThere ? "there" : "absent")}");
Console.WriteLine(Measurement.Header);
var measurement = new Measurement(node, anvil, rounds);
foreach (Row row in (Row[])[.. SignatureRows.All, .. PointRows.All, .. HashRows.All])
{
    if (row.Name.Contains(only, StringComparison.Ordinal))
        measurement.Run(row);
}

return 0;

static int Fail()
{
    Console.Error.WriteLine(Usage);
    return 2;
}

static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
