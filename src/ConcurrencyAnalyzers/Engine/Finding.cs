using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A place where workload and vehicle meet, the effect that matters most there, and how grave it is.</summary>
/// <param name="Rule">The id that the table gives.</param>
/// <param name="Vehicle">What runs the code.</param>
/// <param name="Code">The body that runs on the vehicle.</param>
/// <param name="Body">The body that the place is in: the same, or a lambda that runs within it.</param>
/// <param name="Call">The call in it: the blocking call, or the construct that is given the work.</param>
/// <param name="Cause">The effect, with its chain.</param>
/// <param name="Severity">By kind and context.</param>
internal sealed record Finding(string Rule, Vehicle Vehicle, Body Code, Body Body, CallSite Call, EffectFact Cause, DiagnosticSeverity Severity)
{
    /// <summary>The lock that is held meanwhile, where that is what is wrong.</summary>
    public HeldLock? Lock { get; init; }
}
