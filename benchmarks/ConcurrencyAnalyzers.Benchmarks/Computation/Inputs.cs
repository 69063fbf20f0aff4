using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>What the families are given: the same in every run, and neither all zeros nor noise.</summary>
internal static class Inputs
{
    private static readonly string[] Words =
    [
        "order", "customer", "invoice", "shipped", "pending", "address", "total", "warehouse",
        "quantity", "price", "reference", "delivery", "note", "mail", "city", "street",
    ];

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    public static int[] Numbers(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }

    /// <summary>Words, numbers and now and then a mail address, in lines.</summary>
    public static string Text(int length)
    {
        var random = new Random(3);
        var text = new StringBuilder(length + 32);
        for (var word = 1; text.Length < length; word++)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(' ');
            text.Append(word % 4 == 0 ? $"{random.Next(100_000)}," : word % 31 == 0 ? $"person{random.Next(1000)}@example.org" : "");
            text.Append(word % 12 == 0 ? '\n' : ' ');
        }

        return text.ToString(0, length);
    }

    public static byte[] TextBytes(int length) => Encoding.UTF8.GetBytes(Text(length));

    public static List<Order> Orders(int count)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(i => new Order
        {
            Id = i,
            Customer = $"{Words[random.Next(Words.Length)]} {random.Next(1000)}",
            Total = random.Next(100_000) / 100m,
            Placed = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(500_000)),
            IsPaid = random.Next(2) == 0,
        })];
    }

    /// <summary>Digits that are no power of anything.</summary>
    public static string Digits(int count)
    {
        var random = new Random(5);
        return "7" + string.Concat(Enumerable.Range(1, count - 1).Select(_ => random.Next(10)));
    }
}
