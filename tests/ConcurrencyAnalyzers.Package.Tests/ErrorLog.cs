using System.Text.Json;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>One result of a SARIF log; line 0 when it has no place.</summary>
internal sealed record Logged(string Rule, string Level, string File, int Line, string Message, int Hops);

internal static class ErrorLog
{
    public const string Suppressed = "suppressed";

    public static List<Logged> Read(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(path));
        return [.. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(Result)];
    }

    private static Logged Result(JsonElement result)
    {
        var (file, line) = ("", 0);
        if (result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0)
        {
            var place = locations[0].GetProperty("physicalLocation");
            file = Path.GetFileName(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
            line = place.GetProperty("region").GetProperty("startLine").GetInt32();
        }

        return new(
            result.GetProperty("ruleId").GetString()!,
            result.TryGetProperty("suppressions", out var suppressions) && suppressions.GetArrayLength() > 0 ? Suppressed : result.GetProperty("level").GetString()!,
            file,
            line,
            result.GetProperty("message").GetProperty("text").GetString()!,
            result.TryGetProperty("relatedLocations", out var related) ? related.GetArrayLength() : 0);
    }
}
