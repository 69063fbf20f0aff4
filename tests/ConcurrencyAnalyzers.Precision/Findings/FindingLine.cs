using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Findings;

/// <summary>One diagnostic as a line of JSON: what is said, where, and by which way it was found.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Rule">The id.</param>
/// <param name="Severity">As it is shipped.</param>
/// <param name="Place">File and line.</param>
/// <param name="Code">The line.</param>
/// <param name="Message">What a person reads.</param>
/// <param name="Vehicle">What runs the code, where the table says so.</param>
/// <param name="Api">The documentation ID of what does it.</param>
/// <param name="Key">What recognises the finding again when lines move.</param>
/// <param name="Chain">The calls between the place and the API, with their own places.</param>
internal sealed record FindingLine(string Project, string Rule, string Severity, string Place, string Code, string Message, string? Vehicle, string? Api, string? Key, IReadOnlyList<FindingLine.Hop> Chain)
{
    private static readonly JsonSerializerOptions OneLine = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FindingLine Of(string project, Diagnostic diagnostic) => new(
        project,
        diagnostic.Id,
        diagnostic.Severity.ToString(),
        Reported.Place(diagnostic.Location),
        LineOf(diagnostic.Location),
        diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
        diagnostic.Properties.GetValueOrDefault(DiagnosticKeys.Vehicle),
        diagnostic.Properties.GetValueOrDefault(DiagnosticKeys.Api),
        diagnostic.Properties.GetValueOrDefault(DiagnosticKeys.Key),
        [.. diagnostic.AdditionalLocations.Where(static hop => hop.IsInSource).Select(static hop => new Hop(Reported.Place(hop), LineOf(hop)))]);

    public override string ToString() => JsonSerializer.Serialize(this, OneLine);

    private static string LineOf(Location location) => location.SourceTree!.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    /// <summary>One call on the way.</summary>
    internal sealed record Hop(string Place, string Code);
}
