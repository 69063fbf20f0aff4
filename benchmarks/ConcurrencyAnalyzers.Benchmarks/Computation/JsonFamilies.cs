using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using FrameworkSerializer = System.Text.Json.JsonSerializer;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>JSON: written by the object of five properties, read by the character.</summary>
internal static class JsonFamilies
{
    private const int Small = 20;
    private const int Large = 400;
    private const int SmallText = 4_000;
    private const int LargeText = 40_000;

    public static IReadOnlyList<Family> All =>
    [
        Write("json-serialize", static orders => FrameworkSerializer.Serialize(orders)),
        Write("JsonSerializer.SerializeToUtf8Bytes", static orders => FrameworkSerializer.SerializeToUtf8Bytes(orders)) with { Of = "json-serialize" },
        Write("json-serialize-document", static orders => FrameworkSerializer.SerializeToElement(orders)),
        Write("JsonSerializer.SerializeToNode", static orders => FrameworkSerializer.SerializeToNode(orders)) with { Of = "json-serialize-document" },
        Read("json-deserialize", static text => FrameworkSerializer.Deserialize<List<Order>>(text)),
        Read("json-document", static text => JsonDocument.Parse(text).Dispose()),
        Read("JsonNode.Parse", static text => JsonNode.Parse(text)) with { Of = "json-document" },
        Write("newtonsoft-serialize", static orders => JsonConvert.SerializeObject(orders)),
        Read("newtonsoft-deserialize", static text => JsonConvert.DeserializeObject<List<Order>>(text)),
        Read("newtonsoft-parse", static text => JToken.Parse(text)),
    ];

    private static Family Write(string name, Action<List<Order>> run) => Family.Linear(name, "element", Small, Large, size =>
    {
        var orders = Inputs.Orders(size);
        return () => run(orders);
    });

    private static Family Read(string name, Action<string> run) => Family.Linear(name, "char", SmallText, LargeText, size =>
    {
        var text = Text(size);
        return () => run(text);
    });

    private static string Text(int length)
    {
        var text = FrameworkSerializer.Serialize(Inputs.Orders(length / 80));
        return text[..(text.LastIndexOf("},", length, StringComparison.Ordinal) + 1)].PadRight(length - 1) + "]";
    }
}
