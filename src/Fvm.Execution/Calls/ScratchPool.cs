namespace Fvm.Execution.Calls;

/// <summary>The room that messages worked in, for those of other machines: share one among the machines of a process. Any thread may use it.</summary>
public sealed class ScratchPool
{
    /// <summary>As many threads as work at once find room that another left; further ones make their own.</summary>
    private const int MostIdle = 8;

    private readonly MessageScratch?[] idle = new MessageScratch?[MostIdle];

    /// <summary>Room for a message under some rules, which nobody else has until it is given back.</summary>
    internal MessageScratch Rent(MachineRules rules)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (Volatile.Read(ref idle[i]) is not null && Interlocked.Exchange(ref idle[i], null) is { } found && ReferenceEquals(found.Rules, rules))
                return found;
        }

        return new MessageScratch(rules);
    }

    /// <summary>Gives room back.</summary>
    internal void Return(MessageScratch scratch)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (Volatile.Read(ref idle[i]) is null && Interlocked.CompareExchange(ref idle[i], scratch, null) is null)
                return;
        }
    }
}
