using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.SyncOverAsyncInLibraryAnalyzer, ConcurrencyAnalyzers.Rules.SyncOverAsyncInLibraryCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class SyncOverAsyncInLibraryTests
{
    private const string Work = "private static async Task<int> WorkAsync() { await Task.Delay(1); return 1; }";

    // What is reported

    // dj-nitehawk/MongoDB.Entities#20: a web API deadlocks in the synchronous method that a library offers beside the asynchronous one
    [Fact]
    public Task Wrapper_that_may_deadlock_is_reported() => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading.Tasks;

            public class Query(HttpClient client)
            {
                public string Execute() => ExecuteAsync().GetAwaiter().{|#0:GetResult|}();

                public async Task<string> ExecuteAsync()
                {
                    var text = await client.GetStringAsync("https://example.org");
                    return text.Trim();
                }
            }
            """,
        TestState = { ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithMessage("'Execute' blocks its caller's thread until a task completes: TaskAwaiter.GetResult") } },
        OffersNoFix = true,
    }.RunAsync();

    // Its member is told of the lock, where it calls the function.
    [Fact]
    public Task Local_function_that_is_called_in_a_lock_is_silent() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            public class Cache
            {
                private readonly object gate = new();

                public static Task<string>? Pending { get; set; }

                public void Load()
                {
                    lock (gate)
                    {
                        {|CONC308:Fill|}();
                    }

                    void Fill() => Pending!.Wait();
                }
            }
            """,
        AdditionalAnalyzers = { new LockAroundIoAnalyzer() },
    }.RunAsync();

    // configcat/.net-sdk#17, hdinsight/hbase-sdk-for-net#46, mysql-net/MySqlConnector#62
    [Fact]
    public Task Every_form_of_waiting_is_reported() => Reports(
        $$"""
        using System.Threading;
        using System.Threading.Tasks;

        public class Client
        {
            public int A() => WorkAsync().[|Result|];
            public void B() => WorkAsync().[|Wait|]();
            public void C(CancellationToken token) => WorkAsync().[|Wait|](token);
            public int D() => WorkAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();
            public void E() => Task.[|WaitAll|](WorkAsync(), WorkAsync());
            public int F() => Task.Run(() => WorkAsync()).[|Result|];
            public bool G() => WorkAsync().[|Wait|](1000);
            protected virtual int H() { var task = WorkAsync(); return task.[|Result|]; }
            protected internal static int I() => new ValueTask<int>(WorkAsync()).[|Result|];

            {{Work}}
        }
        """);

    // Flagsmith/flagsmith-dotnet-client#121: a constructor that waits
    [Fact]
    public Task Constructors_properties_and_initializers_are_reported() => Reports(
        $$"""
        using System.Threading.Tasks;

        public class Client
        {
            private readonly int first = WorkAsync().[|Result|];

            public Client() => Count = WorkAsync().[|Result|];

            public int Count { get; }

            public int First => first;

            public int Next => WorkAsync().[|Result|];

            public int this[int index] { get { return WorkAsync().[|Result|]; } set { WorkAsync().[|Wait|](); } }

            public static int operator +(Client a, int b) => WorkAsync().[|Result|];

            {{Work}}
        }
        """);

    // justeat/ZendeskApiClient#56: own interfaces are the library's to change
    [Fact]
    public Task Implementation_of_an_own_contract_is_reported() => Reports(
        $$"""
        using System.Threading.Tasks;

        public interface IRequests { int Get(); }

        public class Requests : IRequests
        {
            int IRequests.Get() => WorkAsync().[|Result|];

            {{Work}}
        }
        """);

    // Azure/amqpnetlite#91: what the constructor of another class calls in the end
    [Fact]
    public Task Private_helper_that_the_outside_reaches_is_reported() => Reports(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        public class Transport
        {
            public void Connect() => Open();

            private void Open() => Wait();

            private void Wait() => WorkAsync().GetAwaiter().[|GetResult|]();

            public List<int> Sums(int[] items) => items.Select(_ => WorkAsync().[|Result|]).ToList();

            public int Local()
            {
                return Inner();

                int Inner() => WorkAsync().[|Result|];
            }

            {{Work}}
        }
        """);

    // pnp/pnpcore#821, configcat/.net-sdk#17: a bridge only hides the waiting, so its caller is told
    [Fact]
    public Task Caller_of_a_bridge_is_reported() => new Verify.Test
    {
        TestCode =
            $$"""
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            public class Lists
            {
                public int Title() => Bridge.{|#0:RunSync|}(() => WorkAsync());

                public int Other() => WorkAsync().{|#1:Await|}();

                {{Work}}
            }

            public static class Bridge
            {
                private static readonly TaskFactory Factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, TaskScheduler.Default);

                public static T RunSync<T>(Func<Task<T>> work) => Factory.StartNew(work).Unwrap().GetAwaiter().GetResult();

                public static T Await<T>(this Task<T> task)
                {
                    return task.ConfigureAwait(false).GetAwaiter().GetResult();
                }
            }
            """,
        TestState =
        {
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithMessage("'Title' blocks its caller's thread until a task completes: RunSync → TaskAwaiter.GetResult"),
                Verify.Diagnostic().WithLocation(1).WithMessage("'Other' blocks its caller's thread until a task completes: Await → ConfiguredTaskAwaiter.GetResult"),
            },
        },
        OffersNoFix = true,
    }.RunAsync();

    // newrelic/newrelic-dotnet-agent#2534
    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task Old_frameworks_are_no_different(string framework) => new Verify.Test
    {
        TestCode =
            $$"""
            using System.Threading.Tasks;

            public class Agent
            {
                public int Send() { return WorkAsync().[|Result|]; }

                {{Work}}
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Program_with_a_user_interface_is_reported() => Reports(
        $$"""
        using System.Threading.Tasks;
        using System.Windows.Forms;

        public class Model
        {
            public int Count => WorkAsync().[|Result|];

            {{Work}}
        }

        static class Program
        {
            static void Main() { Application.Run(new Form()); }
        }
        """, OutputKind.WindowsApplication, TargetReferences.NetFramework);

    // What is not

    // googleapis/google-api-dotnet-client#662: the half of a pair whose other half keeps out of its caller's context, so that somebody has thought of it
    [Fact]
    public Task Careful_pair_is_silent() => Reports(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class Query(HttpClient client)
        {
            public string Execute() => ExecuteAsync().GetAwaiter().GetResult();

            public async Task<string> ExecuteAsync(CancellationToken cancellationToken = default) => await client.GetStringAsync("https://example.org", cancellationToken).ConfigureAwait(false);

            public string Get(int id) => GetAsync(id).Result;

            public Task<string> GetAsync(int id) => GetCoreAsync(id);

            private async Task<string> GetCoreAsync(int id) => await client.GetStringAsync("https://example.org/" + id).ConfigureAwait(false);

            public string Last() => LastAsync().Result;

            public async Task<string> LastAsync() => await client.GetStringAsync("https://example.org/last").AnyContext();
        }

        internal static class Awaiting
        {
            public static System.Runtime.CompilerServices.ConfiguredTaskAwaitable<T> AnyContext<T>(this Task<T> task) => task.ConfigureAwait(continueOnCapturedContext: false);
        }
        """);

    // abuzuhri/Amazon-SP-API-CSharp#125: the other half is started where there is no context, and asynchronous callers have it for themselves
    [Fact]
    public Task Pair_by_way_of_the_pool_is_silent() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Query(HttpClient client)
        {
            public string Get(int id) => Task.Run(() => GetAsync(id)).GetAwaiter().GetResult();

            public async Task<string> GetAsync(int id) => await client.GetStringAsync("https://example.org/" + id);

            public string First() => Task.Run(FirstAsync).ConfigureAwait(false).GetAwaiter().GetResult();

            public async Task<string> FirstAsync() => await client.GetStringAsync("https://example.org");

            public string Last() => Task.Run(async () => await LastAsync()).Result;

            public async Task<string> LastAsync() => await client.GetStringAsync("https://example.org/last");
        }
        """);

    // HangfireIO/Hangfire#1361: jobs run on threads of their own
    [Fact]
    public Task Framework_with_threads_of_its_own_is_silent() => Reports(
        $$"""
        using System;
        using System.Threading.Tasks;

        public class Reports
        {
            [Hangfire.AutomaticRetry]
            public void Send() => WorkAsync().Wait();

            {{Work}}
        }

        namespace Hangfire { public class AutomaticRetryAttribute : Attribute; }
        """);

    // dotnet/aspnetcore#34511: disposal by the pattern; and contracts of somebody else
    [Fact]
    public Task Foreign_contracts_are_silent() => Reports(
        $$"""
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        public class Connection : IDisposable, IEnumerable<int>, IComparable<Connection>
        {
            public void Dispose()
            {
                Dispose(true);
                Close();
            }

            protected virtual void Dispose(bool disposing) => WorkAsync().AsTask().Wait();

            private void Close() => WorkAsync().AsTask().Wait();

            ~Connection() => WorkAsync().AsTask().Wait();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            public IEnumerator<int> GetEnumerator() => new List<int> { WorkAsync().Result }.GetEnumerator();

            int IComparable<Connection>.CompareTo(Connection? other) => WorkAsync().Result;

            public override string ToString() => WorkAsync().Result.ToString();

            private static async ValueTask<int> WorkAsync() { await Task.Delay(1); return 1; }
        }

        public class Slow : Stream
        {
            public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count).Result;
            public override void Flush() => FlushAsync().Wait();
            public override long Seek(long offset, SeekOrigin origin) => 0;
            public override void SetLength(long value) { }
            public override void Write(byte[] buffer, int offset, int count) { }
            public override bool CanRead => true;
            public override bool CanSeek => false;
            public override bool CanWrite => false;
            public override long Length => 0;
            public override long Position { get; set; }
        }
        """);

    // dotnet/runtime#65656, aspnet/DependencyInjection#303, castleproject/Windsor#434: who takes the delegate has said which form it has
    [Fact]
    public Task Delegates_for_others_are_silent() => Reports(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Options;

        public static class Registration
        {
            private static Func<int>? kept;

            public static void Configure(OptionsBuilder<List<int>> options, HttpClientHandler handler, Action<Func<int>> register, AppDomain domain)
            {
                options.Configure(list => list.Add(WorkAsync().Result));
                handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => WorkAsync().Result == 1;
                register(() => WorkAsync().Result);
                kept = () => WorkAsync().Result;
                domain.ProcessExit += (_, _) => WorkAsync().Wait(); // the process ends when the handler does
                new SortedSet<int>(Comparer<int>.Create((_, _) => WorkAsync().Result));
            }

            {{Work}}
        }
        """);

    [Fact]
    public Task What_is_waited_for_was_given() => Reports(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public static class Bridge
        {
            public static void Sync(this Task task) => task.ConfigureAwait(false).GetAwaiter().GetResult();

            public static T Sync<T>(this ValueTask<T> task) => task.AsTask().Result;

            public static void All(params Task[] tasks) => Task.WaitAll(tasks, 1000);

            public static void Each(IEnumerable<Task> tasks)
            {
                foreach (var task in tasks)
                {
                    task.Wait(10);
                }
            }

            public static void For(int[] items, Func<int, Task> body)
            {
                foreach (var item in items)
                {
                    var task = body(item);
                    task.Wait();
                }
            }

            public static int EndRead(IAsyncResult result)
            {
                if (result is Task<int> task)
                {
                    return task.Result;
                }

                throw new ArgumentException("", nameof(result));
            }

            public static object Unwrap(object value) => value is Task<object> task ? task.GetAwaiter().GetResult() : value;

            // Handed on to somebody else who waits.
            public static T Now<T>(this Task<T> task)
            {
                task.Sync();
                return task.Result;
            }

            public static object Plain(object value)
            {
                if (value is Task<int> task)
                {
                    task.Sync();
                }

                return value;
            }

            public static void Run(Func<Task> work) => work().GetAwaiter().GetResult();

            public static void RunLater(Func<Task> work) => Run(work);
        }
        """);

    [Fact]
    public Task What_is_made_here_was_not_given() => Reports(
        """
        using System;
        using System.Threading.Tasks;

        public static class Bridge
        {
            public static void Sync(this Task task) => task.ConfigureAwait(false).GetAwaiter().GetResult();

            public static bool Load(out object result)
            {
                result = LoadAsync();
                if (result is Task task)
                {
                    task.[|Sync|]();
                }

                return true;
            }

            public static void Store() => LoadAsync().[|Sync|]();

            private static async Task LoadAsync() => await Task.Delay(1);
        }
        """);

    // aspnet/Hosting#536: what builds a host
    [Fact]
    public Task Building_a_host_is_silent() => new Verify.Test
    {
        TestCode =
            $$"""
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            public interface IBusServices : IServiceCollection;

            public static class Registration
            {
                public static IServiceCollection AddRates(this IServiceCollection services) => services.AddSingleton(WorkAsync().Result.ToString());

                public static void AddBus(this IBusServices services) => WorkAsync().Wait();

                public static IHost Migrate(this IHost host)
                {
                    Apply();
                    return host;
                }

                public static void UseRates(this IApplicationBuilder app) => WorkAsync().Wait();

                private static void Apply() => WorkAsync().Wait();

                {{Work}}
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    [Fact]
    public Task Own_callers_are_told_themselves() => Reports(
        $$"""
        using System.Threading.Tasks;

        internal class Inner
        {
            public int Get() => WorkAsync().Result;

            {{Work}}
        }

        public class Outer
        {
            internal int Get() => WorkAsync().Result;

            private int unused => WorkAsync().Result;

            private int OnlyInAsync() => WorkAsync().Result;

            public async Task<int> GetAsync()
            {
                await Task.Yield();
                return OnlyInAsync();
            }

            {{Work}}
        }
        """);

    // collinbarrett/FilterLists#541: a program's own code is called by itself
    [Fact]
    public Task Program_is_silent() => Reports(
        $$"""
        using System.Threading.Tasks;

        new Importer().Run();

        public class Importer
        {
            public void Run() => WorkAsync().Wait();

            {{Work}}
        }
        """, OutputKind.ConsoleApplication);

    [Fact]
    public Task One_time_initialisation_is_silent() => Reports(
        $$"""
        using System;
        using System.Threading.Tasks;

        public class Settings
        {
            public static readonly int First = WorkAsync().Result;
            private static readonly Lazy<int> Second = new(() => WorkAsync().Result);
            private int? third;

            static Settings() => WorkAsync().Wait();

            public int Third()
            {
                if (third == null)
                {
                    third = WorkAsync().Result;
                }

                return third.Value + Second.Value;
            }

            {{Work}}
        }
        """);

    // microsoft/vs-threading#693, microsoft/vs-threading#698
    [Fact]
    public Task Completed_tasks_are_silent() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public class Cache
        {
            private readonly Task<int> loading = Task.FromResult(1);

            public int A() => Task.FromResult(1).Result;
            public int B(Task<int> t) => t.IsCompleted ? t.Result : 0;
            public int C() => loading.Result;
            public string D() => nameof(Task<int>.Result);
            public void E(Task<int> t) => t.ContinueWith(done => done.Result);

            public async Task<int> F(Task<int> a, Task<int> b)
            {
                await Task.WhenAll(a, b);
                return a.Result + b.Result;
            }
        }
        """);

    // davidfowl's guidance is about the pool; parts of one computation that are waited for are what tasks were made for.
    [Fact]
    public Task Divided_work_is_silent() => Reports(
        """
        using System.Threading.Tasks;

        public class Sums
        {
            public int Of(int[] values)
            {
                var left = Task.Run(() => values.Length / 2);
                var right = Task.Run(() => values.Length - values.Length / 2);
                Task.WaitAll(left, right);
                return left.Result + right.Result;
            }
        }
        """);

    [Fact]
    public Task Signal_by_another_name_is_silent() => Reports(
        """
        using System.Threading.Tasks;

        public class Wheel
        {
            private readonly TaskCompletionSource<int> started = new();

            public void Start() => started.Task.Wait();
        }
        """);

    [Fact]
    public Task Who_still_calls_it_has_been_told() => Reports(
        $$"""
        using System;
        using System.Threading.Tasks;

        public class Client
        {
            [Obsolete("Use GetAsync.")]
            public int Get() => WorkAsync().Result;

            {{Work}}
        }

        [Obsolete]
        public class Old
        {
            public int Get() => WorkAsync().Result;

            {{Work}}
        }
        """);

    // jstedfast/MailKit#1546, Azure/azure-sdk-for-net#10083: one body for both kinds of callers
    [Fact]
    public Task Synchronous_branch_is_silent() => Reports(
        """
        using System.Threading.Tasks;

        public class Reader
        {
            public int Read() => ReadCore(async: false).GetAwaiter().GetResult();

            public Task<int> ReadAsync() => ReadCore(async: true);

            private async Task<int> ReadCore(bool async)
            {
                if (async)
                {
                    await Task.Delay(1);
                }

                return 1;
            }
        }
        """);

    [Fact]
    public Task Known_contexts_belong_to_other_rules() => new Verify.Test
    {
        TestCode =
            $$"""
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Mvc;

            public class Client : ControllerBase
            {
                public int Get() => WorkAsync().Result;
                public async Task<int> GetAsync() { await Task.Yield(); return WorkAsync().Result; }
                internal void Work() => Task.Run(() => WorkAsync().Wait());
                internal void OnThread() => new Thread(Start).Start();
                private void Start() => WorkAsync().Wait();

                {{Work}}
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    // The fix

    [Fact]
    public Task Synchronous_forms_are_called() => Fixes(
        """
        using System.IO;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        public class Store
        {
            private readonly SemaphoreSlim gate = new(1);

            public string Load(string path) => File.ReadAllTextAsync(path).[|Result|];

            public void Save(string path, string text)
            {
                gate.WaitAsync().[|Wait|](); // one at a time
                try
                {
                    File.WriteAllTextAsync(path, text, CancellationToken.None).GetAwaiter().[|GetResult|]();
                }
                finally
                {
                    gate.Release();
                }
            }

            public int Addresses(string host) => Dns.GetHostAddressesAsync(host, default).ConfigureAwait(false).GetAwaiter().[|GetResult|]().Length;

            public void Pause() => Task.Delay(10).[|Wait|]();
        }
        """,
        """
        using System.IO;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        public class Store
        {
            private readonly SemaphoreSlim gate = new(1);

            public string Load(string path) => File.ReadAllText(path);

            public void Save(string path, string text)
            {
                gate.Wait(); // one at a time
                try
                {
                    File.WriteAllText(path, text);
                }
                finally
                {
                    gate.Release();
                }
            }

            public int Addresses(string host) => Dns.GetHostAddresses(host).Length;

            public void Pause() => Thread.Sleep(10);
        }
        """);

    [Fact]
    public Task Own_synchronous_form_is_called() => Fixes(
        """
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            public int Count(string path) => LinesAsync<int>(path).[|Result|].Length;

            public int Last(string path) => this.LinesAsync<int>(path).GetAwaiter().[|GetResult|]().Length;

            private static T[] Empty<T>() => [];

            private T[] Lines<T>(string path) => File.ReadAllLines(path).Length == 0 ? Empty<T>() : new T[1];

            private async Task<T[]> LinesAsync<T>(string path) => (await File.ReadAllLinesAsync(path)).Length == 0 ? Empty<T>() : new T[1];
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            public int Count(string path) => Lines<int>(path).Length;

            public int Last(string path) => this.Lines<int>(path).Length;

            private static T[] Empty<T>() => [];

            private T[] Lines<T>(string path) => File.ReadAllLines(path).Length == 0 ? Empty<T>() : new T[1];

            private async Task<T[]> LinesAsync<T>(string path) => (await File.ReadAllLinesAsync(path)).Length == 0 ? Empty<T>() : new T[1];
        }
        """);

    // Where there is none

    [Theory]
    [InlineData("public string M(HttpClient client) => client.GetStringAsync(\"https://example.org\").[|Result|];")] // there is no other form
    [InlineData("public HttpResponseMessage M(HttpClient client) => client.SendAsync(new HttpRequestMessage()).[|Result|];")] // goes past handlers that only know the asynchronous one
    [InlineData("public int M(Stream stream) => stream.ReadAsync(new byte[1], 0, 1).[|Result|];")] // a stream may only have the asynchronous one
    [InlineData("public string M(string path, CancellationToken token) => File.ReadAllTextAsync(path, token).[|Result|];")] // would no longer be cancelled
    [InlineData("public string M(string path) { var text = File.ReadAllTextAsync(path); Other(); return text.[|Result|]; }")] // was under way
    [InlineData("public string? M(string path) { try { return File.ReadAllTextAsync(path).[|Result|]; } catch (AggregateException) { return null; } }")]
    [InlineData("public bool M(string path) => File.ReadAllTextAsync(path).[|Wait|](100);")]
    [InlineData("public string M(string path) => Task.Run(() => File.ReadAllTextAsync(path)).[|Result|];")]
    [InlineData("public int Own() => OwnAsync().[|Result|]; private async Task<int> OwnAsync() { await Task.Delay(1); return 1; }")] // it is the caller itself
    [InlineData("public int M() => OwnAsync().[|Result|]; internal int Own() => OwnAsync().Result; private async Task<int> OwnAsync() { await Task.Delay(1); return 1; }")] // waits as well
    public Task What_may_not_do_the_same_has_none(string member) => new Verify.Test
    {
        TestCode =
            $$"""
            #pragma warning disable CS8019
            using System;
            using System.IO;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            public class C
            {
                {{member}}

                private static void Other() { }
            }
            """,
        OffersNoFix = true,
    }.RunAsync();

    private static Task Reports(string source, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary, TargetReferences? references = null) => new Verify.Test
    {
        TestState = { Sources = { source }, OutputKind = outputKind },
        References = references ?? TargetReferences.AspNetCore100,
    }.RunAsync();

    private static Task Fixes(string source, string fixedSource) => Verify.VerifyCodeFixAsync(source, fixedSource);
}
