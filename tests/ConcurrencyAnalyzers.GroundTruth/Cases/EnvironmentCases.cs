using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class EnvironmentCases
{
    public static void AddTo(CaseList cases)
    {
        var random = new Random(1);
        var buffer = new byte[64];
        var text = string.Concat(Enumerable.Repeat("words ", 4000));
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var start = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        cases.Add(
            "M:System.Environment.GetEnvironmentVariable(System.String)",
            Light, () => Environment.GetEnvironmentVariable("PATH"));
        cases.Add(
            "M:System.Environment.GetEnvironmentVariables",
            Light, () => Environment.GetEnvironmentVariables());
        cases.Add(
            "M:System.Environment.ExpandEnvironmentVariables(System.String)",
            Light, () => Environment.ExpandEnvironmentVariables("%PATH%"));
        cases.Add(
            "M:System.Environment.GetFolderPath(System.Environment.SpecialFolder)",
            BlocksMeta, () => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), note: "looks whether the folder exists");
        cases.Add(
            "M:System.Environment.GetFolderPath(System.Environment.SpecialFolder,System.Environment.SpecialFolderOption)",
            Light, () => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));
        cases.Add(
            "P:System.Environment.MachineName",
            Light, () => Environment.MachineName, note: "asks the kernel");
        cases.Add(
            "P:System.Environment.UserName",
            BlocksIo, () => Environment.UserName, note: "reads the table of users");
        cases.Add(
            "P:System.Environment.CurrentDirectory",
            Light, () => Environment.CurrentDirectory, note: "asks the kernel");
        cases.Add(
            "P:System.Environment.TickCount64",
            Light, () => Environment.TickCount64);
        cases.Add(
            "P:System.Environment.ProcessorCount",
            Light, () => Environment.ProcessorCount);
        cases.Add(
            "P:System.Environment.ProcessId",
            Light, () => Environment.ProcessId);
        cases.Add(
            "P:System.Environment.ProcessPath",
            Light, () => Environment.ProcessPath);
        cases.Add(
            "P:System.Environment.WorkingSet",
            BlocksIo, () => Environment.WorkingSet, note: "reads /proc");
        cases.Add(
            "P:System.Environment.OSVersion",
            Light, () => Environment.OSVersion);
        cases.Add(
            "M:System.Environment.GetCommandLineArgs",
            Light, () => Environment.GetCommandLineArgs());
        cases.Add(
            "P:System.AppContext.BaseDirectory",
            Light, () => AppContext.BaseDirectory);
        cases.Add(
            "M:System.AppDomain.GetAssemblies",
            Light, () => AppDomain.CurrentDomain.GetAssemblies());

        cases.Add(
            "M:System.Random.Next",
            Light, () => random.Next());
        cases.Add(
            "M:System.Random.NextBytes(System.Byte[])",
            Light, () => random.NextBytes(buffer));
        cases.Add(
            "M:System.Random.#ctor",
            Light, () => new Random());
        cases.Add(
            "M:System.Random.NextDouble",
            Light, () => Random.Shared.NextDouble());
        cases.Add(
            "M:System.Guid.NewGuid",
            Light, () => Guid.NewGuid());
        cases.Add(
            "M:System.Guid.Parse(System.String)",
            Light, () => Guid.Parse("00000000-0000-0000-0000-000000000001"));
        cases.Add(
            "M:System.GC.Collect",
            Heavy, () => GC.Collect(), note: "grows with what is alive; stops all threads");
        cases.Add(
            "M:System.GC.GetTotalMemory(System.Boolean)",
            Light, () => GC.GetTotalMemory(false));
        cases.On(
            "M:System.GC.WaitForPendingFinalizers",
            BlocksWait, LeaveToFinalizer, static _ => GC.WaitForPendingFinalizers(), receiver: "a finalizer sleeps", dependent: true);
        cases.Add(
            "M:System.GC.CollectionCount(System.Int32)",
            Light, () => GC.CollectionCount(0));
        cases.Add(
            "M:System.GC.SuppressFinalize(System.Object)",
            Light, () => GC.SuppressFinalize(random));
        cases.Add(
            "P:System.Runtime.GCSettings.IsServerGC",
            Light, () => GCSettings.IsServerGC);

        cases.Add(
            "P:System.DateTime.UtcNow",
            Light, () => DateTime.UtcNow);
        cases.Add(
            "P:System.DateTime.Now",
            Light, () => DateTime.Now);
        cases.Add(
            "M:System.DateTime.ToString(System.String,System.IFormatProvider)",
            Light, () => start.ToString("O", CultureInfo.InvariantCulture));
        cases.Add(
            "M:System.DateTime.Parse(System.String,System.IFormatProvider)",
            Light, () => DateTime.Parse("2025-01-02", CultureInfo.InvariantCulture));
        cases.Add(
            "P:System.DateTimeOffset.UtcNow",
            Light, () => DateTimeOffset.UtcNow);
        cases.Add(
            "M:System.TimeProvider.GetUtcNow",
            Light, () => TimeProvider.System.GetUtcNow());
        cases.Add(
            "M:System.TimeZoneInfo.FindSystemTimeZoneById(System.String)",
            Light, () => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), receiver: "asked before", dependent: true);
        cases.On(
            "M:System.TimeZoneInfo.FindSystemTimeZoneById(System.String)",
            BlocksIo, Forgotten, static id => TimeZoneInfo.FindSystemTimeZoneById(id), receiver: "nothing kept", dependent: true);
        cases.Add(
            "P:System.TimeZoneInfo.Local",
            Light, () => TimeZoneInfo.Local, note: "kept after the first time");
        cases.Add(
            "M:System.TimeZoneInfo.ConvertTimeFromUtc(System.DateTime,System.TimeZoneInfo)",
            Light, () => TimeZoneInfo.ConvertTimeFromUtc(start, berlin));
        cases.Add(
            "M:System.TimeZoneInfo.ClearCachedData",
            Light, () => TimeZoneInfo.ClearCachedData());

        cases.Add(
            "M:System.Globalization.CultureInfo.GetCultureInfo(System.String)",
            Light, () => CultureInfo.GetCultureInfo("de-DE"), note: "kept after the first time");
        cases.Add(
            "M:System.Globalization.CultureInfo.#ctor(System.String)",
            Light, () => new CultureInfo("de-DE"));
        cases.Add(
            "M:System.Globalization.CompareInfo.GetSortKey(System.String)",
            Heavy, () => CultureInfo.InvariantCulture.CompareInfo.GetSortKey(text), receiver: "24000 characters", dependent: true);
        cases.Add(
            "P:System.Globalization.CultureInfo.CurrentCulture",
            Light, () => CultureInfo.CurrentCulture);
        cases.Add(
            "M:System.Globalization.CompareInfo.Compare(System.String,System.String)",
            Light, () => CultureInfo.InvariantCulture.CompareInfo.Compare("a", "B"));
        cases.Add(
            "M:System.Globalization.TextInfo.ToTitleCase(System.String)",
            Light, () => CultureInfo.InvariantCulture.TextInfo.ToTitleCase("some words"));
        cases.Add(
            "M:System.Globalization.RegionInfo.#ctor(System.String)",
            Light, () => new RegionInfo("DE"));
        cases.Add(
            "M:System.Globalization.Calendar.GetWeekOfYear(System.DateTime,System.Globalization.CalendarWeekRule,System.DayOfWeek)",
            Light, () => CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(start, CalendarWeekRule.FirstDay, DayOfWeek.Monday));
        cases.Add(
            "M:System.Runtime.InteropServices.PosixSignalRegistration.Create(" +
            "System.Runtime.InteropServices.PosixSignal,System.Action{System.Runtime.InteropServices.PosixSignalContext})",
            Light, () => PosixSignalRegistration.Create(PosixSignal.SIGHUP, static _ => { }), release: static r => r.Dispose());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool LeaveToFinalizer()
    {
        Drop();
        GC.Collect();
        return true;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop() => _ = new SlowlyFinalized();
    }

    private static string Forgotten()
    {
        TimeZoneInfo.ClearCachedData();
        return "Europe/Berlin";
    }
}
