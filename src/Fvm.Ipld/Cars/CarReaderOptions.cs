namespace Fvm.Ipld.Cars;

/// <summary>How a CAR is read.</summary>
/// <param name="VerifyHashes">Whether each block must match its CID. Hashes that cannot be computed here are then refused.</param>
/// <param name="MaxSectionLength">The longest header or section (CID and block) that is read, in bytes.</param>
public sealed record CarReaderOptions(bool VerifyHashes = true, int MaxSectionLength = 32 << 20);
