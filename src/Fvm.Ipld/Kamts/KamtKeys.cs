using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Kamts;

/// <summary>Writes a key as the 32 bytes that choose its way through a KAMT, first step first; keys sort as these bytes do.</summary>
public delegate void KamtKeyToPath<TKey>(TKey key, Span<byte> path32);

/// <summary>The key of a path: the inverse of <see cref="KamtKeyToPath{TKey}"/>.</summary>
public delegate TKey KamtPathToKey<TKey>(ReadOnlySpan<byte> path32);

/// <summary>
/// How a type serves as a KAMT's key: its path (ref-fvm ipld/kamt/src/lib.rs, AsHashedKey) and its form inside a node, which
/// need not be the path: the EVM actor's keys descend by 32 big-endian bytes and are written without leading zeros.
/// </summary>
/// <param name="ToPath">From key to path.</param>
/// <param name="FromPath">From path to key.</param>
/// <param name="Codec">The key in a node.</param>
public sealed record KamtKeys<TKey>(KamtKeyToPath<TKey> ToPath, KamtPathToKey<TKey> FromPath, CborCodec<TKey> Codec);
