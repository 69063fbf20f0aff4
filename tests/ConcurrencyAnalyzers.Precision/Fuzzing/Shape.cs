using System.Globalization;
using ConcurrencyAnalyzers.Precision.Mutations;

namespace ConcurrencyAnalyzers.Precision.Fuzzing;

/// <summary>Where in a statement a value can stand: what a fix has to write around, or to leave alone.</summary>
internal static class Shape
{
    private const string Keep = "global::System.GC.KeepAlive(";
    private const string Tasks = "global::System.Threading.Tasks.";

    /// <summary><c>$E$</c> is the value, <c>#</c> a number, <c>@</c> begins a directive.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        // Alone, named, asked.
        "$E$;",
        "_ = $E$;",
        $"{Keep}$E$);",
        $"var mutantValue# = $E$; {Keep}mutantValue#);",
        $"dynamic mutantValue# = $E$; {Keep}mutantValue#);",
        $"{Keep}$E$.ToString());",
        $"{Keep}$E$?.ToString());",
        $"{Keep}$E$!);",
        $"{Keep}(object)$E$);",
        $"{Keep}$E$ as object);",
        $"if ($E$ is {{ }} mutantFound#) {Keep}mutantFound#);",
        $"{Keep}int.TryParse($E$.ToString(), out var mutantNumber#) ? mutantNumber# : 0);",

        // Within a larger expression: what is left of it has been evaluated already.
        $"{Keep}!object.Equals($E$, null));",
        $"{Keep}string.Concat(\"a\", $E$, \"b\"));",
        $"{Keep}\"a\" + $E$ + \"b\");",
        $"{Keep}$\"a{{($E$)}}b\");",
        $"{Keep}global::System.Environment.TickCount > 7 ? $E$ : null);",
        $"{Keep}$E$ switch {{ null => 1, _ => 2 }});",
        $"{Keep}(1, $E$));",
        $"{Keep}new {{ Text = \"a\", Value = $E$ }});",
        $"{Keep}new global::System.Collections.Generic.List<object> {{ 1, $E$ }});",
        $"{Keep}checked($E$.GetHashCode() + 1));",
        $"{Keep}global::System.Math.Max(global::System.Environment.TickCount, $E$.GetHashCode()));",
        $"var mutantRow# = new object[1]; mutantRow#[mutantRow#.Length - 1] = $E$; {Keep}mutantRow#);",
        $"var mutantRow# = new object[2]; var mutantAt# = 0; mutantRow#[mutantAt#++] = $E$; {Keep}mutantRow#);",
        $"var mutantRow# = new object[1]; global::System.Threading.Interlocked.Exchange(ref mutantRow#[0], $E$);",
        $"var mutantSum# = 1; mutantSum# += $E$.GetHashCode(); {Keep}mutantSum#);",
        $"object mutantValue# = null; mutantValue# = mutantValue# ?? $E$; {Keep}mutantValue#);",
        $"var (mutantLeft#, mutantRight#) = ($E$, $E$); {Keep}mutantLeft#); {Keep}mutantRight#);",

        // Statements that ask for a value.
        $"if ($E$ == null) {{ {Keep}null); }}",
        $"if (global::System.Environment.TickCount > 7) {Keep}$E$); else {Keep}null);",
        "while ($E$ == null) { break; }",
        $"do {{ {Keep}null); }} while ($E$ == null);",
        "for (object mutantValue# = $E$; mutantValue# == null;) { break; }",
        $"foreach (var mutantLetter# in $E$.ToString()) {{ {Keep}mutantLetter#); }}",
        "switch ($E$) { default: break; }",
        "using (var mutantMemory# = new global::System.IO.MemoryStream($E$.GetHashCode())) { }",
        "using var mutantMemory# = new global::System.IO.MemoryStream($E$.GetHashCode());",

        // Where an await may not stand, or may not be crossed.
        $"lock (typeof(int)) {{ {Keep}$E$); }}",
        $"unsafe {{ int* mutantPointer# = null; {Keep}$E$); {Keep}mutantPointer# == null); }}",
        $"global::System.Span<byte> mutantBytes# = stackalloc byte[4]; {Keep}$E$); mutantBytes#[0] = 1;",
        $"var mutantText# = global::System.MemoryExtensions.AsSpan(\"abc\"); {Keep}$E$); {Keep}mutantText#.Length);",
        $"foreach (var mutantByte# in new global::System.ReadOnlySpan<byte>(new byte[2])) {{ {Keep}$E$); {Keep}mutantByte#); }}",
        $"var mutantRow# = new int[1]; ref int mutantCell# = ref mutantRow#[0]; {Keep}$E$); mutantCell# = 1;",
        $"try {{ {Keep}null); }} catch (global::System.Exception) when ($E$ == null) {{ }}",
        $"try {{ {Keep}null); }} catch (global::System.Exception) {{ {Keep}$E$); }}",
        $"try {{ {Keep}null); }} finally {{ {Keep}$E$); }}",
        $"{Keep}global::System.Linq.Enumerable.ToList(from mutantItem# in new[] {{ 1, 2 }} select $E$));",
        $"{Keep}global::System.Linq.Enumerable.ToList(global::System.Linq.Enumerable.Select(new[] {{ 1, 2 }}, mutantItem# => $E$)));",
        $"global::System.Linq.Expressions.Expression<global::System.Func<object>> mutantTree# = () => $E$; {Keep}mutantTree#);",
        $"checked {{ {Keep}$E$); }}",

        // Functions of their own.
        $"global::System.Func<object> mutantGet# = () => $E$; {Keep}mutantGet#());",
        $"global::System.Action mutantDo# = delegate {{ {Keep}$E$); }}; mutantDo#();",
        $"object mutantLocal#() => $E$; {Keep}mutantLocal#());",
        $"{Keep}mutantLocal#()); object mutantLocal#() {{ var value = $E$; return value; }}",
        $"async {Tasks}Task mutantLocal#() {{ await {Tasks}Task.Yield(); {Keep}$E$); }} {Keep}mutantLocal#());",
        $"async {Tasks}ValueTask<object> mutantLocal#(object other) {{ await {Tasks}Task.Yield(); return other ?? $E$; }} {Keep}mutantLocal#(null));",
        $"{Keep}new global::System.Func<{Tasks}Task>(async () => {Keep}$E$)));",
        $"{Keep}new global::System.Lazy<object>(() => $E$).Value);",
        $"{Keep}await {Tasks}Task.FromResult<object>($E$));",

        // Comments and directives.
        $"/* before */ {Keep}/* inside */ $E$ /* after */); // end\n",
        $"// above\n{Keep}\n// between\n$E$\n// below\n);\n",
        $"\n@if !MUTANT\n{Keep}$E$);\n@endif\n",
        $"\n@region mutant\n{Keep}$E$);\n@endregion\n",
    ];

    /// <summary>The same work in another place of a statement, if it has a value.</summary>
    public static WorkloadTemplate Vary(WorkloadTemplate workload, Random random)
    {
        if (!workload.IsValue)
        {
            return workload;
        }

        var shape = All[random.Next(All.Count)].Replace("#", random.Next(100, 1000).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return workload with { Source = $"{{ {shape.Replace('@', '#').Replace("$E$", workload.Source, StringComparison.Ordinal)} }}" };
    }
}
