using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC506: as much I/O is under way at once as a caller has put into a collection: ten requests in a test, ten thousand one day.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedFanOutOverInputAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC506";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give a fan-out over input a degree", "'{0}' has {1} under way for every item of '{2}' at once, however many there are: {3}", DiagnosticSeverity.Info,
        "How much is asked of another machine, and how many sockets, buffers and tasks there are at once, is decided by the length of a collection.");

    // Files of a collection that is held anyway are read as fast as the disk gives them; only CONC501 knows no end of them.
    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name == "WhenAll" && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Task) && FanOut.Of(call.Syntax, operations ??= new MemberOperations(scope.Operations)) is { } fanOut
                    && new FanOutSource(operations, scope.Model, scope.CancellationToken) is var sources && sources.SizeOf(fanOut) == SequenceSize.Unknown
                    && FanOutWork.Of(fanOut, body, scope.Model, scope.CancellationToken) is { Kind: not Effect.File } work && !work.IsDoneByItem(fanOut)
                    && Convoy.Of(call.Syntax, operations, scope.Model.Symbols) is null && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.FanOut, work.Witness, DiagnosticSeverity.Info, scope.Name(call.Target), Naming.Words(work.Kind), sources.NameOf(fanOut.Source), Naming.Chain(work.Witness, scope.Model.Symbols));
                }
            }
        }
    }
}
