using System.Globalization;

namespace Storefront.Storage;

/// <summary>One line for everything that happened to an order. Callers write one at a time.</summary>
public sealed class Journal(DataFolder folder, TimeProvider time)
{
    public void Append(string what, Guid order, decimal amount)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():O}\t{what}\t{order:N}\t{amount:0.00}\n");
        File.AppendAllText(folder.JournalFile, line);
    }

    public string ReadAll()
    {
        return File.Exists(folder.JournalFile) ? File.ReadAllText(folder.JournalFile) : "";
    }

    public async Task<string> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        return File.Exists(folder.JournalFile) ? await File.ReadAllTextAsync(folder.JournalFile, cancellationToken) : "";
    }
}
