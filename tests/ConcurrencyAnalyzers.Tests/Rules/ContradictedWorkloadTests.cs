using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<ContradictedWorkloadAnalyzer, EmptyCodeFix>;

public sealed class ContradictedWorkloadTests
{
    // Reported

    [Theory]
    [InlineData("[NonBlocking] public void Log(string line) => File.[|AppendAllText|](\"app.log\", line);")] // files-community/Files#14979
    [InlineData("[NonBlocking] public void Log(string line) { lines++; socket.[|Send|](Encoding.UTF8.GetBytes(line)); }")] // ow-mods/owml#462
    [InlineData("[NonBlocking] public string Status => http.[|Send|](new HttpRequestMessage(HttpMethod.Get, \"status\")).ReasonPhrase ?? \"\";")] // quartznet/quartznet#3684
    [InlineData("public string Moderators { [NonBlocking] get { return http.[|Send|](new HttpRequestMessage(HttpMethod.Get, \"moderators\")).ReasonPhrase ?? \"\"; } }")] // CrustyJew/RedditSharp-DEPRECATED-#40
    [InlineData("[NonBlocking] public void Write(string line) { using var file = File.Open(\"app.log\", FileMode.Append); file.[|Write|](Encoding.UTF8.GetBytes(line)); }")] // aspnet/Logging#85
    [InlineData("[CpuBound] public int Query(int id) { var sum = 0; foreach (var c in http.[|Send|](new HttpRequestMessage(HttpMethod.Get, $\"query/{id}\")).ReasonPhrase!) { sum += c; } return sum; }")] // Broadcom/rally-rest-toolkit-dotnet#45
    [InlineData("[CpuBound] public void Pace() => Thread.[|Sleep|](5);")]
    [InlineData("[NonBlocking] public void Twice() { Thread.[|Sleep|](5); gate.[|Wait|](); }")]
    [InlineData("[NonBlocking] public void All(List<string> names) => names.ForEach(name => File.[|ReadAllText|](name));")]
    [InlineData("public void Outer() { Inner(); [NonBlocking] void Inner() => Thread.[|Sleep|](5); }")]
    public Task An_annotation_that_the_body_contradicts_is_reported(string member) => Verify.VerifyAnalyzerAsync(Source(member));

    [Fact]
    public Task The_message_names_the_annotation_and_the_call() => Verify.VerifyAnalyzerAsync(
        Source("[CpuBound] public void Pace() => Thread.{|#0:Sleep|}(5);"),
        Verify.Diagnostic().WithLocation(0).WithMessage("'Pace' is marked as [CpuBound], and blocks on a sleep here: Thread.Sleep"));

    [Fact]
    public Task What_a_contract_promises_holds_for_those_who_implement_it() => Verify.VerifyAnalyzerAsync(Source(
        """
        public interface ISink { [NonBlocking] void Write(string line); }

        public sealed class FileSink : ISink { public void Write(string line) => File.[|AppendAllText|]("app.log", line); }
        """));

    // Silent

    [Theory]
    [InlineData("[NonBlocking] public void Log(string line) => queue.Enqueue(line);")] // dotnet/extensions#2141, as answered
    [InlineData("[NonBlocking] public void Log(string line) => channel.Writer.TryWrite(line);")] // adams85/filelogger#38
    [InlineData("private string? kept; [NonBlocking] public string Cached => kept ??= File.ReadAllText(\"cache.txt\");")] // dotnet/roslyn#3015: the first time is excepted
    [InlineData("[NonBlocking] public void Send() { lock (queue) { lines++; Task.Run(() => File.ReadAllText(\"next.txt\")); } }")] // mono/mono#10719
    [InlineData("[NonBlocking] public void Log(string line) { queue.Enqueue(line); wake.Set(); } public void Run() { wake.WaitOne(); File.AppendAllText(\"app.log\", queue.Dequeue()); }")] // dotnet/extensions#4093
    [InlineData("[NonBlocking] public void Log(ILogger log) => log.Info(\"done\");")] // aspnetboilerplate/aspnetboilerplate#755: the logger's affair
    [InlineData("[NonBlocking] public int Sum(int[] rows) { var sum = 0; foreach (var a in rows) foreach (var b in rows) { sum += a * b; } return sum; }")] // computes, and does not block
    [InlineData("[CpuBound] public int One(int n) => n + 1;")] // heavy or not, it is what somebody wants it to be taken for
    [InlineData("[NonBlocking] public void Save() => Write(); private void Write() => File.AppendAllText(\"a\", \"b\");")] // somebody knows better of the whole
    [InlineData("[NonBlocking] public bool Try() => gate.Wait(0);")]
    [InlineData("[NonBlocking] public int Read() => new MemoryStream().ReadByte();")]
    [InlineData("[NonBlocking] public void Check() { if (lines < 0) { File.AppendAllText(\"a\", \"b\"); throw new InvalidOperationException(); } }")]
    [InlineData("[NonBlocking] public string Value => http.GetStringAsync(\"value\").GetAwaiter().GetResult();")] // microsoft/Power-Fx#2642: CONC309 says it
    [InlineData("[BlockingIo] public void Load() => File.ReadAllText(\"a\");")]
    [InlineData("[BlockingWait] public void Load() => File.ReadAllText(\"a\");")] // adds to what the body shows, and denies nothing
    [InlineData("public void Load() => File.ReadAllText(\"a\");")]
    public Task What_an_annotation_does_not_deny_is_silent(string member) => Verify.VerifyAnalyzerAsync(Source(member));

    private static string Source(string members) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers;

        public interface ILogger { void Info(string line); }

        public sealed class Service(HttpClient http, Socket socket)
        {
            private readonly SemaphoreSlim gate = new(1);
            private readonly Queue<string> queue = new();
            private readonly AutoResetEvent wake = new(false);
            private readonly Channel<string> channel = Channel.CreateUnbounded<string>();
            private int lines;

            {{members}}

            public override string ToString() => $"{http} {socket} {gate} {queue} {wake} {channel} {lines}";
        }

        namespace ConcurrencyAnalyzers
        {
            class CpuBoundAttribute : Attribute;
            class NonBlockingAttribute : Attribute;
            class BlockingIoAttribute : Attribute;
            class BlockingWaitAttribute : Attribute;
        }
        """;
}
