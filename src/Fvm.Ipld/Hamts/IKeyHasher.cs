namespace Fvm.Ipld.Hamts;

/// <summary>Hashes keys with SHA2-256 elsewhere: the network's actors do it by a syscall, which is paid for, key by key.</summary>
public interface IKeyHasher
{
    /// <summary>Hashes a key.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="destination32">Where the 32 bytes go.</param>
    void Hash(ReadOnlySpan<byte> key, Span<byte> destination32);
}
