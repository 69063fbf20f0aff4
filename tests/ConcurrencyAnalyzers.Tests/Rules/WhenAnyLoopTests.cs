using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<WhenAnyLoopAnalyzer, WhenAnyLoopCodeFix>;

public sealed class WhenAnyLoopTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Reported

    [Theory]
    [InlineData("while (tasks.Count > 0)")]
    [InlineData("while (tasks.Count != 0)")]
    [InlineData("while (tasks.Count >= 1)")]
    [InlineData("while (tasks.Any())")]
    [InlineData("while (tasks.Count() > 0)")]
    [InlineData("while (tasks.Count is > 0)")]
    [InlineData("while (tasks.Count is not 0)")]
    [InlineData("while (!(tasks.Count == 0))")]
    [InlineData("for (; tasks.Count > 0;)")]
    [InlineData("while (tasks.Count > 0 && !token.IsCancellationRequested)")]
    public Task Every_way_to_ask_for_the_rest_is_reported(string loop) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops, CancellationToken token)
            {
                var sum = 0;
                var tasks = shops.Select(ask).ToList();
                {{loop}}
                {
                    var done = await Task.[|WhenAny|](tasks);
                    tasks.Remove(done);
                    sum += await done;
                }

                return sum;
            }
        }
        """);

    [Theory]
    [InlineData("var tasks = shops.Select(ask).ToList();", "tasks.Remove(done);")]
    [InlineData("var tasks = new List<Task<int>>(shops.Select(ask));", "tasks.Remove(done);")]
    [InlineData("var tasks = new HashSet<Task<int>>(shops.Select(ask));", "tasks.Remove(done);")]
    [InlineData("var tasks = shops.Select(ask).ToHashSet();", "_ = tasks.Remove(done);")]
    [InlineData("List<Task<int>> tasks = [.. shops.Select(ask)];", "tasks.Remove(done);")]
    [InlineData("IList<Task<int>> tasks = shops.Select(ask).ToList();", "tasks.Remove(done);")]
    [InlineData("ICollection<Task<int>> tasks = shops.Select(ask).ToList();", "tasks.Remove(done);")]
    [InlineData("var tasks = new LinkedList<Task<int>>(shops.Select(ask));", "tasks.Remove(done);")]
    [InlineData("var tasks = (from shop in shops select ask(shop)).ToList();", "tasks.Remove(done);")]
    [InlineData("var tasks = new List<Task<int>>(); foreach (var shop in shops) tasks.Add(ask(shop));", "tasks.Remove(done);")]
    [InlineData("var tasks = new List<Task<int>>(); for (var i = 0; i < shops.Length; i++) { tasks.Add(ask(shops[i])); }", "tasks.Remove(done);")]
    [InlineData("var tasks = new List<Task<int>>(); tasks.AddRange(shops.Select(ask));", "tasks.Remove(done);")]
    [InlineData("var tasks = Enumerable.Range(0, 5000).Select(i => ask(i.ToString())).ToList();", "tasks.Remove(done);")]
    [InlineData("var tasks = shops.Select(ask).ToArray();", "tasks = tasks.Where(task => task != done).ToArray();")]
    [InlineData("var tasks = shops.Select(ask).ToList();", "tasks = tasks.Where(task => !task.Equals(done)).ToList();")]
    [InlineData("var tasks = shops.Select(ask).ToArray();", "tasks = tasks.Except([done]).ToArray();")]
    [InlineData("var tasks = shops.Select(ask).ToImmutableList();", "tasks = tasks.Remove(done);")]
    [InlineData("var tasks = shops.Select(ask).ToImmutableHashSet();", "tasks = tasks.Remove(done);")]
    public Task Every_collection_is_reported(string made, string removed) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops)
            {
                var sum = 0;
                {{made}}
                while (tasks.Any())
                {
                    var done = await Task.[|WhenAny|](tasks);
                    {{removed}}
                    sum += await done;
                }

                return sum;
            }
        }
        """);

    [Theory]
    [InlineData("var done = await Task.[|WhenAny|](tasks).ConfigureAwait(false); tasks.Remove(done); sum += done.Result;")]
    [InlineData("Task<int> done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done;")]
    [InlineData("Task done = await Task.[|WhenAny|](tasks); tasks.Remove((Task<int>)done); sum++;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks.ToArray()); tasks.Remove(done); sum += await done;")]
    [InlineData("var done = await System.Threading.Tasks.Task.[|WhenAny|]<int>([.. tasks]); tasks.Remove(done); sum += await done;")]
    [InlineData("tasks.Remove(await Task.[|WhenAny|](tasks)); sum++;")]
    [InlineData("tasks.Remove(await Task.[|WhenAny|](tasks).ConfigureAwait(false)); Console.WriteLine(tasks.Count);")]
    [InlineData("Task<int> done; done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done;")]
    [InlineData("Console.WriteLine($\"{tasks.Count} to go\"); var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (done.IsFaulted) continue; sum += await done;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (done.IsFaulted) throw new InvalidOperationException(); sum += await done;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); try { sum += await done; } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done; } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); try { sum += await done; } finally { tasks.Remove(done); }")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (token.IsCancellationRequested) break; sum += await done;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (token.IsCancellationRequested) { return sum; } sum += await done;")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); foreach (var digit in (await done).ToString()) { if (digit == '0') break; sum += digit; }")]
    [InlineData("var done = await Task.[|WhenAny|](tasks); sum += shops.Count(shop => { return shop.Length > 0; }); tasks.Remove(done);")]
    public Task Every_body_is_reported(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops, CancellationToken token)
            {
                var sum = 0;
                var tasks = shops.Select(ask).ToList();
                while (tasks.Count > 0)
                {
                    {{statements}}
                }

                return sum;
            }
        }
        """);

    [Theory]
    [InlineData("do { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); } while (tasks.Count > 0);")]
    [InlineData("while (true) { if (tasks.Count == 0) break; var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); }")]
    [InlineData("while (true) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (!tasks.Any()) { return; } }")]
    [InlineData("foreach (var round in new[] { 1, 2 }) { var again = tasks.ToList(); while (again.Count > 0) { var done = await Task.[|WhenAny|](again); again.Remove(done); } }")]
    public Task Loop_without_a_condition_in_front_is_reported(string loop) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Meters
        {
            public async Task ReadAsync(List<Task> tasks)
            {
                {{loop}}
            }
        }
        """);

    [Theory]
    [InlineData("public async Task DrainAsync(List<Task> tasks) { while (tasks.Count > 0) tasks.Remove(await Task.[|WhenAny|](tasks)); }")]
    [InlineData("public async Task DrainAsync(IEnumerable<Task> all) { var tasks = all.ToList(); while (tasks.Count > 0) { tasks.Remove(await Task.[|WhenAny|](tasks)); } }")]
    [InlineData("public Func<List<Task>, Task> Drain => async tasks => { while (tasks.Count > 0) { tasks.Remove(await Task.[|WhenAny|](tasks)); } };")]
    [InlineData("public Task DrainAsync(string[] names) { return Local(); async Task Local() { var tasks = names.Select(name => Task.Delay(name.Length)).ToList(); while (tasks.Any()) { tasks.Remove(await Task.[|WhenAny|](tasks)); } } }")]
    [InlineData("public async IAsyncEnumerable<int> InOrderAsync(IEnumerable<Task<int>> all) { var tasks = all.ToList(); while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); yield return await done; } }")]
    [InlineData("public async Task NameAsync(Dictionary<Task, string> names) { while (names.Count > 0) { var done = await Task.[|WhenAny|](names.Keys); names.Remove(done, out var name); Console.WriteLine(name); } }")]
    [InlineData("public async void OnOpen(object? sender, EventArgs e) { var tasks = GetHashCode() > 0 ? new List<Task>() : new List<Task>(); while (tasks.Count > 0) { tasks.Remove(await Task.[|WhenAny|](tasks)); } }")]
    public Task Every_kind_of_member_is_reported(string member) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        public class Meters
        {
            {{member}}
        }
        """);

    [Fact]
    public Task Program_of_statements_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                Usings +
                """
                var tasks = args.Select(arg => Task.Delay(arg.Length)).ToList();
                while (tasks.Count > 0)
                {
                    var done = await Task.[|WhenAny|](tasks);
                    tasks.Remove(done);
                    Console.WriteLine(done.Status);
                }
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
    }.RunAsync();

    [Fact]
    public Task Message_names_the_collection() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Meters
        {
            public async Task DrainAsync(List<Task> readings)
            {
                while (readings.Count > 0)
                {
                    readings.Remove(await Task.{|#0:WhenAny|}(readings));
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'Task.WhenAny' goes through all of 'readings' that are left for each one that completes, which is quadratic"));

    // Reported without a fix where there is no WhenEach: a method that awaits one task and goes on with it, and WhenAll over it, are linear as well.
    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task Framework_without_WhenEach_is_reported_and_has_no_fix(string framework) => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> SumAsync(IEnumerable<Task<int>> all)
                {
                    var sum = 0;
                    var tasks = all.ToList();
                    while (tasks.Any())
                    {
                        var done = await Task.[|WhenAny|](tasks);
                        tasks.Remove(done);
                        sum += await done;
                    }

                    return sum;
                }
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    // Found code, told anew

    // dotnet/runtime#61959: pages are downloaded and their sizes added up as they arrive.
    [Fact]
    public Task Downloads_summed_as_they_arrive() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class SiteMap
        {
            private static readonly string[] Sections = ["news", "sport", "weather", "travel"];
            private readonly HttpClient client = new();

            public async Task<int> SizeAsync()
            {
                IEnumerable<Task<int>> sizes =
                    from section in Sections
                    select SizeOfAsync(section);
                List<Task<int>> running = sizes.ToList();

                int total = 0;
                while (running.Any())
                {
                    Task<int> finished = await Task.[|WhenAny|](running);
                    running.Remove(finished);
                    total += await finished;
                }

                return total;
            }

            private async Task<int> SizeOfAsync(string section)
            {
                var page = await client.GetByteArrayAsync(section);
                Console.WriteLine($"{section}: {page.Length}");
                return page.Length;
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class SiteMap
        {
            private static readonly string[] Sections = ["news", "sport", "weather", "travel"];
            private readonly HttpClient client = new();

            public async Task<int> SizeAsync()
            {
                IEnumerable<Task<int>> sizes =
                    from section in Sections
                    select SizeOfAsync(section);
                List<Task<int>> running = sizes.ToList();

                int total = 0;
                await foreach (Task<int> finished in Task.WhenEach(running))
                {
                    total += await finished;
                }

                return total;
            }

            private async Task<int> SizeOfAsync(string section)
            {
                var page = await client.GetByteArrayAsync(section);
                Console.WriteLine($"{section}: {page.Length}");
                return page.Length;
            }
        }
        """);

    // dotnet/docs#33521: somebody works out that 1,897 tasks processed as they complete are millions of continuations.
    [Fact]
    public Task Simulations_in_the_order_of_completion() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Simulations
        {
            public async Task<List<double>> RunAsync(int count)
            {
                var results = new List<double>(count);
                var pending = new HashSet<Task<double>>();
                for (var seed = 0; seed < count; seed++)
                    pending.Add(SimulateAsync(seed));

                while (pending.Count != 0)
                {
                    var next = await Task.[|WhenAny|](pending).ConfigureAwait(false);
                    pending.Remove(next);

                    // A failed one ends the run.
                    results.Add(await next.ConfigureAwait(false));
                }

                return results;
            }

            private static async Task<double> SimulateAsync(int seed)
            {
                await Task.Delay(seed % 7);
                return seed;
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Simulations
        {
            public async Task<List<double>> RunAsync(int count)
            {
                var results = new List<double>(count);
                var pending = new HashSet<Task<double>>();
                for (var seed = 0; seed < count; seed++)
                    pending.Add(SimulateAsync(seed));

                await foreach (var next in Task.WhenEach(pending).ConfigureAwait(false))
                {
                    // A failed one ends the run.
                    results.Add(await next.ConfigureAwait(false));
                }

                return results;
            }

            private static async Task<double> SimulateAsync(int seed)
            {
                await Task.Delay(seed % 7);
                return seed;
            }
        }
        """);

    // Cysharp/UniTask#388: the loop of the documentation, to be used with another kind of task. StephenCleary/AsyncEx#198: the same in an iterator, known not to be the best way.
    [Fact]
    public Task Iterator_gives_results_as_they_come() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        static class Completion
        {
            public static async IAsyncEnumerable<T> ByCompletion<T>(this IEnumerable<Task<T>> source)
            {
                var open = source.ToList();
                while (open.Count > 0)
                {
                    var first = await Task.[|WhenAny|](open);
                    open.Remove(first);
                    yield return await first;
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        static class Completion
        {
            public static async IAsyncEnumerable<T> ByCompletion<T>(this IEnumerable<Task<T>> source)
            {
                var open = source.ToList();
                await foreach (var first in Task.WhenEach(open))
                {
                    yield return await first;
                }
            }
        }
        """);

    // dotnet/docs#32782: what is removed has to be what has completed, or the loop never ends; with WhenEach nothing has to be removed.
    [Fact]
    public Task Approvals_are_removed_at_the_end_of_the_round() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Approvals
        {
            public async Task<int> CountAsync(IReadOnlyList<Task<bool>> answers)
            {
                var approved = 0;
                var open = new List<Task<bool>>(answers);
                while (open.Count > 0)
                {
                    var answer = await Task.[|WhenAny|](open);
                    if (answer.IsCompletedSuccessfully && answer.Result)
                    {
                        approved++;
                    }

                    open.Remove(answer);
                }

                return approved;
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Approvals
        {
            public async Task<int> CountAsync(IReadOnlyList<Task<bool>> answers)
            {
                var approved = 0;
                var open = new List<Task<bool>>(answers);
                await foreach (var answer in Task.WhenEach(open))
                {
                    if (answer.IsCompletedSuccessfully && answer.Result)
                    {
                        approved++;
                    }
                }

                return approved;
            }
        }
        """);

    // dotnet/runtime#97355: backtests take milliseconds or a quarter of a minute, and each is to be looked at when it is done.
    [Fact]
    public Task Backtests_are_reported_when_they_are_done() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        record Outcome(string Strategy, decimal Profit);

        class Backtesting(Func<string, Task<Outcome>> run)
        {
            public async Task<Outcome?> BestAsync(IEnumerable<string> strategies)
            {
                Outcome? best = null;
                var tests = strategies.Select(run).ToArray();
                while (tests.Length > 0)
                {
                    try
                    {
                        var test = await Task.[|WhenAny|](tests);
                        tests = tests.Where(other => other != test).ToArray();
                        var outcome = await test;
                        best = best is null || outcome.Profit > best.Profit ? outcome : best;
                    }
                    catch (ArithmeticException e)
                    {
                        Console.WriteLine(e.Message);
                    }
                }

                return best;
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        record Outcome(string Strategy, decimal Profit);

        class Backtesting(Func<string, Task<Outcome>> run)
        {
            public async Task<Outcome?> BestAsync(IEnumerable<string> strategies)
            {
                Outcome? best = null;
                var tests = strategies.Select(run).ToArray();
                await foreach (var test in Task.WhenEach(tests))
                {
                    try
                    {
                        var outcome = await test;
                        best = best is null || outcome.Profit > best.Profit ? outcome : best;
                    }
                    catch (ArithmeticException e)
                    {
                        Console.WriteLine(e.Message);
                    }
                }

                return best;
            }
        }
        """);

    // Ruhrpottpatriot/GW2.NET#26: pages of an API are wanted in the order in which they arrive, with as little idle time as can be.
    [Fact]
    public Task Pages_are_looked_up_by_their_task() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Catalogue(HttpClient client)
        {
            public async Task PrintAsync(int pages)
            {
                var numbers = Enumerable.Range(1, pages).ToDictionary(page => client.GetStringAsync($"items?page={page}"));
                while (numbers.Count > 0)
                {
                    var arrived = await Task.[|WhenAny|](numbers.Keys);
                    var number = numbers[arrived];
                    numbers.Remove(arrived);
                    Console.WriteLine($"{number}: {await arrived}, {numbers.Count} to come");
                }
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Catalogue(HttpClient client)
        {
            public async Task PrintAsync(int pages)
            {
                var numbers = Enumerable.Range(1, pages).ToDictionary(page => client.GetStringAsync($"items?page={page}"));
                await foreach (var arrived in Task.WhenEach(numbers.Keys))
                {
                    var number = numbers[arrived];
                    numbers.Remove(arrived);
                    Console.WriteLine($"{number}: {await arrived}, {numbers.Count} to come");
                }
            }
        }
        """);

    // Silent

    // NuKeeperDotNet/NuKeeper#383: no more than ten look-ups at once; the next one starts when one is done.
    [Fact]
    public Task Window_of_running_tasks_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Packages(Func<string, Task<string>> find)
        {
            private const int AtOnce = 10;

            public async Task<List<string>> NewestAsync(IEnumerable<string> ids)
            {
                var found = new List<string>();
                var running = new List<Task<string>>(AtOnce);
                foreach (var id in ids)
                {
                    if (running.Count >= AtOnce)
                    {
                        var done = await Task.WhenAny(running);
                        running.Remove(done);
                        found.Add(await done);
                    }

                    running.Add(find(id));
                }

                found.AddRange(await Task.WhenAll(running));
                return found;
            }
        }
        """);

    // dotnet/docs#12691: breakfast is three tasks, whatever the loop around them looks like.
    [Fact]
    public Task Breakfast_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Kitchen
        {
            public async Task CookAsync()
            {
                var eggs = Task.Delay(30);
                var bacon = Task.Delay(50);
                var toast = Task.Delay(20);
                var all = new List<Task> { eggs, bacon, toast };
                while (all.Any())
                {
                    var ready = await Task.WhenAny(all);
                    Console.WriteLine(ready == eggs ? "eggs" : ready == bacon ? "bacon" : "toast");
                    all.Remove(ready);
                }
            }
        }
        """);

    // dotnet/runtime#100316: each round waits for no longer than ten seconds, which WhenEach does not offer as such.
    [Fact]
    public Task Timeout_in_each_round_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Discovery
        {
            public async Task<int> PingAsync(List<Task> requests)
            {
                var answered = 0;
                while (requests.Count > 0)
                {
                    var timeout = Task.Delay(10_000);
                    var first = await Task.WhenAny(Task.WhenAny(requests), timeout);
                    if (first == timeout)
                    {
                        break;
                    }

                    requests.RemoveAll(request => request.IsCompleted);
                    answered++;
                }

                return answered;
            }
        }
        """);

    // dotnet/coreclr#9011: the same slow task raced against one fast task after another.
    [Fact]
    public Task Race_of_two_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Watch
        {
            public async Task RunAsync(Task stopped)
            {
                for (var i = 0; i < 10_000; i++)
                {
                    var step = Task.Delay(1);
                    if (await Task.WhenAny(step, stopped) == stopped)
                    {
                        return;
                    }
                }
            }
        }
        """);

    // space-wizards/RobustToolbox#6497: several connections are tried, the first that succeeds is taken, the others are given up.
    [Fact]
    public Task First_success_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Connector(Func<string, CancellationToken, Task<string>> connect)
        {
            public async Task<string> ConnectAsync(IEnumerable<string> addresses)
            {
                using var won = new CancellationTokenSource();
                var attempts = addresses.Select(address => connect(address, won.Token)).ToList();
                while (attempts.Count > 0)
                {
                    var attempt = await Task.WhenAny(attempts);
                    attempts.Remove(attempt);
                    if (attempt.IsCompletedSuccessfully)
                    {
                        won.Cancel();
                        return await attempt;
                    }
                }

                throw new InvalidOperationException("Nobody answers.");
            }
        }
        """);

    // NuGet/NuGetGallery#6425: nothing is taken out, so the loop spins once the first task is done. That is another defect.
    [Fact]
    public Task Loop_that_takes_nothing_out_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Collector
        {
            public async Task WaitAsync(List<Task> tasks)
            {
                while (tasks.Any(task => !task.IsCompleted))
                {
                    await Task.WhenAny(tasks);
                }
            }
        }
        """);

    [Theory]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); tasks.Add(More()); }")] // never runs out
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); if (await done > 0) tasks.Add(More()); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); Refill(tasks); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); Action refill = () => tasks.Add(More()); refill(); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); Local(); } void Local() => tasks.Add(More());")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks[tasks.IndexOf(done)] = More(); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); if (await done > 10) break; }")] // the first of few
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); if (await done > 10) return; }")]
    [InlineData("var wanted = 3; while (tasks.Count > 0 && wanted > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); wanted--; }")]
    [InlineData("while (tasks.Count > 10) { var done = await Task.WhenAny(tasks); tasks.Remove(done); }")] // makes room
    [InlineData("for (var i = 0; i < 3; i++) { var done = await Task.WhenAny(tasks); tasks.Remove(done); }")]
    [InlineData("foreach (var name in names) { var done = await Task.WhenAny(tasks); tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks.Append(stop)); tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks.Concat([stop]).ToArray()); tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); if (done.IsCompletedSuccessfully) tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); if (done.IsFaulted) continue; tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { await Task.WhenAny(tasks); tasks.RemoveAll(task => task.IsCompleted); }")] // a sweep may take many at once
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); Console.WriteLine(await done); tasks.RemoveAt(0); }")]
    [InlineData("while (tasks.Count > 0) { var done = await await Task.WhenAny(tasks); tasks.Clear(); }")]
    [InlineData("while (tasks.Count > 0) { var done = Task.WhenAny(tasks).Result; tasks.Remove(done); }")] // waits on its thread: CONC301
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks).WaitAsync(TimeSpan.FromSeconds(1)); tasks.Remove(done); }")]
    [InlineData("while (others.Count > 0) { var done = await Task.WhenAny(others); others.Remove(done); }")] // a field may be given more meanwhile
    [InlineData("while (tasks.Count > 0) { var done = await Own.WhenAny(tasks); tasks.Remove(done); }")]
    [InlineData("if (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); }")]
    [InlineData("await foreach (var done in Task.WhenEach(tasks)) { Console.WriteLine(await done); }")]
    [InlineData("var few = new List<Task> { stop, Task.Delay(10) }; while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("List<Task> few = [stop, Task.Delay(10), More()]; while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("var few = new List<Task>(); few.Add(stop); few.Add(More()); while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("var few = new List<Task>(); for (var i = 0; i < 4; i++) few.Add(More()); while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("var few = Enumerable.Range(0, 8).Select(_ => More()).ToList(); while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("string[] shops = [\"a\", \"b\"]; var few = shops.Select(_ => More()).ToList(); while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("var few = new List<Task>(); foreach (var shop in new[] { \"a\", \"b\" }) { few.Add(More()); } while (few.Count > 0) { few.Remove(await Task.WhenAny(few)); }")]
    [InlineData("var few = new Task[] { stop, More() }; while (few.Length > 0) { var done = await Task.WhenAny(few); few = few.Where(task => task != done).ToArray(); }")]
    [InlineData("IEnumerable<Task<int>> query = names.Select(_ => More()); while (query.Any()) { var done = await Task.WhenAny(query); query = query.Where(task => task != done); }")] // starts all anew each time: another defect
    public Task Loop_with_another_purpose_is_silent(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        static class Own
        {
            public static Task<Task<int>> WhenAny(List<Task<int>> tasks) => Task.WhenAny(tasks);
        }

        class Work
        {
            private readonly List<Task> others = [];

            public async Task RunAsync(string[] names, Task<int> stop)
            {
                var tasks = names.Select(_ => More()).ToList();
                {{statements}}
            }

            private void Refill(List<Task<int>> tasks) => tasks.Add(More());

            private static async Task<int> More()
            {
                await Task.Delay(10);
                return 1;
            }
        }
        """);

    [Fact]
    public Task Tests_are_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Collections.Generic;
                using System.Threading.Tasks;
                using Xunit;

                namespace Xunit
                {
                    public sealed class FactAttribute : System.Attribute;
                }

                public class DrainTests
                {
                    [Fact]
                    public async Task All_complete()
                    {
                        var tasks = new List<Task>(Many());
                        while (tasks.Count > 0)
                        {
                            tasks.Remove(await Task.WhenAny(tasks));
                        }
                    }

                    private static IEnumerable<Task> Many() => [];
                }
                """,
            },
        },
    }.RunAsync();

    // Fixes

    [Fact]
    public Task Two_loops_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops, string[] others)
            {
                var sum = 0;
                var tasks = shops.Select(ask).ToList();
                while (tasks.Any()) // as they come
                {
                    // The fastest shop first.
                    var done = await Task.[|WhenAny|](tasks);
                    tasks.Remove(done);
                    sum += await done;
                }

                var more = others.Select(ask).ToHashSet();
                while (more.Count > 0)
                {
                    more.Remove(await Task.[|WhenAny|](more));
                    sum++;
                }

                return sum;
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops, string[] others)
            {
                var sum = 0;
                var tasks = shops.Select(ask).ToList();
                await foreach (var done in Task.WhenEach(tasks)) // as they come
                {
                    // The fastest shop first.
                    sum += await done;
                }

                var more = others.Select(ask).ToHashSet();
                await foreach (var done in Task.WhenEach(more))
                {
                    sum++;
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task List_that_is_looked_at_keeps_losing_its_tasks() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Jobs
        {
            public async Task DrainAsync(List<Task> jobs)
            {
                while (jobs.Count > 0)
                {
                    var job = await Task.[|WhenAny|](jobs);
                    jobs.Remove(job);
                    Console.WriteLine(jobs.Count);
                }
            }

            public async Task DrainQuietlyAsync(List<Task> jobs)
            {
                while (jobs.Count > 0)
                {
                    jobs.Remove(await Task.[|WhenAny|](jobs));
                }
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Jobs
        {
            public async Task DrainAsync(List<Task> jobs)
            {
                await foreach (var job in Task.WhenEach(jobs))
                {
                    jobs.Remove(job);
                    Console.WriteLine(jobs.Count);
                }
            }

            public async Task DrainQuietlyAsync(List<Task> jobs)
            {
                await foreach (var done in Task.WhenEach(jobs))
                {
                    jobs.Remove(done);
                }
            }
        }
        """);

    [Theory]
    [InlineData("do { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done; } while (tasks.Count > 0);")] // fails when there is none
    [InlineData("while (tasks.Count > 0 && !token.IsCancellationRequested) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done; }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); if (token.IsCancellationRequested) break; sum += await done; }")]
    [InlineData("while (tasks.Count > 0) { Console.WriteLine(tasks.Count); var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done; }")]
    [InlineData("Task<int> done; while (tasks.Count > 0) { done = await Task.[|WhenAny|](tasks); tasks.Remove(done); sum += await done; }")]
    [InlineData("while (tasks.Count > 0) tasks.Remove(await Task.[|WhenAny|](tasks));")] // nothing is done in between: WhenAll
    [InlineData("while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); tasks.Remove(done); done = Task.FromResult(1); sum += await done; }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); tasks = tasks.Where(task => task != done).ToList(); sum += await done + tasks.Count; }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.[|WhenAny|](tasks); /* it */ tasks.Remove(done); sum += await done; }")]
    public Task Loop_has_no_fix(string loop) => Verify.VerifyNoFixAsync(
        Usings +
        $$"""
        class Prices(Func<string, Task<int>> ask)
        {
            public async Task<int> SumAsync(string[] shops, CancellationToken token)
            {
                var sum = 0;
                var tasks = shops.Select(ask).ToList();
                {{loop}}
                return sum;
            }
        }
        """);

    [Fact]
    public Task Old_language_has_no_fix() => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> SumAsync(IEnumerable<Task<int>> all)
                {
                    var sum = 0;
                    var tasks = all.ToList();
                    while (tasks.Any())
                    {
                        var done = await Task.[|WhenAny|](tasks);
                        tasks.Remove(done);
                        sum += await done;
                    }

                    return sum;
                }
            }
            """,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    // Where a params span is the better conversion the call looks the same.
    [Theory]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    public Task Array_is_fixed_in_every_language(LanguageVersion language) => new Verify.Test
    {
        TestCode =
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> SumAsync(Task<int>[] all)
                {
                    var sum = 0;
                    var tasks = all.ToArray();
                    while (tasks.Length > 0)
                    {
                        var done = await Task.[|WhenAny|](tasks);
                        tasks = tasks.Where(task => task != done).ToArray();
                        sum += await done;
                    }

                    return sum;
                }
            }
            """,
        FixedCode =
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> SumAsync(Task<int>[] all)
                {
                    var sum = 0;
                    var tasks = all.ToArray();
                    await foreach (var done in Task.WhenEach(tasks))
                    {
                        sum += await done;
                    }

                    return sum;
                }
            }
            """,
        LanguageVersion = language,
    }.RunAsync();
}
