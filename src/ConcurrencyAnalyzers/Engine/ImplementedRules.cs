using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The rules of the table that this version has; a cell whose rule is not here leaves the word to the next vehicle.</summary>
internal static class ImplementedRules
{
    private static readonly HashSet<string> Ids =
    [
        "CONC101", "CONC102", "CONC103", "CONC104", "CONC105", "CONC106", "CONC107", "CONC108", "CONC109", "CONC201",
        "CONC202", "CONC203", "CONC204", "CONC205", "CONC206", "CONC207", "CONC208", "CONC301", "CONC302", "CONC303",
        "CONC304", "CONC305", "CONC306", "CONC307", "CONC308", "CONC309", "CONC310", "CONC401", "CONC402", "CONC403",
        "CONC404", "CONC405", "CONC406", "CONC407", "CONC408", "CONC409", "CONC501", "CONC502", "CONC503", "CONC504",
        "CONC505", "CONC506", "CONC602", "CONC603", "CONC604",
    ];

    public static IReadOnlyCollection<string> All => Ids;

    public static bool Contains(string id) => Ids.Contains(id);
}
