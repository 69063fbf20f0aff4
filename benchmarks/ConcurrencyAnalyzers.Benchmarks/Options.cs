using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>The command line was not understood.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What follows a command.</summary>
internal sealed class Options
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly Dictionary<string, string> values = [];

    private Options()
    {
    }

    /// <summary>What is named without an option.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The values of the one option that takes several.</summary>
    public List<string> Paths { get; } = [];

    /// <exception cref="UsageException">An option is unknown, or lacks its value.</exception>
    public static Options Parse(string[] arguments, string[] valued, string[] flags, string? list = null, bool takesNames = false)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == list)
            {
                while (i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                {
                    options.Paths.Add(arguments[++i]);
                }
            }
            else if (flags.Contains(name))
            {
                options.values[name] = "";
            }
            else if (valued.Contains(name))
            {
                options.values[name] = ++i < arguments.Length ? arguments[i] : throw new UsageException($"'{name}' needs a value.");
            }
            else if (takesNames && !name.StartsWith('-'))
            {
                options.Names.Add(name);
            }
            else
            {
                throw new UsageException($"'{name}' is not an option here.");
            }
        }

        _ = options.Number("--runs") ?? options.Number("--pairs");
        return options;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name);

    public int? Number(string name) =>
        !values.TryGetValue(name, out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new UsageException($"'{name}' needs a number above zero, not '{text}'.");

    public void WriteJson(IEnumerable<object> reports)
    {
        if (values.TryGetValue("--json", out var path))
        {
            File.WriteAllText(path, JsonSerializer.Serialize(reports, Indented));
        }
    }
}
