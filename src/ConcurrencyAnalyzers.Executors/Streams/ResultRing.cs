namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Results that wait for their turn: put in at any position from the head on, taken at the head. Not safe for concurrent use. A struct, so that a step of the exchange finds it in the cache line that it has fetched
/// for its gate. A field of this type must not be read-only.
/// </summary>
internal struct ResultRing<T>()
{
    // By position modulo the length, which is a power of two. What is not at least the head and less than the head plus the length is not ready.
    private (bool IsReady, T Value)[] slots = new (bool, T)[4];
    private long head;

    // Where the next result is put that has no position of its own.
    private long end;

    public readonly bool IsReady => slots[head & (slots.Length - 1)].IsReady;

    /// <summary>Puts a result at its own position, at least that of the head, which no other result has.</summary>
    public void Put(long position, T value)
    {
        while (position - head >= slots.Length)
        {
            Grow();
        }

        slots[position & (slots.Length - 1)] = (true, value);
    }

    /// <summary>Puts a result behind those that were put in before. Not to be mixed with positions.</summary>
    public void Append(T value) => Put(end++, value);

    /// <summary>Takes the result at the head, which is ready.</summary>
    public T Take()
    {
        ref var slot = ref slots[head++ & (slots.Length - 1)];
        var value = slot.Value;
        slot = default;
        return value;
    }

    private void Grow()
    {
        var larger = new (bool, T)[slots.Length * 2];
        for (var position = head; position < head + slots.Length; position++)
        {
            larger[position & (larger.Length - 1)] = slots[position & (slots.Length - 1)];
        }

        slots = larger;
    }
}
