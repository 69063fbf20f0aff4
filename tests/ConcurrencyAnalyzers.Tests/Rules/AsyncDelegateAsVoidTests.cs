using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<AsyncDelegateAsVoidAnalyzer, AsyncDelegateAsVoidCodeFix>;

public sealed class AsyncDelegateAsVoidTests
{
    // Reported

    [Theory]
    [InlineData("'Parallel.ForEach'", "Parallel.ForEach(urls, {|#0:async|} url => await SendAsync(url));")]
    [InlineData("'Parallel.ForEach'", "Parallel.ForEach(urls, new ParallelOptions(), {|#0:async|} (url, state) => await SendAsync(url));")]
    [InlineData("'Parallel.ForEach'", "Parallel.ForEach(urls, {|#0:async|} (string url) => { await SendAsync(url); });")]
    [InlineData("'Parallel.ForEach'", "Parallel.ForEach(urls, {|#0:async|} delegate(string url) { await SendAsync(url); });")]
    [InlineData("'Parallel.ForEach'", "Parallel.ForEach(urls, static {|#0:async|} url => await Task.Delay(url.Length));")]
    [InlineData("'Parallel.For'", "Parallel.For(0, urls.Count, {|#0:async|} i => await SendAsync(urls[i]));")]
    [InlineData("'Parallel.Invoke'", "Parallel.Invoke({|#0:async|} () => await SendAsync(urls[0]), Work);")]
    [InlineData("'ParallelEnumerable.ForAll'", "urls.AsParallel().ForAll({|#0:async|} url => await SendAsync(url));")]
    [InlineData("'List.ForEach'", "urls.ForEach({|#0:async|} url => await SendAsync(url));")]
    [InlineData("'Array.ForEach'", "Array.ForEach(urls.ToArray(), {|#0:async|} url => await SendAsync(url));")]
    [InlineData("'new Thread'", "new Thread({|#0:async|} () => await SendAsync(urls[0])).Start();")]
    [InlineData("'new Thread'", "new Thread({|#0:async|} state => await SendAsync(urls[0])).Start(null);")]
    [InlineData("'ThreadPool.QueueUserWorkItem'", "ThreadPool.QueueUserWorkItem({|#0:async|} _ => await SendAsync(urls[0]));")]
    [InlineData("'new Timer'", "using var timer = new Timer({|#0:async|} _ => await SendAsync(urls[0]), null, 0, 1000);")]
    [InlineData("'CancellationToken.Register'", "token.Register({|#0:async|} () => await SendAsync(urls[0]));")]
    [InlineData("'new Task'", "new Task({|#0:async|} () => await SendAsync(urls[0])).Start();")]
    [InlineData("'new Progress'", "var progress = new Progress<int>({|#0:async|} done => await SendAsync(urls[done]));")]
    [InlineData("'Each'", "urls.Each({|#0:async|} url => await SendAsync(url));")]
    [InlineData("'Later'", "Later({|#0:async|} () => await SendAsync(urls[0]));")]
    [InlineData("'Later'", "Later({|#0:async|} () => { try { await SendAsync(urls[0]); } catch (InvalidOperationException) { } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { try { await SendAsync(urls[0]); } catch (Exception e) when (e.HResult == 1) { } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { Work(); try { await SendAsync(urls[0]); } finally { Work(); } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { try { await SendAsync(urls[0]); } catch (Exception) { throw; } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { await SendAsync(urls[0]); try { await SendAsync(urls[0]); } catch (Exception) { } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { try { Work(); } catch (Exception) { await SendAsync(urls[0]); } });")]
    [InlineData("'Later'", "Later({|#0:async|} () => { try { Later(() => { try { Work(); } catch { } }); } finally { await SendAsync(urls[0]); } });")]
    [InlineData("'List.ForEach'", "urls.ForEach({|#0:async|} url => { try { await SendAsync(url); } catch (Exception) { } });")] // too late for the loop
    [InlineData("The delegate", "Action send = {|#0:async|} () => await SendAsync(urls[0]); send();")]
    [InlineData("The delegate", "OnDone = {|#0:async|} () => await SendAsync(urls[0]);")]
    [InlineData("The delegate", "var options = new Options { OnError = {|#0:async|} e => await SendAsync(e.Message) };")]
    [InlineData("The delegate", "var actions = new Dictionary<string, Action> { [\"send\"] = {|#0:async|} () => await SendAsync(urls[0]) };")]
    [InlineData("The delegate", "Action send = urls.Count > 0 ? {|#0:async|} () => await SendAsync(urls[0]) : Work;")]
    public Task Every_construct_is_named(string construct, string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Options
        {
            public Action<Exception>? OnError { get; set; }
        }

        static class Sequences
        {
            public static void Each<T>(this IEnumerable<T> items, Action<T> action)
            {
                foreach (var item in items)
                    action(item);
            }
        }

        class Mailing
        {
            public Action? OnDone { get; set; }

            public void Send(List<string> urls, CancellationToken token)
            {
                {{statement}}
            }

            private static void Later(Action action) => action();

            private static void Work()
            {
            }

            private static Task SendAsync(string url) => Task.Delay(url.Length);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithSeverity(DiagnosticSeverity.Warning).WithArguments(construct));

    [Fact]
    public Task Message_says_what_happens() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Mailing
        {
            public void Send(List<int> ids) => Parallel.ForEach(ids, {|#0:async|} id => await Task.Delay(id));
        }
        """,
        Verify.Diagnostic().WithLocation(0)
            .WithMessage("'Parallel.ForEach' does not wait for this asynchronous lambda: it goes on at the first await, and an exception ends the process"));

    [Fact]
    public Task Lambdas_in_every_kind_of_member_are_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Mailing
        {
            private static readonly Action Ping = [|async|] () => await Task.Delay(1);
            private readonly Timer timer;

            public Mailing() => timer = new Timer([|async|] _ => await Task.Delay(1), null, 0, 1000);

            public Action<int> Send => [|async|] id => await Task.Delay(id);

            public Action Make() => [|async|] () => await Task.Delay(1);

            public async Task RunAsync(List<int> ids)
            {
                await Task.Yield();
                Local();
                Func<Task> nested = async () => ids.ForEach([|async|] id => await Task.Delay(id));
                timer.Dispose();

                void Local() => ids.ForEach([|async|] id => await Task.Delay(id));
            }
        }
        """);

    [Fact]
    public Task Host_callbacks_that_take_an_action_are_reported() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            class Settings
            {
                public string Key { get; set; } = "";
            }

            static class Startup
            {
                public static void Configure(WebApplicationBuilder builder, IHostApplicationLifetime lifetime)
                {
                    builder.Services.Configure<Settings>([|async|] settings => settings.Key = await KeyAsync());
                    lifetime.ApplicationStopping.Register([|async|] () => await KeyAsync());
                }

                private static async Task<string> KeyAsync()
                {
                    await Task.Delay(1);
                    return "";
                }
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    [Fact]
    public Task Overload_without_a_result_is_reported_and_the_one_with_a_task_is_not() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        class Queue
        {
            public void Add(Action work) => work();

            public void Push(Action work) => work();

            public Task Push(Func<Task> work) => work();
        }

        class Mailing(Queue queue)
        {
            public void Send()
            {
                queue.Add([|async|] () => await Task.Delay(1));
                _ = queue.Push(async () => await Task.Delay(1));
            }
        }
        """);

    // Silent

    [Theory]
    [InlineData("_ = Task.Run(async () => await SendAsync(\"\"));")]
    [InlineData("_ = Task.Factory.StartNew(async () => await SendAsync(\"\"));")] // loses its task, but returns one
    [InlineData("_ = Parallel.ForEachAsync(urls, async (url, token) => await SendAsync(url));")]
    [InlineData("_ = Parallel.ForAsync(0, 10, async (i, token) => await SendAsync(urls[i]));")]
    [InlineData("_ = Task.WhenAll(urls.Select(async url => await SendAsync(url)));")]
    [InlineData("_ = Task.Delay(1).ContinueWith(async done => await SendAsync(\"\"));")]
    [InlineData("Func<Task> send = async () => await SendAsync(\"\"); _ = send();")]
    [InlineData("Func<string, ValueTask> send = async url => await SendAsync(url); _ = send(\"\");")]
    [InlineData("Handler send = async url => await SendAsync(url); _ = send(\"\");")]
    [InlineData("var send = async () => await SendAsync(\"\"); _ = send();")]
    [InlineData("var lazy = new Lazy<Task>(async () => await SendAsync(\"\"));")]
    [InlineData("var cache = new ConcurrentDictionary<string, Task>(); _ = cache.GetOrAdd(\"\", async key => await SendAsync(key));")]
    [InlineData("_ = Task.Run(() => urls.ForEach(url => Work()));")]
    [InlineData("Sent += async () => await SendAsync(\"\");")]
    [InlineData("Sent -= async () => await SendAsync(\"\");")]
    [InlineData("Changed += async (_, _) => await SendAsync(\"\");")]
    [InlineData("Changed += new EventHandler(async (_, _) => await SendAsync(\"\"));")]
    [InlineData("Changed += async delegate { await SendAsync(\"\"); };")]
    [InlineData("EventHandler changed = async (sender, e) => await SendAsync(\"\"); Changed += changed;")]
    [InlineData("EventHandler<DerivedArgs> changed = async (sender, e) => await SendAsync(\"\");")]
    [InlineData("Subscribe(async (sender, e) => await SendAsync(\"\"));")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (_, _) => await SendAsync(\"\");")]
    [InlineData("Changed += OnChanged;")]
    [InlineData("Sent += Ring;")]
    [InlineData("Action ring = Ring; ring();")] // a method of its own, not a lambda
    [InlineData("using var timer = new Timer(async _ => { try { await SendAsync(\"\"); } catch (Exception e) { Console.WriteLine(e); } }, null, 0, 1000);")]
    [InlineData("ThreadPool.QueueUserWorkItem(async delegate (object? state) { try { await SendAsync(\"\"); } catch { } });")]
    [InlineData("using var timer = new Timer(async _ => { var url = urls[0]; if (url.Length == 0) return; try { await SendAsync(url); } catch (Exception) { } finally { Work(); } }, null, 0, 1000);")]
    [InlineData("using var timer = new Timer(async _ => { try { await SendAsync(\"\"); } catch { Work(); } finally { Work(); } }, null, 0, 1000);")]
    [InlineData("Action send = async () => { try { await SendAsync(\"\"); } catch (System.Exception) { Work(); } }; send();")]
    [InlineData("Action send = async () => { try { await SendAsync(\"\"); } catch (OperationCanceledException) { } catch (Exception) { Work(); } }; send();")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { if (urls.Count > 0) { try { await SendAsync(\"\"); } catch (Exception) { } } if (urls.Count > 1) { try { await SendAsync(\"\"); } catch { } } });")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { foreach (var url in urls) { try { try { await SendAsync(url); } finally { await SendAsync(url); } } catch { } } });")]
    [InlineData("SynchronizationContext.Current?.Post(async _ => await SendAsync(\"\"), null);")]
    [InlineData("var save = new AsyncCommand(async () => await SendAsync(\"\"));")]
    [InlineData("Local(); async void Local() => await SendAsync(\"\");")]
    [InlineData("new Thread(() => Work()).Start();")]
    [InlineData("urls.ForEach(url => _ = SendAsync(url));")]
    [InlineData("((dynamic)this).Later((Func<Task>)(async () => await SendAsync(\"\")));")]
    public Task Lambda_that_is_awaited_or_handles_an_event_is_silent(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Windows.Input;

        delegate Task Handler(string url);

        class DerivedArgs : EventArgs;

        class AsyncCommand(Action execute) : ICommand
        {
            public event EventHandler? CanExecuteChanged
            {
                add { }
                remove { }
            }

            public bool CanExecute(object? parameter) => true;

            public void Execute(object? parameter) => execute();
        }

        class Mailing
        {
            public event Action? Sent;

            public event EventHandler? Changed;

            public void Send(List<string> urls)
            {
                {{statement}}
                Sent?.Invoke();
                Changed?.Invoke(this, EventArgs.Empty);
            }

            private static void Subscribe(EventHandler handler) => handler(null, EventArgs.Empty);

            private static async void OnChanged(object? sender, EventArgs e) => await SendAsync("");

            private static async void Ring() => await SendAsync("");

            private static void Work()
            {
            }

            private static Task SendAsync(string url) => Task.Delay(url.Length);
        }
        """);

    [Fact]
    public Task User_interface_is_silent() => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading.Tasks;
            using System.Windows.Forms;
            using System.Windows.Threading;

            class Window : Form
            {
                public Window()
                {
                    Load += async (sender, e) => await Task.Delay(1);
                    var timer = new DispatcherTimer();
                    timer.Tick += async (sender, e) => await Task.Delay(1);
                }

                public void Refresh(Dispatcher dispatcher)
                {
                    BeginInvoke(new Action(async () => await Task.Delay(1)));
                    BeginInvoke((MethodInvoker)(async () => await Task.Delay(1)));
                    dispatcher.BeginInvoke(new Action(async () => await Task.Delay(1)));
                    dispatcher.Invoke(async () => await Task.Delay(1));
                }
            }
            """,
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Web_application_is_silent() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Http;

            static class Startup
            {
                public static void Configure(WebApplication app)
                {
                    app.Use(async (context, next) =>
                    {
                        context.Response.OnStarting(async () => await Task.Delay(1));
                        await next(context);
                    });
                    app.MapGet("/", async () => await Task.Delay(1));
                    app.MapPost("/", async (HttpContext context) => await context.Response.WriteAsync(""));
                    app.Run(async context => await context.Response.WriteAsync(""));
                }
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class MailingTests
        {
            [Xunit.Fact]
            public void Sends() => new List<int> { 1 }.ForEach(async id => await Task.Delay(id));
        }
        """);

    [Fact]
    public Task Test_project_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Threading.Tasks;

                class Fixture
                {
                    public Action Send { get; } = async () => await Task.Delay(1);
                }
                """,
            },
            AdditionalProjects = { ["xunit.core"] = { Sources = { "public class Framework;" } } },
            AdditionalProjectReferences = { "xunit.core" },
        },
    }.RunAsync();

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Mailing.g.cs", """
                using System;
                using System.Threading.Tasks;

                class Mailing
                {
                    public Action Send { get; } = async () => await Task.Delay(1);
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Suppression_is_respected() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Diagnostics.CodeAnalysis;
        using System.Threading.Tasks;

        class Mailing
        {
            [SuppressMessage("Reliability", "CONC403", Justification = "The host ends with it.")]
            public Action Make() => async () => await Task.Delay(1);

            public Action Other()
            {
        #pragma warning disable CONC403
                return async () => await Task.Delay(1);
        #pragma warning restore CONC403
            }
        }
        """);

    // Fixed

    [Theory]
    [InlineData(
        "Parallel.ForEach(urls, [|async|] url => await SendAsync(url));",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, cancellationToken) => await SendAsync(url));")]
    [InlineData(
        "Parallel.ForEach(urls, [|async|] url => { await SendAsync(url); });",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, cancellationToken) => { await SendAsync(url); });")]
    [InlineData(
        "Parallel.ForEach(urls, options, [|async|] url => await SendAsync(url));",
        "await Parallel.ForEachAsync(urls, options, async (url, cancellationToken) => await SendAsync(url));")]
    [InlineData(
        "Parallel.ForEach(urls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, [|async|] (url) => await SendAsync(url));",
        "await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (url, cancellationToken) => await SendAsync(url));")]
    [InlineData(
        "Parallel.For(0, urls.Count, [|async|] i => await SendAsync(urls[i]));",
        "await Parallel.ForAsync(0, urls.Count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellationToken) => await SendAsync(urls[i]));")]
    [InlineData(
        "new Thread([|async|] () => await SendAsync(\"\")).Start();",
        "_ = Task.Run(async () => await SendAsync(\"\"));")]
    [InlineData(
        "/* all */ Parallel.ForEach(urls, [|async|] url => await SendAsync(url)); // later",
        "/* all */ await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, cancellationToken) => await SendAsync(url)); // later")]
    public Task Construct_that_awaits_takes_its_place(string before, string after)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program(after));

        static string Program(string statement) =>
            $$"""
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Mailing
            {
                public async Task RunAsync(List<string> urls, ParallelOptions options)
                {
                    {{statement}}
                    await Task.Yield();
                }

                private static Task SendAsync(string url) => Task.Delay(url.Length);
            }
            """;
    }

    [Fact]
    public Task Token_style_and_comments_are_kept() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public async Task CrawlAsync(List<string> urls, CancellationToken cancellationToken)
            {
                await Task.Delay(10, cancellationToken).ConfigureAwait(false);

                // In any order.
                Parallel.ForEach(urls, [|async|] url =>
                {
                    // Warms the cache.
                    await http.GetStringAsync(url, cancellationToken).ConfigureAwait(false); // content is dropped
                });
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public async Task CrawlAsync(List<string> urls, CancellationToken cancellationToken)
            {
                await Task.Delay(10, cancellationToken).ConfigureAwait(false);

                // In any order.
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (url, token) =>
                {
                    // Warms the cache.
                    await http.GetStringAsync(url, cancellationToken).ConfigureAwait(false); // content is dropped
                }).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task List_becomes_a_plain_loop() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public async Task<int> CrawlAsync(List<string> urls)
            {
                var sum = 0;

                // One after the other.
                urls.ForEach([|async|] url =>
                {
                    // Small pages.
                    var page = await http.GetStringAsync(url);
                    sum += page.Length; // all of it
                });
                urls.ForEach([|async|] (string other) =>
                {
                    await http.GetStringAsync(other);
                });
                await Task.Yield();
                return sum;
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public async Task<int> CrawlAsync(List<string> urls)
            {
                var sum = 0;

                // One after the other.
                foreach (var url in urls)
                {
                    // Small pages.
                    var page = await http.GetStringAsync(url);
                    sum += page.Length; // all of it
                }
                foreach (string other in urls)
                {
                    await http.GetStringAsync(other);
                }
                await Task.Yield();
                return sum;
            }
        }
        """);

    [Fact]
    public Task Expression_over_a_list_becomes_a_block() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Mailing
        {
            public async Task SendAsync(IEnumerable<int> ids)
            {
                ids.Where(id => id > 0).ToList().ForEach([|async|] id => await Task.Delay(id));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Mailing
        {
            public async Task SendAsync(IEnumerable<int> ids)
            {
                foreach (var id in ids.Where(id => id > 0).ToList())
                {
                    await Task.Delay(id);
                }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Lambdas_and_local_functions_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Mailing
        {
            public void Start(List<int> ids)
            {
                Func<CancellationToken, Task> send = async token => { Parallel.ForEach(ids, [|async|] id => await Task.Delay(id, token)); };
                _ = LocalAsync();
                new Thread([|async|] () =>
                {
                    await Task.Delay(1);
                }).Start();

                async Task LocalAsync()
                {
                    ids.ForEach([|async|] id =>
                    {
                        await Task.Delay(id);
                    });
                    await Task.Yield();
                }
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Mailing
        {
            public void Start(List<int> ids)
            {
                Func<CancellationToken, Task> send = async token => { await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (id, cancellationToken) => await Task.Delay(id, token)); };
                _ = LocalAsync();
                _ = Task.Run(async () =>
                {
                    await Task.Delay(1);
                });

                async Task LocalAsync()
                {
                    foreach (var id in ids)
                    {
                        await Task.Delay(id);
                    }
                    await Task.Yield();
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements_are_fixed() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Linq;
                using System.Threading.Tasks;

                Parallel.ForEach(args, [|async|] arg => await Task.Delay(arg.Length));
                args.ToList().ForEach([|async|] arg =>
                {
                    await Task.Delay(arg.Length);
                });
                await Task.Yield();
                """,
            },
        },
        FixedCode =
            """
            using System.Linq;
            using System.Threading.Tasks;

            await Parallel.ForEachAsync(args, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (arg, cancellationToken) => await Task.Delay(arg.Length));
            foreach (var arg in args.ToList())
            {
                await Task.Delay(arg.Length);
            }
            await Task.Yield();
            """,
    }.RunAsync();

    [Fact]
    public Task Namespace_is_imported_for_the_work_item() => Verify.VerifyCodeFixAsync(
        """
        using System.Net.Http;
        using System.Threading;

        class Client(HttpClient http)
        {
            public void Start()
            {
                new Thread([|async|] () => await http.GetStringAsync("")).Start();
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public void Start()
            {
                _ = Task.Run(async () => await http.GetStringAsync(""));
            }
        }
        """);

    [Fact]
    public Task Documents_are_fixed_together() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Mailing
                {
                    public async Task SendAsync(int[] ids)
                    {
                        Parallel.ForEach(ids, [|async|] id => await Task.Delay(id));
                        Parallel.For(0, 10, [|async|] i => await Task.Delay(i));
                        await Task.Yield();
                    }
                }
                """,
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Pinging
                {
                    public void Start()
                    {
                        new Thread([|async|] () => await Task.Delay(1)).Start();
                        new Thread([|async|] () => await Task.Delay(2)).Start();
                    }
                }
                """,
            },
        },
        FixedState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Mailing
                {
                    public async Task SendAsync(int[] ids)
                    {
                        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (id, cancellationToken) => await Task.Delay(id));
                        await Parallel.ForAsync(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellationToken) => await Task.Delay(i));
                        await Task.Yield();
                    }
                }
                """,
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Pinging
                {
                    public void Start()
                    {
                        _ = Task.Run(async () => await Task.Delay(1));
                        _ = Task.Run(async () => await Task.Delay(2));
                    }
                }
                """,
            },
        },
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_gets_what_it_has(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Mailing
            {
                public async Task SendAsync(List<int> ids)
                {
                    ids.ForEach([|async|] id =>
                    {
                        await Task.Delay(id);
                    });
                    new Thread([|async|] () => await Task.Delay(1)).Start();
                    await Task.Yield();
                }
            }
            """,
        FixedCode =
            """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Mailing
            {
                public async Task SendAsync(List<int> ids)
                {
                    foreach (var id in ids)
                    {
                        await Task.Delay(id);
                    }
                    _ = Task.Run(async () => await Task.Delay(1));
                    await Task.Yield();
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    // Not fixed

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_without_asynchronous_loops_gets_no_fix(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Mailing
            {
                public async Task SendAsync(int[] ids)
                {
                    Parallel.ForEach(ids, [|async|] id => await Task.Delay(id));
                    Parallel.For(0, 10, [|async|] i => await Task.Delay(i));
                    await Task.Yield();
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    [Theory]
    [InlineData("Parallel.Invoke([|async|] () => await SendAsync(\"\"));")]
    [InlineData("urls.AsParallel().ForAll([|async|] url => await SendAsync(url));")]
    [InlineData("Array.ForEach(urls.ToArray(), [|async|] url => await SendAsync(url));")]
    [InlineData("using var timer = new Timer([|async|] _ => await SendAsync(\"\"), null, 0, 1000);")]
    [InlineData("ThreadPool.QueueUserWorkItem([|async|] _ => await SendAsync(\"\"));")]
    [InlineData("Action send = [|async|] () => await SendAsync(\"\"); send();")]
    [InlineData("Later([|async|] () => await SendAsync(\"\"));")]
    public Task No_fix_is_offered_without_a_construct_that_awaits(string statement) => VerifyNoFix(statement);

    [Theory]
    [InlineData("Parallel.ForEach(urls, [|async|] (url, state) => { await SendAsync(url); state.Stop(); });")]
    [InlineData("Parallel.ForEach(Partitioner.Create(urls, true), [|async|] url => await SendAsync(url));")]
    [InlineData("var result = Parallel.ForEach(urls, [|async|] url => await SendAsync(url));")]
    [InlineData("Console.WriteLine(Parallel.For(0, 9, [|async|] i => await SendAsync(\"\")).IsCompleted);")]
    [InlineData("urls.ForEach([|async|] url => { if (url == \"\") return; await SendAsync(url); });")] // would leave the method
    [InlineData("urls?.ForEach([|async|] url => await SendAsync(url));")]
    [InlineData("foreach (var url in urls) urls.ForEach([|async|] url => await SendAsync(url));")] // the name is taken
    [InlineData("urls.ForEach([|async|] url => { var length = url.Length; await Task.Delay(length); }); var length = urls.Count;")]
    [InlineData("var thread = new Thread([|async|] () => await SendAsync(\"\")); thread.Start(); thread.Join();")]
    [InlineData("new Thread([|async|] () => await SendAsync(\"\")) { IsBackground = true }.Start();")]
    [InlineData("new Thread([|async|] state => await SendAsync(\"\")).Start(urls);")]
    [InlineData("new Thread([|async|] () => await SendAsync(\"\"), 1 << 20).Start();")]
    public Task No_fix_is_offered_where_more_is_done(string statement) => VerifyNoFix(statement);

    [Theory]
    [InlineData("lock (gate) urls.ForEach([|async|] url => await SendAsync(url));")]
    [InlineData("lock (gate) { Parallel.ForEach(urls, [|async|] url => await SendAsync(url)); }")]
    [InlineData("Monitor.Enter(gate); try { urls.ForEach([|async|] url => await SendAsync(url)); } finally { Monitor.Exit(gate); }")]
    [InlineData("Span<int> buffer = stackalloc int[1]; urls.ForEach([|async|] url => await SendAsync(url)); buffer.Clear();")]
    [InlineData("Later(() => urls.ForEach([|async|] url => await SendAsync(url)));")]
    [InlineData("Local(); void Local() { Parallel.ForEach(urls, [|async|] url => await SendAsync(url)); }")]
    public Task No_fix_is_offered_where_nothing_can_be_awaited(string statement) => VerifyNoFix(statement);

    [Fact]
    public Task No_fix_is_offered_in_synchronous_members() => Verify.VerifyNoFixAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Mailing
        {
            public Mailing(List<int> ids)
            {
                ids.ForEach([|async|] id => await Task.Delay(id));
            }

            public int Sent
            {
                get
                {
                    Parallel.For(0, 10, [|async|] id => await Task.Delay(id));
                    return 1;
                }
            }

            public void Send(List<int> ids)
            {
                ids.ForEach([|async|] id => await Task.Delay(id));
            }

            public Task SendAsync(List<int> ids)
            {
                Parallel.ForEach(ids, [|async|] id => await Task.Delay(id));
                return Task.CompletedTask;
            }
        }
        """);

    private static Task VerifyNoFix(string statement) => Verify.VerifyNoFixAsync(
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Mailing
        {
            private readonly object gate = new();

            public async Task RunAsync(List<string> urls)
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Later(Action action) => action();

            private static Task SendAsync(string url) => Task.Delay(url.Length);
        }
        """);
}
