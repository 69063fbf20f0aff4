using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC108: threads that put their results into one variable get in each other's way: unprotected they lose some, protected they take turns.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedStateInParallelBodyAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC108";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Add up for each thread, and combine at the end", "{0} '{1}' {2}", DiagnosticSeverity.Info,
        "A state of its own for each thread needs no protection while the loop runs, and is combined once for each thread.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (!call.Delegates.IsEmpty && call.Target.Name is "For" or "ForEach" or "ForAll" or "Select" or "Where" or "SelectMany" && call.Target.ContainingType?.Name is "Parallel" or "ParallelEnumerable"
                    && (operations ??= new MemberOperations(scope.Operations)).CallAt(call.Syntax) is { } construct && ParallelWork.Of(construct, scope.Model.Symbols) is { } work
                    && call.Delegates.Select(static argument => argument.Body).FirstOrDefault(lambda => lambda?.Syntax == work.Body.Syntax) is { } lambda && !scope.Model.IsTestCode(scope.Member))
                {
                    foreach (var change in Contention.Of(work, lambda, scope.Model, scope.CancellationToken))
                    {
                        var (what, why) = Words(change);
                        scope.Report(body, Places.Name(change.Mention.Syntax), work.IsLoop ? Vehicle.ParallelLoop : Vehicle.Plinq, null, DiagnosticSeverity.Info, what, change.Variable.Name, why);
                    }
                }
            }
        }
    }

    private static (string What, string Why) Words(Accumulation change) => change.Protection switch
    {
        Protection.None when change.IsObject => ("Race:", "is no collection for several threads, and all threads of the loop change it at once; items get lost, or it breaks"),
        Protection.None => ("Race:", "is read and written by all threads of the loop at once, with nothing to protect it; updates get lost"),
        Protection.LockAroundAll => ("The lock around", "holds all of the work, so that nothing runs in parallel"),
        Protection.Lock => ("The lock around", "costs more than the work for one item, and all threads of the loop take turns for it"),
        _ => ("Changing", "costs more than the work for one item, as all threads of the loop write to the same place"),
    };
}
