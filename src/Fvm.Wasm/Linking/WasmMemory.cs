using System.Runtime.InteropServices;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Linking;

/// <summary>
/// A memory that instances share. Each of them keeps a copy of its address and length, where emitted code finds them; growing refreshes all
/// copies, and emitted code reads its instance's again after every call.
/// </summary>
public sealed unsafe class WasmMemory : WasmExtern
{
    private readonly MemoryPool _pool;
    private readonly List<WasmInstance> _users = [];
    private nint _address;
    private ulong _capacity;
    private ulong _length;

    /// <summary>A new memory of zeros.</summary>
    internal WasmMemory(WasmStore store, MemoryType type, MemoryPool pool)
        : base(store)
    {
        _pool = pool;
        Maximum = type.Limits.Maximum;
        _length = (ulong)type.Limits.Minimum * MemoryType.PageSize;
        _address = pool.Rent(_length, MemoryOperations.MaxBytesOf(Maximum), out _capacity);
    }

    /// <summary>Takes over what an instance has allocated.</summary>
    internal WasmMemory(WasmStore store, WasmInstance owner)
        : base(store)
    {
        _pool = owner.Module.MemoryPool;
        Maximum = owner.Module.MemoryType?.Limits.Maximum;
        (_address, _capacity, _length) = ((nint)owner.MemoryAddress, owner.MemoryCapacity, (ulong)owner.MemoryLength);
        Attach(owner);
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Memory;

    /// <summary>Its present type: the minimum is the present size in pages.</summary>
    public MemoryType Type => new(new Limits((uint)(_length / MemoryType.PageSize), Maximum));

    /// <summary>The bytes; not to be kept over a call that may grow the memory.</summary>
    public Span<byte> Bytes => new((void*)_address, (int)_length);

    /// <summary>The greatest size in pages, where its type states one.</summary>
    internal uint? Maximum { get; }

    /// <summary>Makes an instance a user.</summary>
    internal void Attach(WasmInstance instance)
    {
        instance.SharedMemory = this;
        _users.Add(instance);
        Refresh(instance);
    }

    /// <summary>An instance goes away.</summary>
    internal void Detach(WasmInstance instance) => _users.Remove(instance);

    /// <summary>Grows; the caller has asked everybody whom it must ask.</summary>
    internal void Grow(ulong desired)
    {
        if (desired > _capacity)
        {
            var address = _pool.Rent(desired, MemoryOperations.MaxBytesOf(Maximum), out var capacity);

            // SAFETY: the new buffer is larger, both are this object's; every user's copy of the address is refreshed below.
            NativeMemory.Copy((void*)_address, (void*)address, (nuint)_length);
            _pool.Return(_address, _capacity, _length);
            (_address, _capacity) = (address, capacity);
        }

        _length = desired;
        foreach (var user in _users) Refresh(user);
    }

    /// <summary>Gives the buffer back.</summary>
    internal void Free()
    {
        if (_address != 0) _pool.Return(_address, _capacity, _length);
        _address = 0;
        _length = 0;
    }

    private void Refresh(WasmInstance user)
    {
        user.MemoryAddress = _address;
        user.MemoryLength = (long)_length;
        user.MemoryCapacity = _capacity;
    }
}
