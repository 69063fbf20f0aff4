using System.Collections.Generic;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>Methods that share a slot, and so become asynchronous together and under one name.</summary>
internal sealed class ChainStep(string name, int id)
{
    public string Name { get; } = name;

    public string AsyncName { get; } = name + "Async";

    /// <summary>Ties what is written to what is meant.</summary>
    public string Id { get; } = id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public List<ChainDeclaration> Declarations { get; } = [];

    /// <summary>Somebody goes on calling the synchronous form, so the asynchronous one is put beside it.</summary>
    public bool IsKept { get; set; }

    /// <summary>A parameter for a token is added.</summary>
    public bool TakesToken { get; set; }
}

/// <summary>One method that becomes asynchronous, where it is declared.</summary>
internal sealed class ChainDeclaration(ChainStep step, DocumentId document, SyntaxNode node, IMethodSymbol method)
{
    public const string DefaultTokenName = "cancellationToken";

    public ChainStep Step { get; } = step;

    public DocumentId Document { get; } = document;

    /// <summary>A method declaration or a local function.</summary>
    public SyntaxNode Node { get; } = node;

    public IMethodSymbol Method { get; } = method;

    /// <summary>Otherwise it only has the signature of the others in its slot, and returns a completed task.</summary>
    public bool HasAwaits { get; set; }
}

/// <summary>A call of a method of the chain.</summary>
internal sealed record ChainReference(ChainStep Step, DocumentId Document, SyntaxNode Call);
