using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Output;

namespace ConcurrencyAnalyzers.CatalogBuilder;

internal static class Program
{
    private const int Success = 0;
    private const int Different = 1;
    private const int WrongUsage = 2;
    private const int InputsMissing = 3;

    private const string Usage = """
        Derives what every API does to the thread that calls it, from the implementations.

          (nothing)                derive all, write the catalog files
          --check                  derive all, compare with the catalog files; 1 if they differ
          --explain MEMBER...      the chains that led to the verdict on a member (a documentation ID, or its beginning)
          --diff OLD               what changes against the catalog files in the folder OLD
          --hubs [N]               the N (40) methods through which most verdicts pass
          --compare                .NET 8 against .NET 10: how many verdicts are the same, and which are not
          --invokers FILE          members that run a delegate before they return, and have no row in FILE (Catalog/Delegates.txt)
          --redundant              cuts, seeds, contracts and corrections that change nothing; 1 if there are any
          --sample KIND N SEED [FILE]
                                   N members drawn at random: definite, dependent, or light (within two calls of a seed or a cut);
                                   FILE: members that were drawn before, by ID in the first column, are left out

          --inputs DIR             the curated files (beside the program)
          --out DIR                the catalog files (src/ConcurrencyAnalyzers/Catalog/Shipped, from the current folder upwards)
          --packages DIR           where packages are restored to (NUGET_PACKAGES, or .nuget/packages in the home folder)
          --framework 8            .NET 8 instead of 10; no packages, nothing is written
          --framework-only         no packages, nothing is written

        The assemblies are those of Inputs/Sources.csproj: run 'dotnet restore' on it first.
        Exit code: 0 done, 1 different, 2 wrong usage or inputs that cannot be read, 3 assemblies are missing.
        """;

    public static int Main(string[] args)
    {
        try
        {
            var options = Options.Parse(args);
            return options.Command == "--help" ? Print(Usage) : Run(options);
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return WrongUsage;
        }
        catch (OptionException e)
        {
            Console.Error.WriteLine($"{e.Message}\n\n{Usage}");
            return WrongUsage;
        }
    }

    private static int Run(Options options)
    {
        var sources = Sources.Read(options.Inputs, options.Packages);
        if (sources.Missing.ToList() is { Count: > 0 } missing)
        {
            Console.Error.WriteLine($"{missing.Count} of the assemblies' packages are not restored: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", ..." : "")}.");
            Console.Error.WriteLine("Run 'dotnet restore src/ConcurrencyAnalyzers.CatalogBuilder/Inputs/Sources.csproj'.");
            return InputsMissing;
        }

        var watch = Stopwatch.StartNew();
        var command = options.Command;
        var withPackages = options.Framework == "10" && !options.FrameworkOnly;
        using var run = Regeneration.Run(options.Inputs, sources, options.Framework, withPackages && command is "" or "--check" or "--diff" or "--explain" or "--hubs" or "--redundant");
        foreach (var skipped in run.Skipped)
        {
            Console.Error.WriteLine(skipped);
        }

        switch (command)
        {
            case "--explain":
                return Explain(run, options.Arguments);
            case "--hubs":
                return Hubs(run, options.Arguments is [var count] ? Options.Number(count) : 40);
            case "--redundant":
                return Redundant(run);
            case "--compare":
                return Compare(run, sources);
            case "--invokers":
                return Invokers(run, options.Arguments is [var table] && File.Exists(table) ? table : throw new OptionException("--invokers wants the file with the delegates' rows."));
            case "--sample" when options.Arguments is [var kind, var n, var seed, .. var drawn] && drawn.Count <= 1:
                return Sample(run, kind, Options.Number(n), Options.Number(seed), drawn is [var file] ? Drawn(file) : []);
            case "--sample":
                throw new OptionException("--sample wants a kind, a number, a seed, and may have a file.");
        }

        var shipped = run.Write();
        var summary = Summary.Of(run);
        var files = shipped.Write().Append(("Summary.tsv", summary)).ToList();
        Console.Write(summary);
        Console.WriteLine(Size(run, watch.Elapsed));
        return command switch
        {
            "--diff" => Diff(shipped, options.Arguments is [var old] ? old : throw new OptionException("--diff wants the folder with the old files.")),
            "--check" => Check(files, options.Out),
            _ when !withPackages => Success,
            _ => Write(files, options.Out),
        };
    }

    private static int Write(List<(string Name, string Text)> files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.GetFiles(folder, "*.catalog.txt").Where(path => !files.Exists(file => file.Name == Path.GetFileName(path))))
        {
            File.Delete(stale);
        }

        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return Print($"{files.Count} files written to {folder}.");
    }

    private static int Check(List<(string Name, string Text)> files, string folder)
    {
        var different = files.Where(file => !File.Exists(Path.Combine(folder, file.Name)) || File.ReadAllText(Path.Combine(folder, file.Name)) != file.Text).Select(static file => file.Name)
            .Concat(Directory.GetFiles(folder, "*.catalog.txt").Select(Path.GetFileName).OfType<string>().Where(name => !files.Exists(file => file.Name == name)))
            .ToList();
        Console.WriteLine(different.Count == 0 ? "The catalog files are what is derived." : $"Not what is derived: {string.Join(", ", different)}. Run the builder and review the difference.");
        return different.Count == 0 ? Success : Different;
    }

    private static int Diff(CatalogFiles files, string old)
    {
        if (!Directory.Exists(old))
        {
            throw new OptionException($"There is no folder {old}.");
        }

        var before = CatalogFiles.ReadFolder(old);
        var after = files.ById();
        foreach (var id in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
            if (was?.Facts != now?.Facts)
            {
                Console.WriteLine($"{(was is null ? "+" : now is null ? "-" : "~")} {id}  {was?.Facts}{(was is not null && now is not null ? "  =>  " : "")}{now?.Facts}");
            }
        }

        return Success;
    }

    private static int Explain(Regeneration run, IReadOnlyList<string> members)
    {
        foreach (var wanted in members)
        {
            var found = false;
            foreach (var (catalog, analyses) in Parts(run))
            {
                foreach (var member in catalog.Surface.Members.Where(member => member.Id.StartsWith(wanted, StringComparison.Ordinal)))
                {
                    found = true;
                    Console.WriteLine(catalog.Find(member.Id) is { } line ? string.Join("  ", line.Columns) : $"{member.Id}  (no line)");
                    foreach (var analysis in analyses)
                    {
                        foreach (var text in Drafting.Find(analysis.Universe, member) is { } method ? Chain.Explain(analysis, method) : [$"{member.Id} is not there on {analysis.Platform}"])
                        {
                            Console.WriteLine(text);
                        }
                    }
                }
            }

            if (!found)
            {
                Console.WriteLine($"No visible member starts with {wanted}.");
            }
        }

        return Success;
    }

    private static int Hubs(Regeneration run, int count)
    {
        foreach (var (catalog, analyses) in Parts(run))
        {
            foreach (var analysis in analyses)
            {
                Console.WriteLine($"{analysis.Platform}, {analysis.Graph.Procedures.Count} procedures, {analysis.Graph.Edges} edges");
                foreach (var (procedure, members) in Chain.Hubs(catalog, analysis).Take(count))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{members,6}  {procedure}"));
                }
            }
        }

        return Success;
    }

    private static int Redundant(Regeneration run)
    {
        var redundant = Redundancy.Find(run).ToList();
        foreach (var line in redundant)
        {
            Console.WriteLine(line);
        }

        return redundant.Count == 0 ? Print("Everything curated is needed.") : Different;
    }

    private static HashSet<string> Drawn(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Select(static line => line.Split('\t')[0])] : throw new OptionException($"There is no file {path}.");

    private static int Sample(Regeneration run, string kind, int count, int seed, HashSet<string> drawn)
    {
        foreach (var line in Sampling.Draw(run, kind, count, seed, drawn))
        {
            Console.WriteLine(line);
        }

        return Success;
    }

    private static int Compare(Regeneration run, Sources sources)
    {
        using var older = Regeneration.Run(run.Inputs, sources, "8", withPackages: false);
        var (now, before) = (run.FrameworkCatalog!, older.FrameworkCatalog!);
        var common = now.Surface.Members.Where(member => before.Surface.Find(member.Id) is not null).Select(static member => member.Id).ToList();
        var definite = common.Where(id => Sampling.IsDefinite(now.Find(id)) || Sampling.IsDefinite(before.Find(id))).ToList();
        var same = definite.Count(id => Sampling.IsDefinite(now.Find(id)) && Sampling.IsDefinite(before.Find(id)));
        foreach (var id in definite.Where(id => Sampling.IsDefinite(now.Find(id)) != Sampling.IsDefinite(before.Find(id))).Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"{id}  .NET 8: {before.Find(id)?.Facts ?? "nothing"}  .NET 10: {now.Find(id)?.Facts ?? "nothing"}");
        }

        return Print($"{common.Count} members are in both; {definite.Count} are definite in one, {same} of them in both.");
    }

    private static int Invokers(Regeneration run, string table)
    {
        var known = InputFile.Read(table).Select(static line => CuratedLines.FamilyOf(line.Columns[0])).ToHashSet();
        var analysis = run.Framework[0];
        foreach (var family in run.FrameworkCatalog!.Surface.Members
            .Where(member => Drafting.Find(analysis.Universe, member) is { } method && analysis.Graph.Find(method) is { Invokes.Count: > 0 } procedure
                && procedure.Invokes.Any(parameter => parameter >= 0 && parameter < method.Parameters.Length && method.Parameters[parameter].Type is { IsDelegate: true }))
            .GroupBy(static member => CuratedLines.FamilyOf(member.Id)).Where(family => !known.Contains(family.Key)).OrderBy(static family => family.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{family.Key}  {family.Count()} overloads");
        }

        return Success;
    }

    private static string Size(Regeneration run, TimeSpan elapsed)
    {
        var analyses = run.Framework.Append(run.Packages).OfType<Analysis>().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{analyses.Sum(static analysis => analysis.Universe.Assemblies.Count)} assemblies, {analyses.Sum(static analysis => analysis.Graph.Procedures.Count)} procedures, {analyses.Sum(static analysis => analysis.Graph.Edges)} edges, {analyses.Sum(static analysis => analysis.Graph.DamagedBodies)} unreadable bodies, {elapsed.TotalSeconds:0.0} s");
    }

    private static IEnumerable<(Catalog Catalog, IReadOnlyList<Analysis> Analyses)> Parts(Regeneration run)
    {
        if (run.FrameworkCatalog is { } framework)
        {
            yield return (framework, run.Framework);
        }

        if (run is { PackageCatalog: { } packages, Packages: { } analysis })
        {
            yield return (packages, [analysis]);
        }
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return Success;
    }
}
