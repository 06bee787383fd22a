using Fvm.Execution.State;

namespace Fvm.Execution.Tests.State;

/// <summary>The dictionary that can go back. First rows re-typed from ref-fvm fvm/src/history_map.rs.</summary>
public class HistoryMapTests
{
    [Fact]
    public void Rollback_undoes_insertions_and_changes()
    {
        var map = new HistoryMap<int, string>();
        map.Set(1, "foo");
        int one = map.Mark;
        map.Set(2, "bar");
        map.Set(1, "baz");
        map.RollBack(one);
        Assert.Equal([new(1, "foo")], map.Entries);
        map.RollBack(0);
        Assert.Empty(map.Entries);
        map.RollBack(0);
    }

    [Fact]
    public void Discarded_history_cannot_be_undone()
    {
        var map = new HistoryMap<int, string>();
        map.Set(1, "foo");
        map.DiscardHistory();
        Assert.Equal(0, map.Mark);
        map.RollBack(0);
        Assert.True(map.TryGet(1, out string? value));
        Assert.Equal("foo", value);
    }

    [Fact]
    public void Random_changes_agree_with_copies_of_a_dictionary()
    {
        var random = new Random(5);
        var map = new HistoryMap<int, int>();
        Dictionary<int, int> model = [];
        Stack<(int Mark, Dictionary<int, int> Copy)> marks = new();
        for (int i = 0; i < 20_000; i++)
        {
            switch (random.Next(8))
            {
                case 0:
                    marks.Push((map.Mark, new(model)));
                    break;
                case 1 when marks.Count != 0:
                    (int mark, model) = marks.Pop();
                    map.RollBack(mark);
                    Assert.Equal(model.OrderBy(static e => e.Key), map.Entries.OrderBy(static e => e.Key));
                    break;
                default:
                    (int key, int value) = (random.Next(20), random.Next(3));
                    map.Set(key, value);
                    model[key] = value;
                    break;
            }

            int probe = random.Next(20);
            Assert.Equal(model.TryGetValue(probe, out int expected), map.TryGet(probe, out int actual));
            Assert.Equal(expected, actual);
        }
    }
}
