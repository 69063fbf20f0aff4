using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC306: the lock belongs to the thread that entered it, and behind an await another thread may go on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAcrossAwaitAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC306";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Hold no lock of a thread over an await", "'{0}' is held over this await, but only the thread that entered it can leave it, and another one may go on", DiagnosticSeverity.Warning,
        "What leaves the lock on another thread throws, and the lock stays held; until then the thread that entered it may enter it again, and all others are kept out.");

    private protected override void Judge(MemberScope scope)
    {
        var locks = new LockedWork(scope.Model);
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var await in body.HeldAwaits)
            {
                if (await.Locks.FirstOrDefault(held => locks.IsHeld(held, scope.CancellationToken)) is { } held)
                {
                    scope.Report(body, Places.Await(await.Syntax), Vehicle.HeldLock, null, DiagnosticSeverity.Warning, Naming.Name(held));
                }
            }
        }
    }
}
