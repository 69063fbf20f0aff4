namespace ConcurrencyAnalyzers.Executors;

/// <summary>A list whose members can leave it from any place, in no time. Not safe for concurrent use. A field of this type must not be read-only.</summary>
internal struct IntrusiveList<T>
    where T : class, ILinked<T>
{
    // First and last are both null while it is empty, then neither.
    public T? First { get; private set; }

    public T? Last { get; private set; }

    public int Count { get; private set; }

    public void Append(T member) => InsertBefore(null, member);

    /// <param name="next">The member that is to follow; null for none.</param>
    /// <param name="member">It is in no list.</param>
    public void InsertBefore(T? next, T member)
    {
        var previous = next is null ? Last : next.Previous;
        member.Previous = previous;
        member.Next = next;
        if (previous is null)
        {
            First = member;
        }
        else
        {
            previous.Next = member;
        }

        if (next is null)
        {
            Last = member;
        }
        else
        {
            next.Previous = member;
        }

        Count++;
    }

    /// <param name="member">It is in this list.</param>
    public void Remove(T member)
    {
        var previous = member.Previous;
        var next = member.Next;
        member.Previous = member.Next = null;
        if (previous is null)
        {
            First = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            Last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        Count--;
    }
}
