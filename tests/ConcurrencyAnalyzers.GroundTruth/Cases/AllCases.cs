namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class AllCases
{
    public static IReadOnlyList<Case> In(Workspace work)
    {
        var cases = new CaseList();
        FileCases.AddTo(cases, work);
        DirectoryCases.AddTo(cases, work);
        PathCases.AddTo(cases, work);
        StreamCases.AddTo(cases, work);
        ReaderAndWriterCases.AddTo(cases, work);
        SocketCases.AddTo(cases, work);
        HttpCases.AddTo(cases, work);
        PipeCases.AddTo(cases, work);
        ProcessCases.AddTo(cases, work);
        ThreadCases.AddTo(cases);
        SynchronizationCases.AddTo(cases);
        TaskCases.AddTo(cases);
        CollectionCases.AddTo(cases, work);
        TextCases.AddTo(cases, work);
        CryptographyCases.AddTo(cases, work);
        ReflectionCases.AddTo(cases, work);
        DiagnosticsCases.AddTo(cases, work);
        EnvironmentCases.AddTo(cases);
        return cases.All;
    }
}
