using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>
/// What a test expects of one diagnostic. Id and location always count, and without a location the diagnostic must have none;
/// everything else counts when it is given.
/// </summary>
public sealed record DiagnosticResult(string Id)
{
    internal ExpectedLocation? Location { get; init; }
    internal ImmutableArray<ExpectedLocation>? AdditionalLocations { get; init; }
    internal DiagnosticSeverity? Severity { get; init; }
    internal string? Message { get; init; }
    internal ImmutableArray<object>? Arguments { get; init; }

    public static DiagnosticResult CompilerError(string id) => new DiagnosticResult(id).WithSeverity(DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new DiagnosticResult(id).WithSeverity(DiagnosticSeverity.Warning);

    /// <summary>Lines and columns count from one; the end is not compared.</summary>
    public DiagnosticResult WithLocation(int line, int column) => At(new(null, Position(line, column), null));

    public DiagnosticResult WithLocation(string path, int line, int column) => At(new(path, Position(line, column), null));

    public DiagnosticResult WithLocation(int markupKey) => At(ExpectedLocation.OfKey(markupKey));

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        At(new(null, Position(startLine, startColumn), Position(endLine, endColumn)));

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        At(new(path, Position(startLine, startColumn), Position(endLine, endColumn)));

    /// <summary>Without keys: the diagnostic has no additional location.</summary>
    public DiagnosticResult WithAdditionalLocations(params int[] markupKeys) =>
        this with { AdditionalLocations = [.. AdditionalLocations ?? [], .. markupKeys.Select(ExpectedLocation.OfKey)] };

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithMessage(string message) => this with { Message = message };

    public DiagnosticResult WithArguments(params object[] arguments) => this with { Arguments = [.. arguments] };

    // As in the public library, a second location is an additional one.
    internal DiagnosticResult At(ExpectedLocation location) => Location is null
        ? this with { Location = location }
        : this with { AdditionalLocations = [.. AdditionalLocations ?? [], location] };

    internal DiagnosticResult Resolve(IReadOnlyDictionary<int, ExpectedLocation> keys, string defaultPath) => this with
    {
        Location = Location?.Resolve(keys, defaultPath),
        AdditionalLocations = AdditionalLocations?.Select(l => l.Resolve(keys, defaultPath)).ToImmutableArray(),
    };

    /// <summary>The first respect in which the diagnostic is not the expected one.</summary>
    internal string? DifferenceFrom(Diagnostic actual)
    {
        if (actual.Id != Id)
            return $"the id is {actual.Id}";
        if (!(Location?.Matches(actual.Location) ?? actual.Location.Kind is LocationKind.None))
            return $"it is located at {ExpectedLocation.Show(actual.Location)}";
        var message = actual.GetMessage(CultureInfo.InvariantCulture);
        if (Severity is { } severity && severity != actual.Severity)
            return $"the severity is {actual.Severity}";
        if (Message is not null && Message != message)
            return $"the message is \"{message}\"";
        if (Arguments is { } arguments && Format(actual.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), arguments) != message)
            return $"the message with its arguments is \"{message}\"";
        if (AdditionalLocations is { } additional
            && (additional.Length != actual.AdditionalLocations.Count || additional.Where((l, i) => !l.Matches(actual.AdditionalLocations[i])).Any()))
            return $"the additional locations are {string.Join(", ", actual.AdditionalLocations.Select(ExpectedLocation.Show))}";
        return null;
    }

    public override string ToString() =>
        $"{Id} {(Location is null ? "without location" : $"at {Location}")}"
        + (Severity is null ? "" : $", severity {Severity}")
        + (Message is null ? "" : $", message \"{Message}\"")
        + (Arguments is { } arguments ? $", arguments ({string.Join(", ", arguments)})" : "")
        + (AdditionalLocations is { } additional ? $", additional locations {string.Join(", ", additional)}" : "");

    // An argument that the message has no place for would go unchecked.
    private static string? Format(string format, ImmutableArray<object> arguments)
    {
        try
        {
            return arguments.Where((_, i) => !format.Contains($"{{{i}", StringComparison.Ordinal)).Any()
                ? null
                : string.Format(CultureInfo.InvariantCulture, format, [.. arguments]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static LinePosition Position(int line, int column) => new(line - 1, column - 1);
}

/// <summary>A place in a file, or the number of a marked span that is not looked up yet.</summary>
internal sealed record ExpectedLocation(string? Path, LinePosition Start, LinePosition? End, int? Key = null)
{
    public static ExpectedLocation OfKey(int key) => new(null, default, null, key);

    public static ExpectedLocation Of(Location location) =>
        new(location.GetLineSpan().Path, location.GetLineSpan().StartLinePosition, location.GetLineSpan().EndLinePosition);

    public static string Show(Location location) =>
        location.Kind is LocationKind.None ? "no location" : Of(location).ToString();

    public ExpectedLocation Resolve(IReadOnlyDictionary<int, ExpectedLocation> keys, string defaultPath) =>
        Key is not { } key ? this with { Path = Path ?? defaultPath }
        : keys.TryGetValue(key, out var place) ? place
        : throw new VerificationException($"An expected diagnostic is located at #{key}, but the code has no {{|#{key}:..|}}.");

    public bool Matches(Location location)
    {
        var actual = location.GetLineSpan();
        return actual.Path == Path && actual.StartLinePosition == Start && (End is not { } end || actual.EndLinePosition == end);
    }

    public override string ToString() => Show(Path, Start, End);

    private static string Show(string? path, LinePosition start, LinePosition? end) =>
        $"{path}({start.Line + 1},{start.Character + 1})" + (end is { } e ? $"-({e.Line + 1},{e.Character + 1})" : "");
}
