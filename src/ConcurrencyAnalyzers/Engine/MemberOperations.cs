using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The operations of one member, and where it mentions its variables. It lives as long as a rule looks at the member, no longer.</summary>
internal sealed class MemberOperations
{
    private readonly List<IOperation> all;
    private readonly ILookup<ISymbol, IOperation> mentions;

    public MemberOperations(IEnumerable<IOperation> blocks)
    {
        all = [.. blocks.SelectMany(static block => block.SelfAndBelow())];
        mentions = all.Where(static operation => Variable(operation) is not null).ToLookup(static operation => Variable(operation)!, SymbolEqualityComparer.Default);
    }

    /// <summary>The member that an operation is part of.</summary>
    public static MemberOperations Around(IOperation operation) => new([operation.Root()]);

    public IInvocationOperation? CallAt(SyntaxNode syntax) => all.OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax == syntax);

    /// <summary>Declarations are none.</summary>
    public IEnumerable<IOperation> MentionsOf(ISymbol variable) => mentions[variable];

    /// <summary>What a local holds, when it is given one value and that where it is declared.</summary>
    public IOperation? OnlyValue(ILocalSymbol local) => MentionsOf(local).Any(Operations.IsWritten)
        ? null
        : all.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value;

    /// <summary>All that a variable is given in sight of the member.</summary>
    public IEnumerable<IOperation> ValuesOf(ISymbol variable) =>
        all.OfType<IVariableDeclaratorOperation>().Where(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable)).Select(static declarator => declarator.GetVariableInitializer()?.Value).OfType<IOperation>()
            .Concat(MentionsOf(variable).Select(static mention => mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention ? assignment.Value : null).OfType<IOperation>());

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { IsDeclaration: false } local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
