using System.Buffers.Binary;
using System.Text;
using Fvm.Crypto;

namespace Fvm.Protocol;

/// <summary>The numbers that methods are called by. Source: fvm_shared <c>lib.rs</c>; FRC-0042 for the hashed ones.</summary>
public static class MethodNumber
{
    /// <summary>A plain transfer: no code runs.</summary>
    public const ulong Send = 0;

    /// <summary>The constructor.</summary>
    public const ulong Constructor = 1;

    /// <summary>The cron actor's tick, called by the VM's owner after each tipset.</summary>
    public const ulong CronEpochTick = 2;

    /// <summary>The reward actor's award, called by the VM's owner after each block.</summary>
    public const ulong RewardAwardBlockReward = 2;

    /// <summary>The lowest number that a name can hash to; lower ones are reserved for built-in actors (FRC-0042).</summary>
    public const ulong FirstExported = 1 << 24;

    /// <summary>The number by which an actor that is being upgraded sees its <c>upgrade</c> entry point.</summary>
    public const ulong Upgrade = 932083;

    /// <summary>
    /// FRC-0042: the first 4-byte big-endian word of blake2b-512("1|" + name) that is at least <see cref="FirstExported"/>; "Constructor" is always
    /// <see cref="Constructor"/>.
    /// Throws <see cref="ArgumentException"/> unless the name is an ASCII letter (upper case) or underscore, then letters, digits and underscores.
    /// </summary>
    public static ulong FromName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!(char.IsAsciiLetterUpper(name[0]) || name[0] == '_') || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ArgumentException($"'{name}' is not a method name", nameof(name));
        if (name == nameof(Constructor))
            return Constructor;
        byte[] digest = Blake2b.Hash512(Encoding.ASCII.GetBytes("1|" + name));
        for (int i = 0; i < digest.Length; i += sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32BigEndian(digest.AsSpan(i));
            if (word >= FirstExported)
                return word;
        }

        throw new ArgumentException($"'{name}' has no method number", nameof(name));
    }
}
