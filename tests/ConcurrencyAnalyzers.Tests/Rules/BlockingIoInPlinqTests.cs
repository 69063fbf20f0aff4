using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingIoInPlinqAnalyzer, BlockingIoInPlinqCodeFix>;

public sealed class BlockingIoInPlinqTests
{
    // Reported

    [Theory]
    [InlineData("urls.AsParallel().[|ForAll|](url => Get(url));")] // WiseTechGlobal/WTG.Analyzers#212
    [InlineData("urls.AsParallel().[|ForAll|](Get);")]
    [InlineData("var all = urls.AsParallel().[|Select|](url => client.Send(new HttpRequestMessage(HttpMethod.Get, url))).ToList();")] // dotnet/corefx#23599
    [InlineData("var all = urls.AsParallel().WithDegreeOfParallelism(64).[|Select|](url => client.GetStringAsync(url).Result).ToArray();")]
    [InlineData("var all = urls.AsParallel().AsOrdered().[|Where|](url => { Thread.Sleep(10); return true; }).ToArray();")]
    [InlineData("var all = (from url in urls.AsParallel() [|select client.GetStringAsync(url).Result|]).ToArray();")]
    [InlineData("var any = urls.AsParallel().[|Any|](url => Exists(url));")]
    [InlineData("var sum = urls.AsParallel().[|Sum|](url => { gate.Wait(); return 1; });")]
    [InlineData("urls.AsParallel().[|ForAll|](url => { using var process = Process.Start(url)!; process.WaitForExit(); });")]
    [InlineData("urls.AsParallel().[|ForAll|](url => Outer(url));")]
    public Task Every_operator_whose_work_waits_is_reported(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // Silent

    [Theory]
    [InlineData("var all = urls.AsParallel().Select(url => url.Length).ToList();")]
    [InlineData("var all = paths.AsParallel().Select(path => File.ReadAllText(path)).ToList();")] // what these queries are good at
    [InlineData("var all = paths.AsParallel().Select(path => SHA256.HashData(File.ReadAllBytes(path))).ToList();")]
    [InlineData("urls.AsParallel().ForAll(url => { Console.WriteLine(url); });")]
    [InlineData("urls.AsParallel().ForAll(url => { using var text = new StringReader(url); text.ReadToEnd(); });")] // in memory
    [InlineData("var all = urls.Select(url => Exists(url)).ToList();")] // no parallel query
    [InlineData("var all = urls.AsParallel().AsSequential().Select(url => Exists(url)).ToList();")]
    [InlineData("urls.AsParallel().ForAll(url => { if (gate.Wait(0)) gate.Release(); });")] // a try
    [InlineData("var tasks = urls.AsParallel().Select(url => client.GetStringAsync(url)).ToArray();")] // starts, and waits for nothing
    [InlineData("urls.AsParallel().ForAll(url => { if (url.Length == 0) { Thread.Sleep(1); throw new Exception(); } });")]
    public Task Computation_files_and_tries_are_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // Fixed

    [Theory]
    [InlineData(
        "urls.AsParallel().[|ForAll|](url => { using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, url)); });",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (url, cancellationToken) => { using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), cancellationToken); });")]
    [InlineData(
        "urls.AsParallel().WithDegreeOfParallelism(8).WithCancellation(token).[|ForAll|](url => { gate.Wait(); gate.Release(); });",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = token }, async (url, cancellationToken) => { await gate.WaitAsync(cancellationToken); gate.Release(); });")]
    [InlineData(
        "urls.AsParallel().[|ForAll|](url => Thread.Sleep(1)); urls.AsParallel().[|ForAll|](url => Thread.Sleep(2));",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (url, cancellationToken) => await Task.Delay(1, cancellationToken)); await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (url, cancellationToken) => await Task.Delay(2, cancellationToken));")]
    public Task ForAll_becomes_an_asynchronous_loop(string before, string after) => Verify.VerifyCodeFixAsync(Program(before), Program(after));

    [Theory]
    [InlineData("urls.AsParallel().[|ForAll|](url => Get(url));")] // blocks in a helper
    [InlineData("urls.AsParallel().[|ForAll|](Get);")]
    [InlineData("var all = urls.AsParallel().[|Select|](url => client.GetStringAsync(url).Result).ToArray();")] // gives results, in what order?
    [InlineData("urls.AsParallel().Where(url => url.Length > 1).[|ForAll|](url => Thread.Sleep(1));")] // another operator in between
    [InlineData("try { urls.AsParallel().[|ForAll|](url => Thread.Sleep(1)); } catch (AggregateException) { }")]
    public Task Nothing_is_offered_where_the_query_is_more_than_a_loop(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    [Fact]
    public Task Nothing_is_offered_where_the_asynchronous_loop_does_not_exist() => new Verify.Test
    {
        TestCode =
            """
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;

            public sealed class Warmup
            {
                public async Task RunAsync(int[] items)
                {
                    await Task.Yield();
                    items.AsParallel().[|ForAll|](item => Thread.Sleep(item));
                }
            }
            """,
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    private static string Program(string statement) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Security.Cryptography;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Pages(HttpClient client, SemaphoreSlim gate)
        {
            public async Task RunAsync(List<string> urls, string[] paths, CancellationToken token)
            {
                await Task.Yield();
                {{statement}}
            }

            private void Outer(string url) => Get(url);

            private void Get(string url) => client.Send(new HttpRequestMessage(HttpMethod.Get, url)).Dispose();

            private bool Exists(string url) => client.GetAsync(url).Result.IsSuccessStatusCode && gate.CurrentCount >= 0 && !File.Exists(url) && SHA256.HashSizeInBits > 0;
        }
        """;
}
