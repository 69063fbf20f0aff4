namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

/// <summary>The texts of the curated files that a program is derived with.</summary>
internal sealed class Curated
{
    public string Seeds { get; init; } = """
        file     blocker!Read
        network  blocker!Send
        wait     blocker!Wait
        """;

    public string Managed { get; init; } = "join  managed!System.Threading.Tasks.Task.InternalWaitCore";

    public string Cuts { get; init; } = "";

    public string Contracts { get; init; } = """
        M:System.IO.Stream.Read          stream  definite  any  receiver  -
        M:System.IO.Stream.ReadByte      stream  likely    any  receiver  none
        M:System.IO.TextReader.ReadLine  stream  definite  any  receiver  -
        """;

    public string Instances { get; init; } = """
        T:System.IO.MemoryStream  memory  never     any  -      -
        T:System.IO.FileStream    file    definite  any  -      -
        T:System.IO.StringReader  memory  never     any  -      -
        T:System.IO.StreamReader  file    definite  any  wraps  -
        """;

    public void Write(TemporaryFolder folder)
    {
        folder.Write("Seeds.linux.txt", Seeds);
        folder.Write("Seeds.managed.txt", Managed);
        folder.Write("Cuts.txt", Cuts);
        folder.Write("Contracts.txt", Contracts);
        folder.Write("Instances.txt", Instances);
    }
}
