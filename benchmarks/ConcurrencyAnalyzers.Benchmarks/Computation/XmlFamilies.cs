using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Serialization;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>XML: written by the object of five properties, read by the character.</summary>
internal static class XmlFamilies
{
    private const int Small = 20;
    private const int Large = 400;
    private const int SmallText = 4_000;
    private const int LargeText = 40_000;

    public static IReadOnlyList<Family> All =>
    [
        Parse("xml-parse", static text => XDocument.Parse(text)),
        Parse("XmlDocument.LoadXml", static text => new XmlDocument().LoadXml(text)) with { Of = "xml-parse" },
        Write("xml-serialize", new XmlSerializer(typeof(List<Order>)).Serialize),
        Write("DataContractSerializer.WriteObject", new DataContractSerializer(typeof(List<Order>)).WriteObject) with { Of = "xml-serialize" },
        Read("xml-deserialize", new XmlSerializer(typeof(List<Order>)).Serialize, new XmlSerializer(typeof(List<Order>)).Deserialize),
        Read(
            "DataContractSerializer.ReadObject",
            new DataContractSerializer(typeof(List<Order>)).WriteObject,
            new DataContractSerializer(typeof(List<Order>)).ReadObject)
        with { Of = "xml-deserialize" },

        // The constructors that keep nothing for the next call.
        Family.Call("xml-serializer-construct", static () => static () => new XmlSerializer(typeof(Order), new XmlRootAttribute("order"))),
    ];

    private static string Text(int length)
    {
        var text = new StringBuilder("<orders>");
        foreach (var order in Inputs.Orders(length / 40).TakeWhile(_ => text.Length < length - 200))
        {
            var element = new XElement("order", new XAttribute("id", order.Id), new XElement("customer", order.Customer), new XElement("total", order.Total));
            text.Append(element.ToString(SaveOptions.DisableFormatting));
        }

        return text.Append("</orders>").ToString().PadRight(length);
    }

    private static Family Parse(string name, Action<string> run) => Family.Linear(name, "char", SmallText, LargeText, size =>
    {
        var text = Text(size);
        return () => run(text);
    });

    private static Family Write(string name, Action<Stream, object> write) => Family.Linear(name, "element", Small, Large, size =>
    {
        var (orders, target) = (Inputs.Orders(size), new MemoryStream());
        return () => Rewound(target, () => write(target, orders));
    });

    private static Family Read(string name, Action<Stream, object> write, Func<Stream, object?> read)
    {
        return Family.Linear(name, "byte", SmallText, LargeText, Prepare);

        Action Prepare(int size)
        {
            var source = new MemoryStream();
            for (var count = size / 300; source.Length < size; count++)
            {
                source.SetLength(0);
                write(source, Inputs.Orders(count));
            }

            return () => Rewound(source, () => read(source));
        }
    }

    private static void Rewound(MemoryStream stream, Action run)
    {
        stream.Position = 0;
        run();
    }
}
