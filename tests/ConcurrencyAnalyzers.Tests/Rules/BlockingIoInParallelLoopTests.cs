using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.BlockingIoInParallelLoopAnalyzer, ConcurrencyAnalyzers.Rules.BlockingIoInParallelLoopCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class BlockingIoInParallelLoopTests
{
    // What is reported

    [Fact]
    public Task ForEach_over_network_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts) => Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
        }
        """);

    [Fact]
    public Task For_with_several_statements_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public string[] Pages(HttpClient http, string[] urls)
            {
                var pages = new string[urls.Length];
                Parallel.[|For|](0, urls.Length, i =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, urls[i]);
                    using var response = http.Send(request);
                    pages[i] = response.StatusCode.ToString();
                });
                return pages;
            }
        }
        """);

    [Fact]
    public Task Invoke_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm() => Parallel.[|Invoke|](
                () => Dns.GetHostEntry("example.org"),
                () => Dns.GetHostEntry("example.com"));
        }
        """);

    [Fact]
    public Task Loop_with_options_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts)
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = 16 };
                Parallel.[|ForEach|](hosts, options, host => Dns.GetHostEntry(host));
            }
        }
        """);

    [Fact]
    public Task Loop_with_state_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void FindFirst(string[] hosts) => Parallel.[|ForEach|](hosts, (host, state) =>
            {
                if (Dns.GetHostEntry(host).AddressList.Length > 0)
                {
                    state.Stop();
                }
            });
        }
        """);

    [Fact]
    public Task Loop_with_local_state_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            private int total;

            public void Count(string[] hosts) => Parallel.[|ForEach|](
                hosts,
                () => 0,
                (host, state, count) => count + Dns.GetHostEntry(host).AddressList.Length,
                count => Interlocked.Add(ref total, count));
        }
        """);

    [Fact]
    public Task Method_group_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts) => Parallel.[|ForEach|](hosts, Resolve);

            private static void Resolve(string host) => Dns.GetHostEntry(host);
        }
        """);

    [Fact]
    public Task Local_function_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, Resolve);

                static void Resolve(string host) => Dns.GetHostEntry(host);
            }
        }
        """);

    [Fact]
    public Task Local_delegate_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts)
            {
                Action<string> resolve = host => Dns.GetHostEntry(host);
                Parallel.[|ForEach|](hosts, resolve);
            }
        }
        """);

    [Fact]
    public Task Sleeping_body_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public void Poll(int[] sensors) => Parallel.[|ForEach|](sensors, sensor => Thread.Sleep(100 * sensor));
        }
        """);

    [Fact]
    public Task Waiting_body_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Gate
        {
            private readonly SemaphoreSlim gate = new(1);

            public void Visit(List<int> items, List<int> visited) => Parallel.[|ForEach|](items, item =>
            {
                gate.Wait();
                visited.Add(item);
                gate.Release();
            });
        }
        """);

    [Fact]
    public Task Joined_task_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public void Warm(HttpClient http, string[] urls) => Parallel.[|ForEach|](urls, url => http.GetStringAsync(url).Wait());
        }
        """);

    [Fact]
    public Task Helper_in_another_document_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Mailing
                {
                    private readonly Directory directory = new();

                    public void Check(string[] addresses) => Parallel.[|ForEach|](addresses, address =>
                    {
                        var host = address.Split('@')[1];
                        directory.Check(host);
                    });
                }
                """,
                """
                using System.Net;

                class Directory
                {
                    public bool Check(string host) => Exists(host.Trim());

                    private static bool Exists(string host) => Find(host).AddressList.Length > 0;

                    private static IPHostEntry Find(string host) => Dns.GetHostEntry(host);
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Only_implementation_of_an_interface_is_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.Data.Common;
        using System.Threading.Tasks;

        interface IOrders
        {
            void Close(int id);
        }

        class Orders(DbCommand command) : IOrders
        {
            public void Close(int id) => command.ExecuteNonQuery();
        }

        class Night(IOrders orders)
        {
            public void Run(int[] ids) => Parallel.[|ForEach|](ids, id => orders.Close(id));
        }
        """);

    [Fact]
    public Task Message_names_construct_kind_and_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts) => Parallel.{|#0:ForEach|}(hosts, host => {|#1:Resolve|}(host));

            private static IPHostEntry Resolve(string host) => Dns.{|#2:GetHostEntry|}(host);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithSeverity(DiagnosticSeverity.Warning)
            .WithArguments("Parallel.ForEach", "network I/O", "Resolve → Dns.GetHostEntry"));

    [Fact]
    public Task Message_names_a_sleep() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public void Poll() => Parallel.{|#0:For|}(0, 100, i => Thread.Sleep(i));
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Parallel.For", "a sleep", "Thread.Sleep"));

    // What is not

    [Fact]
    public Task File_content_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Concurrent;
        using System.IO;
        using System.Threading.Tasks;

        class Index
        {
            private readonly ConcurrentDictionary<string, int> lengths = new();

            public void Build(string[] paths) => Parallel.ForEach(paths, path => lengths[path] = File.ReadAllText(path).Length);
        }
        """);

    [Fact]
    public Task Computation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Matrix
        {
            public void Square(double[][] rows, double[] sums) => Parallel.For(0, rows.Length, i =>
            {
                foreach (var a in rows[i])
                {
                    foreach (var b in rows[i])
                    {
                        sums[i] += a * b;
                    }
                }
            });
        }
        """);

    [Fact]
    public Task Memory_stream_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Parser
        {
            public void Parse(List<byte[]> messages) => Parallel.ForEach(messages, message =>
            {
                using var reader = new StreamReader(new MemoryStream(message));
                while (reader.ReadLine() is { Length: > 0 })
                {
                }
            });
        }
        """);

    // To part what waits from what computes takes a person.
    [Fact]
    public Task Waiting_and_computing_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public void Compare(HttpClient http, string[] urls, long[] sums) => Parallel.For(0, urls.Length, i =>
            {
                var page = http.GetByteArrayAsync(urls[i]).Result;
                foreach (var a in page)
                {
                    foreach (var b in page)
                    {
                        sums[i] += a * b;
                    }
                }
            });
        }
        """);

    [Fact]
    public Task Asynchronous_loop_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task Warm(string[] hosts) =>
                Parallel.ForEachAsync(hosts, async (host, token) => await Dns.GetHostEntryAsync(host, token));
        }
        """);

    [Fact]
    public Task Console_output_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        class Printer
        {
            public void Print(string[] lines) => Parallel.ForEach(lines, line => Console.WriteLine(line));
        }
        """);

    [Fact]
    public Task File_metadata_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Cleaner
        {
            public void Clean(string[] paths) => Parallel.ForEach(paths, path => File.Delete(path));
        }
        """);

    [Fact]
    public Task Unknown_stream_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Reader
        {
            public void Rewind(Stream[] streams) => Parallel.ForEach(streams, stream => stream.ReadByte());
        }
        """);

    [Fact]
    public Task Try_that_does_not_wait_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Gate
        {
            private readonly SemaphoreSlim gate = new(1);

            public void Visit(int[] items) => Parallel.ForEach(items, item =>
            {
                if (gate.Wait(0))
                {
                    gate.Release();
                }
            });
        }
        """);

    [Fact]
    public Task Plain_loop_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;

        class Resolver
        {
            public void Warm(string[] hosts)
            {
                foreach (var host in hosts)
                {
                    Dns.GetHostEntry(host);
                }
            }
        }
        """);

    [Fact]
    public Task Work_on_the_way_to_an_exception_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net;
        using System.Threading.Tasks;

        class Checker
        {
            public void Check(string[] names) => Parallel.ForEach(names, name =>
            {
                if (name.Length == 0)
                {
                    throw new ArgumentException("No name on " + Dns.GetHostEntry("localhost").HostName);
                }
            });
        }
        """);

    [Fact]
    public Task Test_projects_are_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Net;
                using System.Threading.Tasks;

                class Resolver
                {
                    public void Warm(string[] hosts) => Parallel.ForEach(hosts, host => Dns.GetHostEntry(host));
                }
                """,
            },
            AdditionalProjects = { ["xunit.core"] = { Sources = { "public class Framework;" } } },
            AdditionalProjectReferences = { "xunit.core" },
        },
    }.RunAsync();

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        namespace NUnit.Framework
        {
            class TestAttribute : Attribute;
        }

        class CounterTests
        {
            [NUnit.Framework.Test]
            public void Counts() => Parallel.For(0, 10, i => Thread.Sleep(i));
        }
        """);

    // What the fix writes

    [Fact]
    public Task Fix_writes_an_asynchronous_loop_with_a_degree() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (host, cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Fix_passes_the_token_at_hand_to_the_loop() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts, CancellationToken cancellationToken)
            {
                await Task.Delay(100, cancellationToken);
                Parallel.[|ForEach|](hosts, host =>
                {
                    Dns.GetHostEntry(host);
                });
            }
        }
        """,
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts, CancellationToken cancellationToken)
            {
                await Task.Delay(100, cancellationToken);
                await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (host, token) =>
                {
                    await Dns.GetHostEntryAsync(host, token);
                });
            }
        }
        """);

    [Fact]
    public Task Fix_keeps_the_options() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = 8 };
                Parallel.[|ForEach|](hosts, options, host => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = 8 };
                await Parallel.ForEachAsync(hosts, options, async (host, cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Fix_writes_ForAsync_and_keeps_comments() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<int[]> CountAsync(string[] hosts)
            {
                var counts = new int[hosts.Length];

                // Each host has its slot.
                Parallel.[|For|](0, hosts.Length, i =>
                {
                    // Names are resolved by the system.
                    var entry = Dns.GetHostEntry(hosts[i]);
                    counts[i] = entry.AddressList.Length; // both families
                });
                await Task.Yield();
                return counts;
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<int[]> CountAsync(string[] hosts)
            {
                var counts = new int[hosts.Length];

                // Each host has its slot.
                await Parallel.ForAsync(0, hosts.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellationToken) =>
                {
                    // Names are resolved by the system.
                    var entry = await Dns.GetHostEntryAsync(hosts[i], cancellationToken);
                    counts[i] = entry.AddressList.Length; // both families
                });
                await Task.Yield();
                return counts;
            }
        }
        """);

    [Fact]
    public Task Fix_keeps_ConfigureAwait() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public async Task PollAsync(int[] sensors)
            {
                await Task.Delay(10).ConfigureAwait(false);
                Parallel.[|ForEach|](sensors, sensor => Thread.Sleep(sensor));
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public async Task PollAsync(int[] sensors)
            {
                await Task.Delay(10).ConfigureAwait(false);
                await Parallel.ForEachAsync(sensors, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (sensor, cancellationToken) => await Task.Delay(sensor, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Fix_awaits_inside_a_larger_expression() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Concurrent;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public async Task<ConcurrentBag<int>> LengthsAsync(HttpClient http, string[] urls)
            {
                var lengths = new ConcurrentBag<int>();
                Parallel.[|ForEach|](urls, url => lengths.Add(http.GetStringAsync(url).Result.Length));
                await Task.Yield();
                return lengths;
            }
        }
        """,
        """
        using System.Collections.Concurrent;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public async Task<ConcurrentBag<int>> LengthsAsync(HttpClient http, string[] urls)
            {
                var lengths = new ConcurrentBag<int>();
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, cancellationToken) => lengths.Add((await http.GetStringAsync(url)).Length));
                await Task.Yield();
                return lengths;
            }
        }
        """);

    [Fact]
    public Task Fix_keeps_parameter_types() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, (string host) => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (string host, CancellationToken cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Fix_all_fixes_loops_one_after_another() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                Parallel.[|For|](0, 10, i => Thread.Sleep(i));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (host, cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Parallel.ForAsync(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellationToken) => await Task.Delay(i, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    // Where no fix is offered

    [Fact]
    public Task Synchronous_method_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
            }
        }
        """);

    [Fact]
    public Task Lock_that_is_tried_around_the_call_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            private readonly object gate = new();

            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host =>
                {
                    if (Monitor.TryEnter(gate))
                    {
                        Dns.GetHostEntry(host);
                        Monitor.Exit(gate);
                    }
                });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Helper_without_asynchronous_form_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host => Resolve(host));
                await Task.Yield();
            }

            private static void Resolve(string host) => Dns.GetHostEntry(host);
        }
        """);

    [Fact]
    public Task One_call_that_cannot_be_awaited_is_enough_for_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, host =>
                {
                    Dns.GetHostEntry(host);
                    using var client = new TcpClient(host, 80);
                });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Call_in_a_lambda_inside_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Linq;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[][] groups)
            {
                Parallel.[|ForEach|](groups, hosts =>
                {
                    var entries = hosts.Select(host => Dns.GetHostEntry(host)).ToList();
                });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Partitioner_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Collections.Concurrent;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](Partitioner.Create(hosts, loadBalance: true), host => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Loop_state_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](hosts, (host, state) =>
                {
                    Dns.GetHostEntry(host);
                    state.Break();
                });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Local_state_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            private int total;

            public async Task CountAsync(string[] hosts)
            {
                Parallel.[|ForEach|](
                    hosts,
                    () => 0,
                    (host, state, count) => count + Dns.GetHostEntry(host).AddressList.Length,
                    count => Interlocked.Add(ref total, count));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Result_that_is_used_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<bool> WarmAsync(string[] hosts)
            {
                var result = Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                await Task.Yield();
                return result.IsCompleted;
            }
        }
        """);

    [Fact]
    public Task Invoke_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync()
            {
                Parallel.[|Invoke|](() => Dns.GetHostEntry("example.org"), () => Dns.GetHostEntry("example.com"));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Framework_without_asynchronous_loops_has_no_fix() => new Verify.Test
    {
        TestCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            class Resolver
            {
                public async Task WarmAsync(string[] hosts)
                {
                    Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                    await Task.Yield();
                }
            }
            """,
        References = TargetReferences.NetFramework,
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Loop_inside_a_lock_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            private readonly object gate = new();

            public async Task WarmAsync(string[] hosts)
            {
                lock (gate)
                {
                    Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                }

                await Task.Yield();
            }
        }
        """);
}
