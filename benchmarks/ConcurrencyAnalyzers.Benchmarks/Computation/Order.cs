using System;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>What is read and written: five properties, as small as objects in practice get. Serializers want it public.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public string Customer { get; set; } = "";

    public decimal Total { get; set; }

    public DateTime Placed { get; set; }

    public bool IsPaid { get; set; }
}
