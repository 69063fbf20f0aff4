using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC501: what is read bit by bit, so that nobody has to hold all of it, is held after all: as tasks, buffers and sockets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedFanOutAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC501";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give a fan-out over a stream of items a degree", "{0} has {1} under way for every item of '{2}', which is read as fast as it comes: {3}", DiagnosticSeverity.Warning,
        "A file, a folder, a table or a stream of messages has no size that a program could count on; I/O for all of it at once ends with memory, sockets or the patience of the other side.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (!MayFanOut(call, scope.Model.Symbols) || Of(call, operations ??= new MemberOperations(scope.Operations)) is not { } fanOut)
                {
                    continue;
                }

                var sources = new FanOutSource(operations, scope.Model, scope.CancellationToken);
                if (sources.SizeOf(fanOut) == SequenceSize.Unbounded && FanOutWork.Of(fanOut, body, scope.Model, scope.CancellationToken) is { } work && !scope.Model.IsTestCode(scope.Member))
                {
                    var who = fanOut.Join is null ? "The loop" : $"'{scope.Name(call.Target)}'";
                    scope.Report(body, call, Vehicle.FanOut, work.Witness, DiagnosticSeverity.Warning, who, Naming.Words(work.Kind), sources.NameOf(fanOut.Source), Naming.Chain(work.Witness, scope.Model.Symbols));
                }
            }
        }
    }

    private static bool MayFanOut(CallSite call, KnownSymbols symbols) =>
        (call.Target.Name == "WhenAll" && call.Target.ContainingType.IsSameAs(symbols.Task)) || (call.Has(CallTraits.InLoop) && !call.Has(CallTraits.Awaited) && symbols.IsAsyncShaped(call.Target.ReturnType));

    private static FanOut? Of(CallSite call, MemberOperations operations) => call.Target.Name == "WhenAll" ? FanOut.Of(call.Syntax, operations)
        : FanOut.OfDropped(call.Syntax, operations) is { } dropped && FanOutSource.IsQueue(dropped.Source) ? dropped
        : null;
}
