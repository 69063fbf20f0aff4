using System.IO;

public sealed class Archive
{
    public void Store(string year) => Write(year + ".txt");

    private static void Write(string path) => File.WriteAllText(path, "closed");
}
