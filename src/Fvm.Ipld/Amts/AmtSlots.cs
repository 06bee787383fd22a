using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>The taken slots of a node, stored densely in slot order. The array has room to spare: arrays are mostly appended to.</summary>
internal sealed class AmtSlots<TItem>
{
    private TItem[] _items;
    private NodeBitmap _bitmap;

    /// <summary>No slots taken.</summary>
    public AmtSlots() => _items = [];

    /// <summary>As read: as many items as taken slots.</summary>
    public AmtSlots(in NodeBitmap bitmap, TItem[] items)
    {
        _bitmap = bitmap;
        _items = items;
        Count = items.Length;
    }

    /// <summary>How many slots are taken.</summary>
    public int Count { get; private set; }

    /// <summary>The taken slots.</summary>
    public ref readonly NodeBitmap Bitmap => ref _bitmap;

    /// <summary>The items, in slot order.</summary>
    public Span<TItem> Items => _items.AsSpan(0, Count);

    /// <summary>Finds the item of a slot; false when the slot is free.</summary>
    public bool TryFind(int slot, out int position)
    {
        position = _bitmap.RankOf(slot);
        return _bitmap.Test(slot);
    }

    /// <summary>Fills a free slot and returns where.</summary>
    public int Insert(int slot, in TItem item)
    {
        var position = _bitmap.RankOf(slot);
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(2, Count * 2));
        Array.Copy(_items, position, _items, position + 1, Count - position);
        _items[position] = item;
        Count++;
        _bitmap.Set(slot);
        return position;
    }

    /// <summary>Frees a taken slot.</summary>
    public void Remove(int slot)
    {
        var position = _bitmap.RankOf(slot);
        Count--;
        Array.Copy(_items, position + 1, _items, position, Count - position);
        _items[Count] = default!;
        _bitmap.Clear(slot);
    }
}
