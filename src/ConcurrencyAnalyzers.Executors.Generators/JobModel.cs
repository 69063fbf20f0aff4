namespace ConcurrencyAnalyzers.Executors.Generators;

/// <summary>A job as code is written for it: text alone, so that it is equal whenever nothing about the job has changed.</summary>
/// <param name="Namespace">The job's own, as code; empty for the global one.</param>
/// <param name="Extensions">What the class of its methods is called.</param>
/// <param name="Name">The job's own, without containing types.</param>
/// <param name="Type">As code, from <c>global::</c> on; so are the next two.</param>
/// <param name="Input">What it is given.</param>
/// <param name="Output">What it comes to.</param>
/// <param name="Contract">See <see cref="JobContract"/>.</param>
/// <param name="IsPublic">The job, its input and its output are.</param>
internal sealed record JobModel(string Namespace, string Extensions, string Name, string Type, string Input, string Output, string Contract, bool IsPublic);
