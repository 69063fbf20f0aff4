using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class DiagnosticsCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        var source = new ActivitySource("ground-truth");
        var counter = new Meter("ground-truth").CreateCounter<int>("cases");
        var events = new EventSource("ground-truth");
        var watch = Stopwatch.StartNew();
        var factory = LoggerFactory.Create(static _ => { });
        var logger = factory.CreateLogger("ground-truth");
        var services = new ServiceCollection().AddSingleton<List<int>>().BuildServiceProvider();
        var cache = new MemoryCache(new MemoryCacheOptions());
        var files = new PhysicalFileProvider(work.Folder);
        var context = new DefaultHttpContext();

        cases.Add(
            "M:System.Diagnostics.Trace.WriteLine(System.String)",
            Light, () => Trace.WriteLine("a line"), note: "nobody listens but a debugger");
        cases.On(
            "M:System.Diagnostics.TextWriterTraceListener.WriteLine(System.String)",
            BlocksIo, () => new TextWriterTraceListener(new StreamWriter(work.Written(0)) { AutoFlush = true }),
            static l => l.WriteLine("a line"), receiver: "over FileStream, flushing", dependent: true, release: static l => l.Dispose());
        cases.Add(
            "M:System.Diagnostics.ActivitySource.StartActivity(System.String,System.Diagnostics.ActivityKind)",
            Light, () => source.StartActivity("case"), note: "nobody listens");
        cases.On(
            "M:System.Diagnostics.Activity.Start",
            Light, static () => new Activity("case"), static a => a.Start(), release: static (a, _) => a.Stop());
        cases.Add(
            "P:System.Diagnostics.Activity.Current",
            Light, () => Activity.Current);
        cases.Add(
            "M:System.Diagnostics.Metrics.Counter`1.Add(`0)",
            Light, () => counter.Add(1));
        cases.Add(
            "M:System.Diagnostics.Tracing.EventSource.IsEnabled",
            Light, () => events.IsEnabled());
        cases.Add(
            "M:System.Diagnostics.Tracing.EventSource.Write(System.String)",
            Light, () => events.Write("Case"), note: "nobody listens");
        cases.Add(
            "M:System.Diagnostics.Stopwatch.StartNew",
            Light, () => Stopwatch.StartNew());
        cases.Add(
            "M:System.Diagnostics.Stopwatch.GetTimestamp",
            Light, () => Stopwatch.GetTimestamp());
        cases.Add(
            "P:System.Diagnostics.Stopwatch.Elapsed",
            Light, () => watch.Elapsed);
        cases.Add(
            "P:System.Diagnostics.Debugger.IsAttached",
            Light, () => Debugger.IsAttached);
        cases.Add(
            "M:System.Diagnostics.StackTrace.#ctor(System.Boolean)",
            Light, () => new StackTrace(false), note: "grows with the depth of the stack");

        cases.Add(
            "M:Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(Microsoft.Extensions.Logging.ILogger,System.String,System.Object[])",
            Light, () => logger.LogInformation("a line"), receiver: "no provider", dependent: true);
        cases.Add(
            "M:Microsoft.Extensions.Logging.ILogger.IsEnabled(Microsoft.Extensions.Logging.LogLevel)",
            Light, () => logger.IsEnabled(LogLevel.Information), receiver: "no provider", dependent: true);
        cases.Add(
            "M:Microsoft.Extensions.Logging.LoggerExtensions.Log(" +
            "Microsoft.Extensions.Logging.ILogger,Microsoft.Extensions.Logging.LogLevel,System.String,System.Object[])",
            Light, () => NullLogger.Instance.Log(LogLevel.Information, "a line"), receiver: "NullLogger", dependent: true);
        cases.Add(
            "M:Microsoft.Extensions.Logging.ILoggerFactory.CreateLogger(System.String)",
            Light, () => factory.CreateLogger("ground-truth"));
        cases.Add(
            "M:Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetService``1(System.IServiceProvider)",
            Light, () => services.GetService<List<int>>());
        cases.Add(
            "M:Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateScope(System.IServiceProvider)",
            Light, () => services.CreateScope(), release: static s => s.Dispose());
        cases.Add(
            "M:Microsoft.Extensions.Caching.Memory.MemoryCache.TryGetValue(System.ReadOnlySpan{System.Char},System.Object@)",
            Light, () => cache.TryGetValue("key", out _));
        cases.Add(
            "M:Microsoft.Extensions.Caching.Memory.CacheExtensions.Set``1(Microsoft.Extensions.Caching.Memory.IMemoryCache,System.Object,``0)",
            Light, () => cache.Set("key", "value"));
        cases.On(
            "M:Microsoft.Extensions.Configuration.IConfigurationBuilder.Build",
            BlocksIo, () => new ConfigurationBuilder().AddJsonFile(work.Json), static b => b.Build(), receiver: "with a JSON file", dependent: true,
            release: static (_, c) => (c as IDisposable)?.Dispose());
        cases.On(
            "M:Microsoft.Extensions.Configuration.IConfigurationBuilder.Build",
            Light, static () => new ConfigurationBuilder().AddInMemoryCollection(), static b => b.Build(), receiver: "with a collection", dependent: true);
        cases.On(
            "M:Microsoft.Extensions.Configuration.IConfigurationRoot.Reload",
            BlocksIo, () => new ConfigurationBuilder().AddJsonFile(work.Json).Build(), static c => c.Reload(), receiver: "with a JSON file", dependent: true,
            release: static c => (c as IDisposable)?.Dispose());
        cases.On(
            "M:Microsoft.Extensions.Configuration.IConfigurationRoot.Reload",
            Light, static () => new ConfigurationBuilder().AddInMemoryCollection().Build(), static c => c.Reload(), receiver: "with a collection",
            dependent: true);
        cases.Add(
            "M:Microsoft.Extensions.FileProviders.PhysicalFileProvider.GetFileInfo(System.String)",
            Light, () => files.GetFileInfo("text.txt"), note: "asks for the file's properties when they are wanted");
        cases.Add(
            "M:Microsoft.Extensions.FileProviders.PhysicalFileProvider.GetDirectoryContents(System.String)",
            BlocksMeta, () => files.GetDirectoryContents("items"));
        cases.On(
            "M:Microsoft.Extensions.FileProviders.IFileInfo.CreateReadStream",
            BlocksMeta, () => files.GetFileInfo("text.txt"), static f => f.CreateReadStream(), receiver: "PhysicalFileInfo", dependent: true,
            release: static (_, s) => s.Dispose());
        cases.Add(
            "M:Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(" +
            "Microsoft.AspNetCore.Http.HttpResponse,System.String,System.Threading.CancellationToken)",
            Light, () => context.Response.WriteAsync("text"), receiver: "DefaultHttpContext", dependent: true);
        cases.Add(
            "M:Microsoft.Extensions.Primitives.StringValues.#ctor(System.String)",
            Light, () => new StringValues("text"));
        cases.On(
            "M:Microsoft.AspNetCore.Http.HeaderDictionaryExtensions.Append(" +
            "Microsoft.AspNetCore.Http.IHeaderDictionary,System.String,Microsoft.Extensions.Primitives.StringValues)",
            Light, () => new DefaultHttpContext().Response.Headers, static h => h.Append("X-Test", "1"));
    }
}
