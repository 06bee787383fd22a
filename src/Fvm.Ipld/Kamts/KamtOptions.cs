namespace Fvm.Ipld.Kamts;

/// <summary>
/// The shape of a KAMT (ref-fvm ipld/kamt/src/lib.rs, Config). It is not stored: writer and reader must agree. The values
/// given here are those of the EVM actor's storage.
/// </summary>
/// <param name="BitWidth">Bits of the key that one node consumes, 1 to 8.</param>
/// <param name="MaxBucket">The most key-value pairs that one slot holds before they move down; at least 1.</param>
/// <param name="MinDataDepth">The depth (root = 0) above which nodes hold only links.</param>
public sealed record KamtOptions(int BitWidth = 5, int MaxBucket = 1, int MinDataDepth = 0);
