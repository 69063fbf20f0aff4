using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>A rule that judges one member at a time, lambdas and local functions included.</summary>
public abstract class MemberAnalyzer : ConcurrencyAnalyzer
{
    private protected MemberAnalyzer(DiagnosticDescriptor descriptor)
        : base(descriptor)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext start, ConcurrencyModel model) =>
        start.RegisterOperationBlockAction(context =>
        {
            var body = model.Bodies.Of(context.OwningSymbol, context.OperationBlocks, context.CancellationToken);
            Judge(new MemberScope(model, body, SupportedDiagnostics[0], context));
        });

    private protected abstract void Judge(MemberScope scope);

    /// <summary>One member under one rule: the questions it may ask and the door through which it reports.</summary>
    private protected readonly struct MemberScope(ConcurrencyModel model, Body member, DiagnosticDescriptor descriptor, OperationBlockAnalysisContext context)
    {
        public ConcurrencyModel Model { get; } = model;

        public Body Member { get; } = member;

        public CancellationToken CancellationToken => context.CancellationToken;

        public ImmutableArray<IOperation> Operations => context.OperationBlocks;

        /// <summary>The places that the table gives to this rule.</summary>
        public IEnumerable<Finding> Findings()
        {
            var id = descriptor.Id;
            return Model.FindingsIn(Member, CancellationToken).Where(finding => finding.Rule == id);
        }

        /// <summary>The call is CONC402's, and no other rule says anything of what it starts.</summary>
        public bool WastesThread(CallSite call) => Departures.WastesThread(call, Member.Symbol, Operations, Model, CancellationToken);

        public string Name(ISymbol symbol) => Naming.Name(symbol, Model.Symbols);

        public string Name(Body body) => Naming.Name(body, Model.Symbols);

        public string Chain(Finding finding) => Naming.Chain(finding.Cause.Witness, Model.Symbols);

        /// <summary>Reports at the name that is called, with each hop of the chain as an additional location.</summary>
        public void Report(Finding finding, params object?[] arguments)
        {
            var border = AsyncChain.Rules.Contains(finding.Rule) ? AsyncChain.Of(Model, finding, CancellationToken).Border : ChainBorder.None;
            Report(finding.Body, Places.Name(finding.Call.Syntax), finding.Vehicle, finding.Cause.Witness, finding.Severity, border, arguments);
        }

        public void Report(Body body, CallSite call, Vehicle vehicle, Witness? witness, DiagnosticSeverity severity, params object?[] arguments) =>
            Report(body, Places.Name(call.Syntax), vehicle, witness, severity, arguments);

        public void Report(Body body, Location place, Vehicle vehicle, Witness? witness, DiagnosticSeverity severity, params object?[] arguments) =>
            Report(body, place, vehicle, witness, severity, ChainBorder.None, arguments);

        private void Report(Body body, Location place, Vehicle vehicle, Witness? witness, DiagnosticSeverity severity, ChainBorder border, object?[] arguments)
        {
            var api = witness?.Last.Member;
            var containing = body.Root.Symbol.GetDocumentationCommentId() ?? body.Root.Symbol.Name;
            var properties = ImmutableDictionary<string, string?>.Empty
                .Add(DiagnosticKeys.Member, containing)
                .Add(DiagnosticKeys.Vehicle, vehicle.ToString())
                .Add(DiagnosticKeys.Api, api is null ? "" : api.GetDocumentationCommentId() ?? api.Name)
                .Add(DiagnosticKeys.Key, $"{descriptor.Id}|{containing}|{vehicle}|{(api is null ? "" : Name(api))}");
            if (border != ChainBorder.None)
            {
                properties = properties.Add(DiagnosticKeys.NoFix, border.ToString());
            }

            var hops = witness?.Hops().Select(static hop => hop.Site).OfType<SyntaxNode>().Select(static site => Places.Name(site)).Where(hop => hop != place) ?? [];

            // A rule that is a warning by default tells the graver and the lighter kinds apart; one that is a suggestion stays one.
            var effective = severity < descriptor.DefaultSeverity ? severity : descriptor.DefaultSeverity;
            context.ReportDiagnostic(Diagnostic.Create(descriptor, place, effective, hops, properties, arguments));
        }
    }
}
