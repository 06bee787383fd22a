using System.Runtime.CompilerServices;
using Fvm.Evm;
using Fvm.Ipld.Kamts;

namespace Fvm.Actors;

/// <summary>
/// The EVM's words as keys and values of a contract's storage. The way through the map is the key's own 32 bytes, most significant first, so that the neighbours
/// which Solidity makes share nodes. Source: builtin-actors <c>interpreter/system.rs</c>, StateHashAlgorithm.
/// </summary>
public static class EvmWords
{
    /// <summary>The word in storage.</summary>
    /// <param name="word">The word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KamtWord ToKamt(this in UInt256 word) => new(word.U3, word.U2, word.U1, word.U0);

    /// <summary>The word of a word in storage.</summary>
    /// <param name="word">The word in storage.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt256 FromKamt(in KamtWord word) => new(word.W3, word.W2, word.W1, word.W0);
}
