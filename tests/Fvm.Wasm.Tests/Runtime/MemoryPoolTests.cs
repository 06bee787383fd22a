using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Runtime;

/// <summary>A memory is zeros, whoever had its buffer before, and grows where it is if the system gives zero pages as they are touched.</summary>
public sealed class MemoryPoolTests
{
    private const int Size = 65_536;
    private const int SegmentAt = 100;
    private static readonly byte[] Segment = [9, 8, 7, 6, 5];

    /// <summary>200 pages are 12.5 MiB: more than is cleared to be kept.</summary>
    [Theory]
    [InlineData(true, 20)]
    [InlineData(false, 20)]
    [InlineData(true, 200)]
    [InlineData(false, 200)]
    public void Whatever_an_instance_wrote_the_next_one_finds_zeros(bool reserves, int maximum)
    {
        var module = Growing(2, (uint)maximum, reserves);
        var random = new Random(412);
        var live = new List<WasmInstance>();
        for (var round = 0; round < 100; round++)
        {
            var instance = New(module);
            live.Add(instance);
            CheckFresh(instance.Memory);
            Scribble(instance.Memory, random);
            while (random.Next(3) != 0)
            {
                var old = instance.Memory.Length;
                var pages = random.Next(maximum / 4);
                if (Grow(instance, pages) == -1) continue;
                Assert.Equal(old + (pages * Size), instance.Memory.Length);
                Assert.Equal(-1, instance.Memory[old..].IndexOfAnyExcept((byte)0));
                Scribble(instance.Memory, random);
            }

            // Some live on, so that the pool is empty at times and full at others.
            for (var left = random.Next(12); live.Count > left;)
            {
                var gone = random.Next(live.Count);
                live[gone].Dispose();
                live.RemoveAt(gone);
            }
        }

        foreach (var instance in live) instance.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Growing_page_by_page_keeps_what_was_written_and_adds_zeros(bool reserves)
    {
        using var instance = New(Growing(2, 80, reserves));
        var model = instance.Memory.ToArray();
        var random = new Random(7);
        for (var pages = 2; pages < 80; pages++)
        {
            for (var i = 0; i < 20; i++)
            {
                var at = random.Next(model.Length);
                instance.Memory[at] = model[at] = (byte)random.Next(1, 256);
            }

            Assert.Equal(pages, Grow(instance, 1));
            Array.Resize(ref model, model.Length + Size);
            Assert.True(model.AsSpan().SequenceEqual(instance.Memory));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_memory_that_is_not_reserved_moves(bool reserves)
    {
        using var instance = New(Growing(1, 8_192, reserves));
        var before = instance.MemoryAddress;
        instance.Memory[Size - 1] = 77;
        Assert.Equal(1, Grow(instance, 200));
        Assert.Equal(reserves, before == instance.MemoryAddress);
        Assert.Equal(77, instance.Memory[Size - 1]);
        Assert.Equal(-1, instance.Memory[Size..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void What_is_reserved_follows_from_what_a_memory_may_grow_to()
    {
        Assert.Equal((ulong)Size, CapacityOf(maximum: 4, InstanceLimits.Filecoin));
        Assert.Equal(64UL << 20, CapacityOf(maximum: 5, InstanceLimits.Filecoin));
        Assert.Equal(2_000UL * Size, CapacityOf(maximum: 2_000, InstanceLimits.Filecoin));
        Assert.Equal(512UL << 20, CapacityOf(maximum: 65_536, InstanceLimits.Filecoin));
        Assert.Equal(100UL << 20, CapacityOf(maximum: 65_536, InstanceLimits.Filecoin with { MaxMemoryBytes = 100 << 20 }));
        Assert.Equal(512UL << 20, CapacityOf(maximum: 65_536, InstanceLimits.Filecoin with { MaxMemoryBytes = 4UL << 30 }));

        static ulong CapacityOf(uint maximum, InstanceLimits limits)
        {
            using var instance = New(Growing(1, maximum, reserves: true), limits);
            return instance.MemoryCapacity;
        }
    }

    /// <summary>A pool serves instances of different limits: a buffer of the smaller one's that a larger one gets is left when it is too small.</summary>
    [Fact]
    public void A_buffer_that_was_reserved_for_less_is_left_behind()
    {
        var module = Growing(1, 65_536, reserves: true);
        using (New(module, InstanceLimits.Filecoin with { MaxMemoryBytes = 64 << 20 }))
        {
        }

        using var instance = New(module);
        Assert.Equal(64UL << 20, instance.MemoryCapacity);
        instance.Memory[Size - 1] = 77;
        Assert.Equal(1, Grow(instance, 1_024));
        Assert.Equal(512UL << 20, instance.MemoryCapacity);
        Assert.Equal(77, instance.Memory[Size - 1]);
        Assert.Equal(0, instance.Memory[^1]);
    }

    [Fact]
    public void A_memory_of_a_store_grows_where_it_is()
    {
        using var store = new WasmStore();
        var memory = store.NewMemory(new MemoryType(new Limits(1, 50)));
        memory.Bytes[5] = 42;
        memory.Grow(40 * Size);
        Assert.Equal(40 * Size, memory.Bytes.Length);
        Assert.Equal(42, memory.Bytes[5]);
        Assert.Equal(-1, memory.Bytes[6..].IndexOfAnyExcept((byte)0));
    }

    private static CompiledModule Growing(uint minimum, uint maximum, bool reserves)
    {
        var builder = new ModuleBuilder().Memory(minimum, maximum).Data(SegmentAt, Segment);
        builder.Function("i:i", "local.get 0; memory.grow");
        var never = new TierPolicy(TierPolicy.Never, InBackground: false);
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()), canonicalNaNs: true, profiled: false, never);
        module.MemoryPool.ReservesAhead = reserves;
        return module;
    }

    private static WasmInstance New(CompiledModule module, InstanceLimits? limits = null)
    {
        Assert.Equal(WasmTrap.None, module.TryInstantiate([], null, null, 0, limits ?? InstanceLimits.Filecoin, out var instance));
        return instance!;
    }

    private static int Grow(WasmInstance instance, int pages)
    {
        Span<ulong> result = stackalloc ulong[1];
        Assert.Equal(WasmTrap.None, instance.Invoke(0, [(uint)pages], result));
        return (int)result[0];
    }

    private static void CheckFresh(ReadOnlySpan<byte> memory)
    {
        Assert.Equal(-1, memory[..SegmentAt].IndexOfAnyExcept((byte)0));
        Assert.True(memory.Slice(SegmentAt, Segment.Length).SequenceEqual(Segment));
        Assert.Equal(-1, memory[(SegmentAt + Segment.Length)..].IndexOfAnyExcept((byte)0));
    }

    // All of it at times, a few bytes anywhere at others, and always the last one.
    private static void Scribble(Span<byte> memory, Random random)
    {
        if (random.Next(4) == 0) memory.Fill(0xEE);
        for (var i = 0; i < 10; i++) memory[random.Next(memory.Length)] = (byte)random.Next(1, 256);
        memory[^1] = 0xDD;
    }
}
