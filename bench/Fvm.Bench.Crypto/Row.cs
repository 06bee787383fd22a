namespace Fvm.Bench.Crypto;

/// <summary>
/// One operation that ours and the peers do on the same input. The peers in Node get the arguments in hexadecimal and must give the same result, so that
/// nothing is measured that does something else; <paramref name="Native"/> is a peer in this process (OpenSSL), else a native addon in Node is asked.
/// </summary>
/// <param name="Name">The operation's name, also in peers.mjs.</param>
/// <param name="Own">Our operation; gives its result in hexadecimal, or 1 and 0.</param>
/// <param name="Arguments">For the peers.</param>
/// <param name="Native">The peer in this process; null result when it is absent.</param>
/// <param name="NativeName">Who the native peer is.</param>
internal sealed record Row(string Name, Operation Own, string[] Arguments, string NativeName = "", Operation? Native = null);

/// <summary>An operation to time, and its result to compare.</summary>
internal sealed record Operation(Action Run, Func<string> Result);
