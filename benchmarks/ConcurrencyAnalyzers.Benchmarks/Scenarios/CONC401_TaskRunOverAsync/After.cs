using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC401_TaskRunOverAsync.After;

/// <summary>Takes letter templates from a cache that reads each file once.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var folder = new TempFolder();
        var paths = await folder.WriteAsync("order", "invoice", "delivery", "return");
        var templates = new Dictionary<string, string>();
        var total = 0L;
        for (var call = 0; call < load.Calls; call++)
        {
            var path = paths[call % paths.Length];
            var template = await TemplateAsync(templates, path);
            total += template.Length;
        }

        return total;
    }

    private static async Task<string> TemplateAsync(Dictionary<string, string> templates, string path)
    {
        if (!templates.TryGetValue(path, out var template))
        {
            template = await File.ReadAllTextAsync(path);
            templates.Add(path, template);
        }

        return template;
    }
}
