namespace Fvm.Protocol;

/// <summary>The known bits of <see cref="EventEntry.Flags"/> (FIP-0049). Others are kept as they come.</summary>
public static class EventFlags
{
    /// <summary>The key is to be indexed.</summary>
    public const ulong IndexedKey = 1;

    /// <summary>The value is to be indexed.</summary>
    public const ulong IndexedValue = 2;

    /// <summary>Both.</summary>
    public const ulong IndexedAll = IndexedKey | IndexedValue;
}
