using Fvm.Protocol.State;

namespace Fvm.Protocol;

/// <summary>One network version as data.</summary>
/// <param name="Version">The version that the upgrade brings.</param>
/// <param name="Name">Its name.</param>
/// <param name="ActorsVersion">The built-in actors under it; 0 before the WebAssembly actors.</param>
/// <param name="VmMajor">The major version of the reference VM that runs it; 0 where none does.</param>
/// <param name="StateTree">The layout of the state tree.</param>
/// <param name="MainnetEpoch">The last mainnet epoch of the version before; null if unknown here or not scheduled.</param>
/// <param name="CalibnetEpoch">The last calibration network epoch of the version before; null likewise.</param>
public sealed record NetworkUpgrade(
    NetworkVersion Version, string Name, int ActorsVersion, int VmMajor, StateTreeVersion StateTree, long? MainnetEpoch, long? CalibnetEpoch);
