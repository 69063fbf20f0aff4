using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class ReaderAndWriterCases
{
    private static readonly char[] s_chars = new char[512];
    private static readonly string s_long = new('x', 10_000);

    public static void AddTo(CaseList cases, Workspace work)
    {
        TextReader OverFile() => new StreamReader(work.Unbuffered());
        TextReader OverMemory() => new StreamReader(new MemoryStream(work.Small));
        TextReader OverString() => new StringReader("one\ntwo\nthree");
        TextWriter ToFile() => new StreamWriter(work.Written(0));
        TextWriter ToMemory() => new StreamWriter(new MemoryStream());
        TextWriter Unwritten(TextWriter writer)
        {
            writer.Write("something");
            return writer;
        }

        static void Close<T>(TextReader reader, T result) => reader.Dispose();
        static void Done(TextWriter writer) => writer.Dispose();

        cases.On(
            "M:System.IO.TextReader.ReadLine",
            BlocksIo, OverFile, static r => r.ReadLine(), receiver: "StreamReader over FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.TextReader.ReadLine",
            Light, OverMemory, static r => r.ReadLine(), receiver: "StreamReader over memory", dependent: true);
        cases.On(
            "M:System.IO.TextReader.ReadLine",
            Light, OverString, static r => r.ReadLine(), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextReader.ReadToEnd",
            BlocksIo, OverFile, static r => r.ReadToEnd(), receiver: "StreamReader over FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.TextReader.ReadToEnd",
            Light, OverMemory, static r => r.ReadToEnd(), receiver: "StreamReader over memory", dependent: true);
        cases.On(
            "M:System.IO.TextReader.ReadToEnd",
            Light, OverString, static r => r.ReadToEnd(), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextReader.Peek",
            BlocksIo, OverFile, static r => r.Peek(), receiver: "StreamReader over FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.TextReader.Peek",
            Light, OverString, static r => r.Peek(), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextReader.Read",
            BlocksIo, OverFile, static r => r.Read(), receiver: "StreamReader over FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.TextReader.Read",
            Light, OverString, static r => r.Read(), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextReader.ReadLineAsync",
            Light, OverString, static r => r.ReadLineAsync(), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextReader.ReadToEndAsync",
            Light, OverMemory, static r => r.ReadToEndAsync(), receiver: "StreamReader over memory", dependent: true);
        cases.On(
            "P:System.IO.StreamReader.EndOfStream",
            BlocksIo, () => new StreamReader(work.Unbuffered()), static r => r.EndOfStream, receiver: "over FileStream", dependent: true,
            release: static (r, _) => r.Dispose());
        cases.On(
            "P:System.IO.StreamReader.EndOfStream",
            Light, () => new StreamReader(new MemoryStream(work.Small)), static r => r.EndOfStream, receiver: "over memory", dependent: true);
        cases.Add(
            "M:System.IO.StreamReader.#ctor(System.String)",
            BlocksMeta, () => new StreamReader(work.Text), release: static r => r.Dispose());
        cases.On(
            "M:System.IO.StreamReader.#ctor(System.IO.Stream)",
            Light, work.Unbuffered, static stream => new StreamReader(stream), release: static (_, r) => r.Dispose());
        cases.Add(
            "M:System.IO.StringReader.#ctor(System.String)",
            Light, () => new StringReader("text"));

        cases.On(
            "M:System.IO.TextWriter.WriteLine(System.String)",
            Light, ToFile, static w => w.WriteLine("a line"), receiver: "StreamWriter over FileStream", dependent: true, release: Done,
            note: "goes to the writer's buffer until that is full");
        cases.On(
            "M:System.IO.TextWriter.WriteLine(System.String)",
            BlocksIo, TextWriter () => new StreamWriter(work.Written(0)) { AutoFlush = true }, static w => w.WriteLine("a line"),
            receiver: "StreamWriter over FileStream, flushing", dependent: true, release: Done);
        cases.On(
            "M:System.IO.TextWriter.WriteLine(System.String)",
            Light, static TextWriter () => new StringWriter(), static w => w.WriteLine("a line"), receiver: "StringWriter", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.Write(System.String)",
            Light, static TextWriter () => new StringWriter(), static w => w.Write("text"), receiver: "StringWriter", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.WriteLineAsync(System.String)",
            Light, ToMemory, static w => w.WriteLineAsync("a line"), receiver: "StreamWriter over memory", dependent: true);
        cases.On(
            "M:System.IO.StreamReader.ReadLine",
            BlocksIo, () => new StreamReader(work.Unbuffered()), static r => r.ReadLine(), receiver: "over FileStream", dependent: true,
            release: static (r, _) => r.Dispose());
        cases.On(
            "M:System.IO.StreamReader.ReadLine",
            Light, () => new StreamReader(new MemoryStream(work.Small)), static r => r.ReadLine(), receiver: "over memory", dependent: true);
        cases.On(
            "M:System.IO.StreamReader.ReadToEnd",
            BlocksIo, () => new StreamReader(work.Unbuffered()), static r => r.ReadToEnd(), receiver: "over FileStream", dependent: true,
            release: static (r, _) => r.Dispose());
        cases.On(
            "M:System.IO.StringReader.ReadToEnd",
            Light, static () => new StringReader("text"), static r => r.ReadToEnd());
        cases.On(
            "M:System.IO.StreamWriter.Write(System.String)",
            Light, () => new StreamWriter(work.Written(0)), static w => w.Write("text"), receiver: "over FileStream", dependent: true,
            release: static w => w.Dispose(), note: "goes to the writer's buffer until that is full");
        cases.On(
            "M:System.IO.StreamWriter.Write(System.String)",
            BlocksIo, () => new StreamWriter(work.Written(0)), w => w.Write(s_long), receiver: "over FileStream, more than the buffer holds",
            dependent: true, release: static w => w.Dispose());
        cases.On(
            "M:System.IO.StreamWriter.Flush",
            BlocksIo, () => { var w = new StreamWriter(work.Written(0)); w.Write("text"); return w; }, static w => w.Flush(),
            receiver: "over FileStream", dependent: true, release: static w => w.Dispose());
        cases.On(
            "M:System.IO.StringWriter.ToString",
            Light, static () => new StringWriter(), static w => w.ToString());
        cases.On(
            "M:System.IO.TextReader.ReadBlock(System.Char[],System.Int32,System.Int32)",
            BlocksIo, OverFile, static r => r.ReadBlock(s_chars, 0, 100), receiver: "StreamReader over FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.TextReader.ReadBlock(System.Char[],System.Int32,System.Int32)",
            Light, OverString, static r => r.ReadBlock(s_chars, 0, 5), receiver: "StringReader", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.Flush",
            BlocksIo, () => Unwritten(ToFile()), static w => w.Flush(), receiver: "StreamWriter over FileStream", dependent: true, release: Done);
        cases.On(
            "M:System.IO.TextWriter.Flush",
            Light, () => Unwritten(ToMemory()), static w => w.Flush(), receiver: "StreamWriter over memory", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.Flush",
            Light, static TextWriter () => new StringWriter(), static w => w.Flush(), receiver: "StringWriter", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.Dispose",
            BlocksIo, () => Unwritten(ToFile()), static w => w.Dispose(), receiver: "StreamWriter over FileStream", dependent: true);
        cases.On(
            "M:System.IO.TextWriter.Dispose",
            Light, () => Unwritten(ToMemory()), static w => w.Dispose(), receiver: "StreamWriter over memory", dependent: true);
        cases.Add(
            "M:System.IO.StreamWriter.#ctor(System.String)",
            BlocksMeta, () => new StreamWriter(Path.Combine(work.Folder, "writer.txt")), release: static w => w.Dispose());

        cases.On(
            "M:System.IO.BinaryReader.ReadInt32",
            BlocksIo, () => new BinaryReader(work.Unbuffered()), static r => r.ReadInt32(), receiver: "over FileStream", dependent: true,
            release: static (r, _) => r.Dispose());
        cases.On(
            "M:System.IO.BinaryReader.ReadInt32",
            Light, () => new BinaryReader(new MemoryStream(work.Small)), static r => r.ReadInt32(), receiver: "over memory", dependent: true);
        cases.On(
            "M:System.IO.BinaryWriter.Write(System.Int32)",
            BlocksIo, () => new BinaryWriter(work.Written(0)), static w => w.Write(17), receiver: "over FileStream", dependent: true,
            release: static w => w.Dispose());
        cases.On(
            "M:System.IO.BinaryWriter.Write(System.Int32)",
            Light, static () => new BinaryWriter(new MemoryStream()), static w => w.Write(17), receiver: "over memory", dependent: true);
    }
}
