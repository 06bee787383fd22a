namespace Fvm.Ipld.Bitfields;

/// <summary>Set operations on ascending runs that neither touch nor overlap, each in one pass over both sides.</summary>
internal static class RangeAlgebra
{
    public static List<BitRange> Union(List<BitRange> left, List<BitRange> right)
    {
        List<BitRange> result = new(left.Count + right.Count);
        int i = 0, j = 0;
        while (i < left.Count || j < right.Count)
        {
            bool takeLeft = j == right.Count || (i < left.Count && left[i].Start <= right[j].Start);
            Append(result, takeLeft ? left[i++] : right[j++]);
        }

        return result;
    }

    public static List<BitRange> Intersect(List<BitRange> left, List<BitRange> right)
    {
        List<BitRange> result = [];
        int i = 0, j = 0;
        while (i < left.Count && j < right.Count)
        {
            ulong start = Math.Max(left[i].Start, right[j].Start);
            ulong end = Math.Min(left[i].End, right[j].End);
            if (start < end)
                result.Add(new BitRange(start, end));

            if (left[i].End < right[j].End)
                i++;
            else
                j++;
        }

        return result;
    }

    public static List<BitRange> Subtract(List<BitRange> left, List<BitRange> right)
    {
        List<BitRange> result = [];
        int j = 0;
        foreach (BitRange range in left)
        {
            ulong start = range.Start;
            while (j < right.Count && right[j].End <= start)
                j++;

            for (; j < right.Count && right[j].Start < range.End; j++)
            {
                if (right[j].Start > start)
                    result.Add(new BitRange(start, right[j].Start));

                start = Math.Max(start, right[j].End);
                if (start >= range.End)
                    break; // The same right run may reach into the next left run.
            }

            if (start < range.End)
                result.Add(new BitRange(start, range.End));
        }

        return result;
    }

    /// <summary>Removes the right side's bits and closes the gaps that they leave.</summary>
    public static List<BitRange> Cut(List<BitRange> left, List<BitRange> right)
    {
        List<BitRange> result = [];
        ulong shift = 0;
        int j = 0;
        foreach (BitRange range in Subtract(left, right))
        {
            for (; j < right.Count && right[j].End <= range.Start; j++)
                shift += right[j].Size;

            Append(result, new BitRange(range.Start - shift, range.End - shift));
        }

        return result;
    }

    /// <summary>Passes over a number of set bits, then takes a number of them; fewer when there are no more.</summary>
    public static List<BitRange> Slice(List<BitRange> ranges, ulong skip, ulong take)
    {
        List<BitRange> result = [];
        foreach (BitRange range in ranges)
        {
            if (take == 0)
                break;

            ulong passed = Math.Min(skip, range.Size);
            skip -= passed;
            ulong taken = Math.Min(range.Size - passed, take);
            take -= taken;
            if (taken > 0)
                result.Add(new BitRange(range.Start + passed, range.Start + passed + taken));
        }

        return result;
    }

    /// <summary>Adds a run that starts no earlier than the last one does, joining it to the last if they touch.</summary>
    public static void Append(List<BitRange> ranges, BitRange next)
    {
        if (ranges.Count == 0 || next.Start > ranges[^1].End)
            ranges.Add(next);
        else if (next.End > ranges[^1].End)
            ranges[^1] = new BitRange(ranges[^1].Start, next.End);
    }
}
