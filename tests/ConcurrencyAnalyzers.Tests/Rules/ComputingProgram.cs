using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Rules;

/// <summary>A program that hands out work which computes, as the tests of several rules have it: they write who hands it out, the work is the same for all.</summary>
internal static class ComputingProgram<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    // In a file of its own, so that the evidence is always in another one.
    public const string Work =
        """
        static class Work
        {
            public static long Sum(int[] row)
            {
                var sum = 0L;
                foreach (var cell in row)
                {
                    sum += cell;
                }

                return sum;
            }

            public static double Norm(double[] row, double[] all)
            {
                var sum = 0.0;
                foreach (var a in row)
                {
                    foreach (var b in all)
                    {
                        sum += a * b;
                    }
                }

                return sum;
            }
        }
        """;

    public static Task Reports(string source, params DiagnosticResult[] expected) => TestOf(source, expected).RunAsync();

    public static Task IsSilent(string source) => TestOf(source).RunAsync();

    public static Task Fixes(string source, string fixedSource)
    {
        var test = TestOf(source);
        test.FixedCode = fixedSource;
        return test.RunAsync();
    }

    public static Task HasNoFix(string source)
    {
        var test = TestOf(source);
        test.OffersNoFix = true;
        return test.RunAsync();
    }

    public static Verifier<TAnalyzer, TCodeFix>.Test TestOf(string source, params DiagnosticResult[] expected)
    {
        var test = new Verifier<TAnalyzer, TCodeFix>.Test { TestState = { Sources = { source, Work } } };
        foreach (var diagnostic in expected)
        {
            test.TestState.ExpectedDiagnostics.Add(diagnostic);
        }

        return test;
    }
}
