using System.Runtime.InteropServices;

namespace Fvm.Bench.Crypto;

/// <summary>OpenSSL's libcrypto, called as directly as .NET can: digests fetched once, contexts reused.</summary>
internal static partial class OpenSsl
{
    private const string Library = "libcrypto.so.3";

    internal static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>A digest by name over fixed data, or null when the library or the digest is not there.</summary>
    internal static Operation? Digest(string name, byte[] data, int length)
    {
        nint digest = IsThere ? EVP_MD_fetch(0, name, null) : 0;
        if (digest == 0)
            return null;
        nint context = EVP_MD_CTX_new();
        byte[] output = GC.AllocateArray<byte>(length, pinned: true), pinned = GC.AllocateArray<byte>(data.Length, pinned: true);
        data.CopyTo(pinned, 0);
        void Run()
        {
            _ = EVP_DigestInit_ex2(context, digest, 0);
            _ = EVP_DigestUpdate(context, pinned, pinned.Length);
            _ = EVP_DigestFinal_ex(context, output, 0);
        }

        return new Operation(Run, () => Convert.ToHexStringLower(output));
    }

    /// <summary>A power modulo an odd number, big-endian; null when the library is not there.</summary>
    internal static Operation? ModularPower(byte[] value, byte[] exponent, byte[] modulus)
    {
        if (!IsThere)
            return null;
        nint a = BN_bin2bn(value, value.Length, 0), e = BN_bin2bn(exponent, exponent.Length, 0), m = BN_bin2bn(modulus, modulus.Length, 0);
        nint result = BN_new(), context = BN_CTX_new();
        byte[] output = new byte[modulus.Length];
        return new Operation(
            () => _ = BN_mod_exp(result, a, e, m, context),
            () =>
            {
                _ = BN_bn2binpad(result, output, output.Length);
                return Convert.ToHexStringLower(output);
            });
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_MD_fetch(nint context, string name, string? properties);

    [LibraryImport(Library)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial int EVP_DigestInit_ex2(nint context, nint digest, nint parameters);

    [LibraryImport(Library)]
    private static partial int EVP_DigestUpdate(nint context, byte[] data, nint length);

    [LibraryImport(Library)]
    private static partial int EVP_DigestFinal_ex(nint context, byte[] digest, nint length);

    [LibraryImport(Library)]
    private static partial nint BN_bin2bn(byte[] data, int length, nint number);

    [LibraryImport(Library)]
    private static partial nint BN_new();

    [LibraryImport(Library)]
    private static partial nint BN_CTX_new();

    [LibraryImport(Library)]
    private static partial int BN_mod_exp(nint result, nint value, nint exponent, nint modulus, nint context);

    [LibraryImport(Library)]
    private static partial int BN_bn2binpad(nint number, byte[] data, int length);
}
