using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Serialization;
using System.Xml.XPath;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class TextCases
{
    private static readonly XmlSerializer s_serializer = new(typeof(string[]), new XmlRootAttribute("items"));

    public static void AddTo(CaseList cases, Workspace work)
    {
        var builder = new StringBuilder("text");
        var words = new Regex("[a-z]+ [0-9]+");
        var longText = Encoding.UTF8.GetString(work.Large);
        int[] many = [.. Enumerable.Range(0, 20_000)];
        var manyAsJson = JsonSerializer.Serialize(many);
        var nested = "[" + string.Join(",", Enumerable.Range(0, 3000).Select(static i => $"{{ \"Id\": {i}, \"Name\": \"item {i}\" }}")) + "]";
        var encoded = Convert.ToBase64String(work.Large);
        var digits = new string('7', 20_000);
        var items = "<items>" + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"<item id=\"{i}\">text</item>")) + "</items>";

        cases.Add(
            "M:System.String.Join(System.String,System.ReadOnlySpan{System.String})",
            Light, () => string.Join(", ", "a", "b"));
        cases.Add(
            "M:System.String.Split(System.Char,System.StringSplitOptions)",
            Light, () => "a,b".Split(','), receiver: "short", dependent: true);
        cases.Add(
            "M:System.String.Split(System.Char,System.StringSplitOptions)",
            Heavy, () => longText.Split(' '), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.String.Replace(System.String,System.String)",
            Light, () => "a,b".Replace(",", ";"));
        cases.Add(
            "M:System.String.Format(System.String,System.Object)",
            Light, () => string.Format("{0}", "a"));
        cases.Add(
            "M:System.String.Substring(System.Int32)",
            Light, () => "text".Substring(1));
        cases.Add(
            "M:System.String.IndexOf(System.Char)",
            Light, () => "text".IndexOf('x'));
        cases.Add(
            "M:System.String.Compare(System.String,System.String,System.StringComparison)",
            Light, () => string.Compare("a", "B", StringComparison.CurrentCulture));
        cases.Add(
            "M:System.String.Normalize",
            Light, () => "été".Normalize());
        cases.Add(
            "M:System.String.ToUpperInvariant",
            Light, () => "text".ToUpperInvariant());
        cases.On(
            "M:System.Text.StringBuilder.Append(System.String)",
            Light, static () => new StringBuilder(), static b => b.Append("text"));
        cases.Add(
            "M:System.Text.StringBuilder.ToString",
            Light, () => builder.ToString());
        cases.Add(
            "M:System.Text.Encoding.GetBytes(System.String)",
            Light, () => Encoding.UTF8.GetBytes("text"));
        cases.Add(
            "M:System.Text.Encoding.GetString(System.Byte[])",
            Light, () => Encoding.UTF8.GetString(work.Small));
        cases.Add(
            "M:System.Text.Encoding.GetEncoding(System.String)",
            Light, () => Encoding.GetEncoding("utf-8"));
        cases.Add(
            "M:System.Convert.ToBase64String(System.Byte[])",
            Light, () => Convert.ToBase64String(work.Small), receiver: "400 bytes", dependent: true);
        cases.Add(
            "M:System.Convert.ToHexString(System.Byte[])",
            Heavy, () => Convert.ToHexString(work.Large), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Int32.Parse(System.String)",
            Light, () => int.Parse("17"));
        cases.Add(
            "M:System.Double.ToString(System.String,System.IFormatProvider)",
            Light, () => 1.5.ToString("F2", CultureInfo.InvariantCulture));
        cases.Add(
            "M:System.Char.IsLetter(System.Char)",
            Light, () => char.IsLetter('a'));
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.IsMatch(System.String)",
            Light, () => words.IsMatch("some 17"));
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.IsMatch(System.String,System.String)",
            Heavy, () => Regex.IsMatch("aaaaaaaaaaaaaaaaaaaa!", "^(a+)+$"), receiver: "much backtracking", dependent: true);
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.#ctor(System.String)",
            Light, () => new Regex("[a-z]+"), note: "parses the pattern");
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.#ctor(System.String,System.Text.RegularExpressions.RegexOptions)",
            Heavy, () => new Regex("[a-z]+ [0-9]+(x|y)*", RegexOptions.Compiled), receiver: "compiled", dependent: true);
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.Replace(System.String,System.String)",
            Heavy, () => words.Replace(longText, ""), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.Replace(System.String,System.String)",
            Light, () => words.Replace("some 17", ""), receiver: "short", dependent: true);
        cases.Add(
            "M:System.Text.RegularExpressions.Regex.Matches(System.String)",
            Light, () => words.Matches(longText), note: "searches while enumerated");
        cases.Add(
            "M:System.Convert.FromBase64String(System.String)",
            Heavy, () => Convert.FromBase64String(encoded), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Numerics.BigInteger.Parse(System.String)",
            Heavy, () => BigInteger.Parse(digits), receiver: "20000 digits", dependent: true);
        cases.Add(
            "M:System.Uri.EscapeDataString(System.String)",
            Heavy, () => Uri.EscapeDataString(longText), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Text.Json.Nodes.JsonNode.Parse(" +
            "System.String,System.Nullable{System.Text.Json.Nodes.JsonNodeOptions},System.Text.Json.JsonDocumentOptions)",
            Heavy, () => JsonNode.Parse(nested), receiver: "3000 objects", dependent: true);
        cases.Add(
            "M:System.Text.Json.JsonDocument.Parse(System.String,System.Text.Json.JsonDocumentOptions)",
            Heavy, () => JsonDocument.Parse(nested), receiver: "3000 objects", dependent: true, release: static d => d.Dispose());
        cases.On(
            "M:System.Xml.XmlDocument.LoadXml(System.String)",
            Heavy, static () => new XmlDocument(), d => d.LoadXml(items), receiver: "3000 elements", dependent: true);
        cases.Add(
            "M:System.Numerics.BigInteger.Pow(System.Numerics.BigInteger,System.Int32)",
            Light, () => BigInteger.Pow(3, 10), receiver: "small", dependent: true);
        cases.Add(
            "M:System.Numerics.BigInteger.Pow(System.Numerics.BigInteger,System.Int32)",
            Heavy, () => BigInteger.Pow(3, 40_000), receiver: "large", dependent: true);
        cases.Add(
            "M:System.Math.Sqrt(System.Double)",
            Light, () => Math.Sqrt(2));

        cases.Add(
            "M:System.Text.Json.JsonSerializer.Serialize``1(``0,System.Text.Json.JsonSerializerOptions)",
            Light, () => JsonSerializer.Serialize("text"), receiver: "a word", dependent: true);
        cases.Add(
            "M:System.Text.Json.JsonSerializer.Serialize``1(``0,System.Text.Json.JsonSerializerOptions)",
            Heavy, () => JsonSerializer.Serialize(many), receiver: "20000 numbers", dependent: true);
        cases.Add(
            "M:System.Text.Json.JsonSerializer.Deserialize``1(System.String,System.Text.Json.JsonSerializerOptions)",
            Light, () => JsonSerializer.Deserialize<int[]>("[1, 2]"), receiver: "2 numbers", dependent: true);
        cases.Add(
            "M:System.Text.Json.JsonSerializer.Deserialize``1(System.String,System.Text.Json.JsonSerializerOptions)",
            Heavy, () => JsonSerializer.Deserialize<int[]>(manyAsJson), receiver: "20000 numbers", dependent: true);
        cases.On(
            "M:System.Text.Json.JsonSerializer.Deserialize``1(System.IO.Stream,System.Text.Json.JsonSerializerOptions)",
            BlocksIo, Stream () => File.OpenRead(work.Json), static s => JsonSerializer.Deserialize<JsonElement>(s), receiver: "FileStream",
            dependent: true, release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Text.Json.JsonSerializer.Deserialize``1(System.IO.Stream,System.Text.Json.JsonSerializerOptions)",
            Light, static Stream () => new MemoryStream("[1, 2]"u8.ToArray()), static s => JsonSerializer.Deserialize<JsonElement>(s),
            receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.Text.Json.JsonSerializer.SerializeAsync``1(" +
            "System.IO.Stream,``0,System.Text.Json.JsonSerializerOptions,System.Threading.CancellationToken)",
            Light, static Stream () => new MemoryStream(), static s => JsonSerializer.SerializeAsync(s, "text"), receiver: "MemoryStream",
            dependent: true);
        cases.Add(
            "M:System.Text.Json.JsonDocument.Parse(System.String,System.Text.Json.JsonDocumentOptions)",
            Light, () => JsonDocument.Parse("{}"), receiver: "short", dependent: true, release: static d => d.Dispose());
        cases.Add(
            "M:System.Text.Json.Nodes.JsonNode.Parse(" +
            "System.String,System.Nullable{System.Text.Json.Nodes.JsonNodeOptions},System.Text.Json.JsonDocumentOptions)",
            Light, () => JsonNode.Parse("{}"));
        cases.On(
            "M:System.Text.Json.Utf8JsonWriter.Flush",
            BlocksIo, () => Started(work.Written(0)), static w => w.Flush(), receiver: "over FileStream", dependent: true, release: static w => w.Dispose());
        cases.On(
            "M:System.Text.Json.Utf8JsonWriter.Flush",
            Light, () => Started(new MemoryStream()), static w => w.Flush(), receiver: "over memory", dependent: true, release: static w => w.Dispose());
        cases.On(
            "M:System.Text.Json.Utf8JsonWriter.WriteNumberValue(System.Int32)",
            Light, () => new Utf8JsonWriter(new MemoryStream()), static w => w.WriteNumberValue(17), release: static w => w.Dispose());

        cases.Add(
            "M:System.Xml.Linq.XDocument.Load(System.String)",
            BlocksIo, () => XDocument.Load(work.Xml));
        cases.On(
            "M:System.Xml.Linq.XDocument.Load(System.IO.Stream)",
            BlocksIo, Stream () => File.OpenRead(work.Xml), static s => XDocument.Load(s), receiver: "FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Xml.Linq.XDocument.Load(System.IO.Stream)",
            Light, static Stream () => new MemoryStream("<a/>"u8.ToArray()), static s => XDocument.Load(s), receiver: "MemoryStream", dependent: true);
        cases.Add(
            "M:System.Xml.Linq.XDocument.Parse(System.String)",
            Light, () => XDocument.Parse("<a/>"), receiver: "short", dependent: true);
        cases.Add(
            "M:System.Xml.Linq.XDocument.Parse(System.String)",
            Heavy, () => XDocument.Parse(items), receiver: "3000 elements", dependent: true);
        cases.On(
            "M:System.Xml.Linq.XDocument.Save(System.String)",
            BlocksIo, () => XDocument.Parse("<a/>"), d => d.Save(Path.Combine(work.Folder, "saved.xml")));
        cases.On(
            "M:System.Xml.Linq.XDocument.Save(System.IO.Stream)",
            Light, () => XDocument.Parse("<a/>"), static d => d.Save(new MemoryStream()), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.Xml.Linq.XContainer.Add(System.Object)",
            Light, static () => new XElement("a"), static e => e.Add(new XElement("b")));
        cases.On(
            "M:System.Xml.XmlDocument.Load(System.String)",
            BlocksIo, static () => new XmlDocument(), d => d.Load(work.Xml));
        cases.On(
            "M:System.Xml.XmlDocument.LoadXml(System.String)",
            Light, static () => new XmlDocument(), static d => d.LoadXml("<a/>"));
        cases.Add(
            "M:System.Xml.XmlReader.Create(System.String)",
            BlocksIo, () => XmlReader.Create(work.Xml), release: static r => r.Dispose(), note: "opens the file and reads its start");
        cases.On(
            "M:System.Xml.XmlReader.Read",
            Light, static () => XmlReader.Create(new StringReader("<a/>")), static r => r.Read(), receiver: "over StringReader", dependent: true);
        cases.Add(
            "M:System.Xml.XmlWriter.Create(System.String)",
            BlocksMeta, () => XmlWriter.Create(Path.Combine(work.Folder, "writer.xml")), release: static w => w.Dispose());
        cases.On(
            "M:System.Xml.XmlWriter.WriteElementString(System.String,System.String)",
            Light, static () => XmlWriter.Create(new StringWriter()), static w => w.WriteElementString("a", "b"), receiver: "over StringWriter",
            dependent: true);
        cases.Add(
            "M:System.Xml.Serialization.XmlSerializer.#ctor(System.Type)",
            Light, () => new XmlSerializer(typeof(string[])), note: "kept after the first of a type, which generates code");
        cases.On(
            "M:System.Xml.Serialization.XmlSerializer.Deserialize(System.IO.Stream)",
            BlocksIo, () => File.OpenRead(work.Xml), static s => s_serializer.Deserialize(s), receiver: "FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Xml.Serialization.XmlSerializer.Deserialize(System.IO.Stream)",
            Light, () => new MemoryStream(File.ReadAllBytes(work.Xml)), static s => s_serializer.Deserialize(s), receiver: "MemoryStream", dependent: true);
        cases.Add(
            "M:System.Xml.Linq.XElement.Load(System.String)",
            BlocksIo, () => XElement.Load(work.Xml));
        cases.On(
            "M:System.Xml.XmlDocument.Save(System.String)",
            BlocksIo, static () => Loaded(), d => d.Save(Path.Combine(work.Folder, "saved.xml")));
        cases.Add(
            "M:System.Xml.XPath.XPathDocument.#ctor(System.String)",
            BlocksIo, () => new XPathDocument(work.Xml));
        cases.On(
            "M:System.Xml.XmlReader.Read",
            BlocksIo, () => XmlReader.Create(File.OpenRead(work.Xml), new XmlReaderSettings { CloseInput = true }), static r => r.Read(),
            receiver: "over FileStream", dependent: true, release: static (r, _) => r.Dispose());
        cases.On(
            "M:System.Xml.XmlWriter.Flush",
            BlocksIo, () => Begun(XmlWriter.Create(work.Written(0))), static w => w.Flush(), receiver: "over FileStream", dependent: true,
            release: static w => w.Dispose());
        cases.On(
            "M:System.Xml.XmlWriter.Flush",
            Light, static () => Begun(XmlWriter.Create(new StringWriter())), static w => w.Flush(), receiver: "over StringWriter", dependent: true);
        cases.On(
            "M:System.Text.Json.JsonDocument.Parse(System.IO.Stream,System.Text.Json.JsonDocumentOptions)",
            BlocksIo, Stream () => File.OpenRead(work.Json), static s => JsonDocument.Parse(s), receiver: "FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Text.Json.JsonDocument.Parse(System.IO.Stream,System.Text.Json.JsonDocumentOptions)",
            Light, static Stream () => new MemoryStream("{}"u8.ToArray()), static s => JsonDocument.Parse(s), receiver: "MemoryStream",
            dependent: true);
        cases.On(
            "M:System.Text.Json.JsonSerializer.Serialize``1(System.IO.Stream,``0,System.Text.Json.JsonSerializerOptions)",
            BlocksIo, Stream () => work.Written(0), static s => JsonSerializer.Serialize(s, 17), receiver: "FileStream", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.Text.Json.JsonSerializer.Serialize``1(System.IO.Stream,``0,System.Text.Json.JsonSerializerOptions)",
            Light, static Stream () => new MemoryStream(), static s => JsonSerializer.Serialize(s, 17), receiver: "MemoryStream", dependent: true);
    }

    private static XmlDocument Loaded()
    {
        var document = new XmlDocument();
        document.LoadXml("<a/>");
        return document;
    }

    private static XmlWriter Begun(XmlWriter writer)
    {
        writer.WriteElementString("a", "b");
        return writer;
    }

    private static Utf8JsonWriter Started(Stream stream)
    {
        var writer = new Utf8JsonWriter(stream);
        writer.WriteNumberValue(17);
        return writer;
    }
}
