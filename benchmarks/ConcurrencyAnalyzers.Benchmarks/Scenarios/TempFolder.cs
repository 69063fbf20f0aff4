using System;
using System.IO;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios;

/// <summary>A folder that is gone with its owner.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scenario-");

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Writes one text file for each name; what it holds depends on the name alone.</summary>
    public async Task<string[]> WriteAsync(params string[] names)
    {
        var paths = Array.ConvertAll(names, PathOf);
        for (var i = 0; i < paths.Length; i++)
        {
            await File.WriteAllTextAsync(paths[i], $"Dear {{customer}}, about your {names[i]}: {new string('.', 500)}");
        }

        return paths;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
