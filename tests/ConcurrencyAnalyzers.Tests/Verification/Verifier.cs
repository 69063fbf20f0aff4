using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>States what an analyzer reports and its fix does; the names are those of Microsoft.CodeAnalysis.Testing.</summary>
public class Verifier<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    private protected Verifier()
    {
    }

    /// <summary>Expects a diagnostic of the only id that the analyzer has.</summary>
    public static DiagnosticResult Diagnostic() => new(Expectation.OnlyId(new TAnalyzer()));

    public static DiagnosticResult Diagnostic(DiagnosticDescriptor descriptor) => Diagnostic(descriptor.Id);

    public static DiagnosticResult Diagnostic(string id) =>
        new TAnalyzer().SupportedDiagnostics.Any(d => d.Id == id)
            ? new(id)
            : throw new VerificationException($"{typeof(TAnalyzer).Name} does not declare {id}.");

    public static Task VerifyAnalyzerAsync(string source, params DiagnosticResult[] expected) =>
        TestOf(source, expected).RunAsync();

    public static Task VerifyCodeFixAsync(string source, string fixedSource) => VerifyCodeFixAsync(source, [], fixedSource);

    public static Task VerifyCodeFixAsync(string source, DiagnosticResult expected, string fixedSource) =>
        VerifyCodeFixAsync(source, [expected], fixedSource);

    public static Task VerifyCodeFixAsync(string source, DiagnosticResult[] expected, string fixedSource)
    {
        var test = TestOf(source, expected);
        test.FixedCode = fixedSource;
        return test.RunAsync();
    }

    /// <summary>The diagnostics are reported, and the fix offers nothing for any of them.</summary>
    public static Task VerifyNoFixAsync(string source, params DiagnosticResult[] expected)
    {
        var test = TestOf(source, expected);
        test.OffersNoFix = true;
        return test.RunAsync();
    }

    /// <summary>The diagnostics are reported, and the fix does not offer to mend the place alone; it may offer more.</summary>
    public static Task VerifyNoFixInPlaceAsync(string source, params DiagnosticResult[] expected)
    {
        var test = TestOf(source, expected);
        test.OffersNoFix = true;
        test.CodeActionEquivalenceKey = typeof(TCodeFix).Name;
        return test.RunAsync();
    }

    private static Test TestOf(string source, DiagnosticResult[] expected)
    {
        var test = new Test { TestCode = source };
        foreach (var diagnostic in expected)
            test.TestState.ExpectedDiagnostics.Add(diagnostic);
        return test;
    }

    public sealed class Test() : RuleTest(new TAnalyzer(), new TCodeFix());
}

/// <summary>The verifier of a rule without fix.</summary>
public sealed class Verifier<TAnalyzer> : Verifier<TAnalyzer, EmptyCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private Verifier()
    {
    }
}
