using Fvm.Node.Chain;

namespace Fvm.Node.Forks;

/// <summary>A fork: of whom, from where, and what it read so far.</summary>
/// <param name="Endpoint">The node that is read.</param>
/// <param name="Epoch">The epoch of the last tipset that is the upstream's.</param>
/// <param name="Key">That tipset.</param>
/// <param name="Requests">Requests that went out, repetitions included.</param>
/// <param name="Bytes">Bytes of answers.</param>
/// <param name="Blocks">Blocks of IPLD that came, each once.</param>
public sealed record ForkReport(UpstreamEndpoint Endpoint, long Epoch, TipsetKey Key, long Requests, long Bytes, long Blocks);
