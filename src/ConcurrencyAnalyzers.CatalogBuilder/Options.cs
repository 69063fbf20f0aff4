using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    private static readonly HashSet<string> Commands = ["--check", "--explain", "--diff", "--hubs", "--redundant", "--compare", "--invokers", "--sample", "--help"];

    public string Command { get; private set; } = "";

    /// <summary>What stands behind the command.</summary>
    public List<string> Arguments { get; } = [];

    public string Inputs { get; private set; } = Path.Combine(AppContext.BaseDirectory, "Inputs");

    public string Out { get; private set; } = "";

    public string Packages { get; private set; } = Sources.DefaultFolder;

    public string Framework { get; private set; } = "10";

    public bool FrameworkOnly { get; private set; }

    /// <exception cref="OptionException">The arguments make no sense.</exception>
    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--inputs":
                    options.Inputs = Next();
                    break;
                case "--out":
                    options.Out = Next();
                    break;
                case "--packages":
                    options.Packages = Next();
                    break;
                case "--framework":
                    options.Framework = Next() is "8" or "10" ? args[i] : throw new OptionException($"'{args[i]}' is no framework: 8, 10.");
                    break;
                case "--framework-only":
                    options.FrameworkOnly = true;
                    break;
                case "-h":
                    options.Command = "--help";
                    break;
                case var command when Commands.Contains(command):
                    options.Command = options.Command.Length == 0 ? command : throw new OptionException($"{options.Command} and {command} cannot be had at once.");
                    break;
                case var argument when argument.StartsWith('-') || options.Command.Length == 0:
                    throw new OptionException($"'{argument}' is not understood.");
                case var argument:
                    options.Arguments.Add(argument);
                    break;
            }

            string Next() => ++i < args.Count ? args[i] : throw new OptionException($"{args[i - 1]} wants a value.");
        }

        if (options.Out.Length == 0)
        {
            options.Out = FindShipped();
        }

        return options;
    }

    /// <exception cref="OptionException">It is no number.</exception>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new OptionException($"'{text}' is no number.");

    private static string FindShipped()
    {
        var path = Path.Combine("src", "ConcurrencyAnalyzers", "Catalog");
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, path)))
            {
                return Path.Combine(folder.FullName, path, "Shipped");
            }
        }

        return "Shipped";
    }
}

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class OptionException(string message) : Exception(message);
