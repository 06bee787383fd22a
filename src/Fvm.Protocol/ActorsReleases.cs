using System.Diagnostics.CodeAnalysis;

namespace Fvm.Protocol;

/// <summary>
/// The mainnet releases of the built-in actors by the CID of their manifest. Source: lotus <c>build/builtin_actors_gen.go</c>.
/// </summary>
public static class ActorsReleases
{
    private static readonly (int Version, string Manifest)[] Mainnet =
    [
        (8, "bafy2bzacebogjbpiemi7npzxchgcjjki3tfxon4ims55obfyfleqntteljsea"),
        (9, "bafy2bzaceb6j6666h36xnhksu3ww4kxb6e25niayfgkdnifaqi6m6ooc66i6i"),
        (10, "bafy2bzacecsuyf7mmvrhkx2evng5gnz5canlnz2fdlzu2lvcgptiq2pzuovos"),
        (11, "bafy2bzacecnhaiwcrpyjvzl4uv4q3jzoif26okl3m66q3cijp3dfwlcxwztwo"),
        (12, "bafy2bzaceapkgfggvxyllnmuogtwasmsv5qi2qzhc2aybockd6kag2g5lzaio"),
        (13, "bafy2bzacecdhvfmtirtojwhw2tyciu4jkbpsbk5g53oe24br27oy62sn4dc4e"),
        (14, "bafy2bzacecbueuzsropvqawsri27owo7isa5gp2qtluhrfsto2qg7wpgxnkba"),
        (15, "bafy2bzaceakwje2hyinucrhgtsfo44p54iw4g6otbv5ghov65vajhxgntr53u"),
        (16, "bafy2bzacecnepvsh4lw6pwljobvwm6zwu6mbwveatp7llhpuguvjhjiqz7o46"),
        (17, "bafy2bzaceai74ppsvuxs3nvpzzeuptdr3wl7vmdpbphvtz4qt5hfq2qdfvz3e"),
        (18, "bafy2bzacedxsqapxwj5znwy4leem5gsuenhhfyqcntews3yis5iek67thy6lc"),
    ];

    /// <summary>The versions that are known here, ascending.</summary>
    public static IEnumerable<int> Versions
    {
        get
        {
            foreach ((int version, _) in Mainnet)
                yield return version;
        }
    }

    /// <summary>The manifest CID, as text, of a version's last mainnet release.</summary>
    public static bool TryGetManifest(int actorsVersion, [NotNullWhen(true)] out string? manifest)
    {
        manifest = null;
        foreach ((int version, string cid) in Mainnet)
        {
            if (version == actorsVersion)
                manifest = cid;
        }

        return manifest is not null;
    }

    /// <summary>The actors version of a mainnet manifest, given as CID text.</summary>
    public static bool TryGetVersion(string manifest, out int actorsVersion)
    {
        actorsVersion = 0;
        foreach ((int version, string cid) in Mainnet)
        {
            if (string.Equals(cid, manifest, StringComparison.Ordinal))
                actorsVersion = version;
        }

        return actorsVersion != 0;
    }
}
