using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<CpuWorkOnThreadAnalyzer, CpuWorkOnThreadCodeFix>;
using Verify = Verifier<CpuWorkOnThreadAnalyzer, CpuWorkOnThreadCodeFix>;

public sealed class CpuWorkOnThreadTests
{
    // Reported

    [Fact]
    public Task Thread_for_each_item_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Array_of_threads_is_reported() => Reports(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new Thread[rows.Length];
                for (var i = 0; i < threads.Length; i++)
                {
                    var row = i;
                    threads[i] = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    threads[i].Start();
                }

                for (var i = 0; i < threads.Length; i++)
                {
                    threads[i].Join();
                }
            }
        }
        """);

    [Fact]
    public Task Thread_for_each_slice_is_reported() => Reports(
        """
        using System;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var slices = Environment.ProcessorCount;
                var threads = new Thread[slices];
                for (var slice = 0; slice < slices; slice++)
                {
                    var first = rows.Length * slice / slices;
                    var end = rows.Length * (slice + 1) / slices;
                    threads[slice] = new [|Thread|](() =>
                    {
                        for (var row = first; row < end; row++)
                        {
                            norms[row] = Work.Norm(rows[row], rows[0]);
                        }
                    });
                    threads[slice].Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Thread_for_each_call_is_reported() => Reports(
        """
        using System.Threading;

        class Rows
        {
            public double Fill(double[] row)
            {
                var norm = 0.0;
                var thread = new [|Thread|](() => norm = Work.Norm(row, row));
                thread.Start();
                thread.Join();
                return norm;
            }
        }
        """);

    [Fact]
    public Task Thread_beside_own_work_is_reported() => Reports(
        """
        using System.Threading;

        class Rows
        {
            public double Fill(double[] left, double[] right)
            {
                var norm = 0.0;
                Thread thread = [|new(() => norm = Work.Norm(left, left))|];
                thread.Start();
                var other = Work.Norm(right, right);
                thread.Join();
                return norm + other;
            }
        }
        """);

    [Fact]
    public Task Threads_that_nobody_joins_are_reported_in_a_loop() => Reports(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0])) { IsBackground = true, Name = "Norm" }.Start();
                }
            }
        }
        """);

    [Fact]
    public Task Method_group_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill(int count)
            {
                var threads = new List<Thread>();
                while (threads.Count < count)
                {
                    threads.Add(new [|Thread|](Compute));
                    threads[^1].Start();
                }

                threads.ForEach(thread => thread.Join());
            }

            private void Compute() => Work.Norm(all, all);
        }
        """);

    [Fact]
    public Task Delegate_creation_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill(int count)
            {
                var threads = new List<Thread>();
                while (threads.Count < count)
                {
                    threads.Add(new [|Thread|](new ThreadStart(Compute)));
                    threads[^1].Start();
                }

                threads.ForEach(thread => thread.Join());
            }

            private void Compute() => Work.Norm(all, all);
        }
        """);

    [Fact]
    public Task Thread_start_with_parameter_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill(int count)
            {
                var threads = new List<Thread>();
                while (threads.Count < count)
                {
                    threads.Add(new [|Thread|](new ParameterizedThreadStart(Compute)));
                    threads[^1].Start(all);
                }

                threads.ForEach(thread => thread.Join());
            }

            private static void Compute(object? row) => Work.Norm((double[])row!, (double[])row);
        }
        """);

    [Fact]
    public Task Lambda_with_parameter_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill(int count)
            {
                var threads = new List<Thread>();
                while (threads.Count < count)
                {
                    threads.Add(new [|Thread|](row => Work.Norm((double[])row!, all)));
                    threads[^1].Start(all);
                }

                threads.ForEach(thread => thread.Join());
            }
        }
        """);

    [Fact]
    public Task Anonymous_method_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill(int count)
            {
                var threads = new List<Thread>();
                while (threads.Count < count)
                {
                    threads.Add(new [|Thread|](delegate () { Work.Norm(all, all); }));
                    threads[^1].Start();
                }

                threads.ForEach(thread => thread.Join());
            }
        }
        """);

    [Fact]
    public Task Local_function_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(List<double[]> rows)
            {
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](Compute);
                    thread.Start();

                    void Compute() => Work.Norm(row, row);
                }
            }
        }
        """);

    [Fact]
    public Task Local_delegate_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(List<double[]> rows)
            {
                foreach (var row in rows)
                {
                    ThreadStart compute = () => Work.Norm(row, row);
                    new [|Thread|](compute).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Constructor_and_property_are_members_like_others() => Reports(
        """
        using System.Threading;

        class Rows
        {
            public Rows(double[] all)
            {
                var thread = new [|Thread|](() => Work.Norm(all, all));
                thread.Start();
                thread.Join();
            }

            public double Norm
            {
                get
                {
                    var norm = 0.0;
                    var thread = new [|Thread|](() => norm = Work.Norm([1], [2]));
                    thread.Start();
                    thread.Join();
                    return norm;
                }
            }
        }
        """);

    [Fact]
    public Task Asynchronous_method_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(List<double[]> rows)
            {
                await Task.Yield();
                foreach (var row in rows)
                {
                    new [|Thread|](() => Work.Norm(row, row)).Start();
                }
            }
        }
        """);

    [Theory]
    [InlineData("foreach (var block in blocks) { SHA256.HashData(block); }")]
    [InlineData("foreach (var block in blocks) { using var gzip = new GZipStream(new MemoryStream(), CompressionLevel.Optimal); gzip.Write(block, 0, block.Length); }")]
    [InlineData("foreach (var block in blocks) { Array.Sort(block); }")]
    [InlineData("for (var y = 0; y < height; y++) { for (var x = 0; x < width; x++) { pixels[y * width + x] = (byte)(255 - pixels[y * width + x]); } }")]
    [InlineData("for (var i = 0; i < width; i++) { for (var j = 0; j < width; j++) { for (var k = 0; k < width; k++) { c[i, j] += a[i, k] * b[k, j]; } } }")]
    [InlineData("for (var i = 2; i * i < pixels.Length; i++) { for (var j = i * i; j < pixels.Length; j += i) { pixels[j] = 1; } }")]
    [InlineData("for (var i = 0; i < pixels.Length; i++) { for (var j = i + 1; j < pixels.Length; j++) { if (pixels[j] < pixels[i]) { (pixels[i], pixels[j]) = (pixels[j], pixels[i]); } } }")]
    [InlineData("Fibonacci(width);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(\"secret\", pixels, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("RSA.Create(4096).SignData(pixels, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);")]
    public Task Computation_of_every_kind_is_reported(string work) => Reports(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.IO.Compression;
        using System.Security.Cryptography;
        using System.Threading;

        class Image
        {
            public void Render(int count, List<byte[]> blocks, byte[] pixels, int width, int height, double[,] a, double[,] b, double[,] c)
            {
                for (var frame = 0; frame < count; frame++)
                {
                    new [|Thread|](() => { {{work}} }).Start();
                }
            }

            private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
        }
        """);

    [Fact]
    public Task Message_names_evidence_and_chain() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading;

                class Rows
                {
                    public void Fill(double[][] rows)
                    {
                        foreach (var row in rows)
                        {
                            new {|#0:Thread|}(() => Work.{|#1:Twice|}(row)).Start();
                        }
                    }
                }
                """,
                """
                static class Work
                {
                    public static double Twice(double[] row) => 2 * {|#2:Norm|}(row, row);

                    private static double Norm(double[] row, double[] all)
                    {
                        var sum = 0.0;
                        {|#3:foreach|} (var a in row)
                        {
                            foreach (var b in all)
                            {
                                sum += a * b;
                            }
                        }

                        return sum;
                    }
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2, 3).WithSeverity(DiagnosticSeverity.Warning)
                    .WithArguments("2 nested loops over 'row' and 'all'", "Twice → Norm"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Message_names_an_API() => Reports(
        """
        using System.Security.Cryptography;
        using System.Threading;

        class Keys
        {
            public void Derive(string[] secrets, byte[] salt)
            {
                foreach (var secret in secrets)
                {
                    new {|#0:Thread|}(() => Rfc2898DeriveBytes.Pbkdf2(secret, salt, 600_000, HashAlgorithmName.SHA256, 32)).Start();
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Rfc2898DeriveBytes.Pbkdf2", "Rfc2898DeriveBytes.Pbkdf2"));

    [Fact]
    public Task Annotation_is_evidence() => Reports(
        """
        using System;
        using System.Threading;

        namespace ConcurrencyAnalyzers
        {
            class CpuBoundAttribute : Attribute;
        }

        interface IModel
        {
            [ConcurrencyAnalyzers.CpuBound]
            void Train();
        }

        class Trainer(IModel[] models)
        {
            public void Train()
            {
                foreach (var model in models)
                {
                    new {|#0:Thread|}(() => model.Train()).Start();
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("[CpuBound]", "Train"));

    // An entry point may block, but a thread for each item costs there what it costs anywhere.
    [Fact]
    public Task Entry_point_is_reported() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;

                foreach (var row in new double[8][])
                {
                    new [|Thread|](() => Work.Norm(row, row)).Start();
                }
                """,
                Work,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Older_frameworks_are_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading;

                class Rows
                {
                    public void Fill(double[][] rows)
                    {
                        foreach (var row in rows)
                        {
                            new [|Thread|](() => Work.Norm(row, row)).Start();
                        }
                    }
                }
                """,
                Work,
            },
        },
        References = TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Theory]
    [InlineData("thread = new [|Thread|](() => Work.Norm(all, all)); thread.Start(); thread.Join();")] // a field, but joined at once
    [InlineData("Thread[] pair = { new [|Thread|](() => Work.Norm(all, all)), new Thread(Idle) }; foreach (var one in pair) { one.Start(); } foreach (var one in pair) { one.Join(); }")]
    [InlineData("List<Thread> pair = [new [|Thread|](() => Work.Norm(all, all))]; pair[0].Start(); pair[^1].Join();")]
    [InlineData("var pair = new List<Thread> { new [|Thread|](() => Work.Norm(all, all)) }; pair.ForEach(one => one.Start()); pair.ForEach(one => one.Join());")]
    [InlineData("var threads = Enumerable.Range(0, 8).Select(i => new [|Thread|](() => Work.Norm(all, all))).ToList(); threads.ForEach(one => one.Start()); threads.ForEach(one => one.Join());")]
    [InlineData("var threads = Enumerable.Range(0, 8).Select(i => { var one = new [|Thread|](() => Work.Norm(all, all)); one.Start(); return one; }).ToArray(); Array.ForEach(threads, one => one.Join());")]
    [InlineData("var one = new [|Thread|](() => Work.Norm(all, all)); one.Start(); var other = one; other?.Join();")]
    [InlineData("var one = new [|Thread|](() => Work.Norm(all, all)); one.Start(); if (!one.Join(1000)) { one.Interrupt(); }")]
    [InlineData("var one = new [|Thread|](() => Work.Norm(all, all)); one.Start(); JoinAll(new List<Thread> { one });")]
    [InlineData("var one = new [|Thread|](() => Work.Norm(all, all)); one.Start(); End(); void End() => one.Join();")]
    [InlineData("var threads = new Queue<Thread>(); for (var i = 0; i < 8; i++) { var one = new [|Thread|](() => Work.Norm(all, all)); threads.Enqueue(one); one.Start(); } while (threads.TryDequeue(out var first)) { first.Join(); }")]
    public Task Thread_that_the_member_joins_is_reported_wherever_it_went(string statements) => Reports(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;

        class Rows
        {
            private Thread? thread;

            public void Fill(double[] all)
            {
                {{statements}}
            }

            private static void JoinAll(List<Thread> threads)
            {
                foreach (var one in threads)
                {
                    one.Join();
                }
            }

            private static void Idle()
            {
            }
        }
        """);

    [Theory]
    [InlineData("while (error > limit) { error = Work.Norm(all, all); }")]
    [InlineData("var isDone = false; while (!isDone) { isDone = Work.Norm(all, all) < limit; }")]
    [InlineData("var isDone = false; do { isDone = Work.Norm(all, all) < limit; } while (!isDone);")]
    [InlineData("while (true) { if (Work.Norm(all, all) < limit) { break; } }")]
    [InlineData("while (true) { if (stopped) { return; } if (Work.Norm(all, all) < limit) { return; } }")]
    [InlineData("while (!stopped && error > limit) { error = Work.Norm(all, all); }")]
    [InlineData("for (var i = 0; i < all.Length && !token.IsCancellationRequested; i++) { Work.Norm(all, all); }")]
    [InlineData("while (!state.IsDone) { Advance(state, all); }")]
    [InlineData("while (!state.IsDone) { state.Advance(all); }")]
    public Task Loop_that_ends_by_itself_is_reported(string loop) => Reports(
        $$"""
        using System.Threading;

        class Simulation
        {
            private volatile bool stopped;

            public void Stop() => stopped = true;

            public void Start(double[] all, double limit, State state, CancellationToken token)
            {
                var thread = new [|Thread|](() =>
                {
                    var error = limit + 1;
                    {{loop}}
                });
                thread.Start();
                thread.Join();
            }

            private static void Advance(State state, double[] all) => state.Advance(all);

            public class State
            {
                public bool IsDone { get; private set; }

                public void Advance(double[] all) => IsDone = Work.Norm(all, all) > 1;
            }
        }
        """);

    // Silent

    [Fact]
    public Task Thread_that_lives_on_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            private Thread? thread;

            public void Start(double[] all)
            {
                thread = new Thread(() => Work.Norm(all, all));
                thread.Start();
            }

            public void Stop() => thread?.Join();
        }
        """);

    // They are made in a loop, but they are kept: somebody else joins them at the end of their long life.
    [Fact]
    public Task Threads_in_a_field_are_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            private readonly Thread[] workers = new Thread[4];
            private volatile bool stopped;

            public void Start(double[] all)
            {
                for (var i = 0; i < workers.Length; i++)
                {
                    workers[i] = new Thread(() =>
                    {
                        while (!stopped)
                        {
                            Work.Norm(all, all);
                        }
                    });
                    workers[i].Start();
                }
            }

            public void Stop()
            {
                stopped = true;
                foreach (var worker in workers)
                {
                    worker.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Threads_added_to_a_field_are_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Simulation
        {
            private readonly List<Thread> workers = [];

            public void Start(int count, double[] all)
            {
                for (var i = 0; i < count; i++)
                {
                    var worker = new Thread(() => Work.Norm(all, all));
                    worker.Start();
                    workers.Add(worker);
                }
            }
        }
        """);

    [Fact]
    public Task Endless_loop_is_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            public void Start(double[][] worlds)
            {
                foreach (var world in worlds)
                {
                    new Thread(() => Run(world)) { IsBackground = true }.Start();
                }
            }

            private static void Run(double[] world)
            {
                while (true)
                {
                    Work.Norm(world, world);
                }
            }
        }
        """);

    [Fact]
    public Task Loop_until_told_to_stop_is_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            public void Start(double[][] worlds, CancellationToken token)
            {
                foreach (var world in worlds)
                {
                    new Thread(() =>
                    {
                        while (!token.IsCancellationRequested)
                        {
                            Work.Norm(world, world);
                        }
                    }).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Consumers_of_a_queue_are_silent() => IsSilent(
        """
        using System.Collections.Concurrent;
        using System.Threading;

        class Queue
        {
            private readonly BlockingCollection<double[]> queue = new();

            public void Start()
            {
                for (var i = 0; i < 4; i++)
                {
                    new Thread(Consume) { IsBackground = true }.Start();
                }
            }

            private void Consume()
            {
                foreach (var row in queue.GetConsumingEnumerable())
                {
                    Work.Norm(row, row);
                }
            }
        }
        """);

    // To part what waits from what computes takes a person.
    [Fact]
    public Task Reading_and_computing_is_silent() => IsSilent(
        """
        using System.IO;
        using System.Threading;

        class Files
        {
            public void Start(string[] paths, double[] all)
            {
                foreach (var path in paths)
                {
                    new Thread(() => Work.Norm(all, new double[File.ReadAllBytes(path).Length])).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Reading_is_silent() => IsSilent(
        """
        using System.Net;
        using System.Threading;

        class Resolver
        {
            public void Start(string[] hosts)
            {
                foreach (var host in hosts)
                {
                    new Thread(() => Dns.GetHostEntry(host)).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Waiting_is_silent() => IsSilent(
        """
        using System.Threading;

        class Signals
        {
            public void Start(double[] all, ManualResetEvent[] signals)
            {
                foreach (var signal in signals)
                {
                    new Thread(() =>
                    {
                        signal.WaitOne();
                        Work.Norm(all, all);
                    }).Start();
                }
            }
        }
        """);

    // Each needs a thread of its own, or they wait for one another forever.
    [Fact]
    public Task Threads_that_meet_are_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            public void Step(double[] all, Barrier barrier)
            {
                for (var i = 0; i < barrier.ParticipantCount; i++)
                {
                    new Thread(() =>
                    {
                        Work.Norm(all, all);
                        barrier.SignalAndWait();
                    }).Start();
                }
            }
        }
        """);

    [Theory]
    [InlineData("new Thread(() => Work.Norm(row, row), 16 * 1024 * 1024)", "")]
    [InlineData("new Thread(() => Work.Norm(row, row))", "thread.SetApartmentState(ApartmentState.STA);")]
    [InlineData("new Thread(() => Work.Norm(row, row))", "thread.TrySetApartmentState(ApartmentState.STA);")]
    [InlineData("new Thread(() => Work.Norm(row, row))", "thread.Priority = ThreadPriority.Lowest;")]
    [InlineData("new Thread(() => Work.Norm(row, row)) { Priority = ThreadPriority.BelowNormal }", "")]
    [InlineData("new Thread(() => { Thread.CurrentThread.Priority = ThreadPriority.Lowest; Work.Norm(row, row); })", "")]
    [InlineData("new Thread(() => Work.Norm(row, row))", "thread.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    [InlineData("new Thread(() => Work.Norm(row, row)) { CurrentUICulture = System.Globalization.CultureInfo.InvariantCulture }", "")]
    public Task Thread_that_the_pool_has_none_of_is_silent(string creation, string preparation) => IsSilent(
        $$"""
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    var thread = {{creation}};
                    {{preparation}}
                    thread.Start();
                    thread.Join();
                }
            }
        }
        """);

    [Theory]
    [InlineData("count++;")]
    [InlineData("foreach (var value in row) { count += (int)value; }")]
    [InlineData("SHA256.HashData(salt);")]
    [InlineData("Array.Sort(row);")]
    [InlineData("for (var i = 0; i < 8; i++) { for (var j = 0; j < 8; j++) { count += i * j; } }")]
    [InlineData("Vendor();")]
    [InlineData("lock (salt) { count++; }")]
    [InlineData("throw new InvalidOperationException(Work.Norm(row, row).ToString());")]
    public Task Work_without_evidence_of_computation_is_silent(string work) => IsSilent(
        $$"""
        using System;
        using System.Security.Cryptography;
        using System.Threading;

        class Rows
        {
            private int count;

            public Action Vendor { get; set; } = () => { };

            public void Fill(double[][] rows, byte[] salt)
            {
                foreach (var row in rows)
                {
                    var thread = new Thread(() => { {{work}} });
                    thread.Start();
                    thread.Join();
                }
            }
        }
        """);

    // What is joined is the one before; the new one lives on.
    [Fact]
    public Task Joining_another_thread_is_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            private Thread? thread;

            public void Restart(double[] all)
            {
                thread?.Join();
                thread = new Thread(() => Work.Norm(all, all));
                thread.Start();
            }
        }
        """);

    [Theory]
    [InlineData("while (!stopped) { Work.Norm(all, all); }")]
    [InlineData("while (this.stopped == false) { Work.Norm(all, all); }")]
    [InlineData("while (stopped is false) { Work.Norm(all, all); }")]
    [InlineData("while (!Volatile.Read(ref flag)) { Work.Norm(all, all); }")]
    [InlineData("while (!stop.WaitOne(0)) { Work.Norm(all, all); }")]
    [InlineData("while (settings.IsOn) { Work.Norm(all, all); }")]
    [InlineData("do { Work.Norm(all, all); } while (!token.IsCancellationRequested);")]
    [InlineData("for (; ; ) { Work.Norm(all, all); }")]
    [InlineData("for (var round = 0; !stopped; round++) { Work.Norm(all, all); }")]
    [InlineData("while (true) { token.ThrowIfCancellationRequested(); Work.Norm(all, all); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { break; } Work.Norm(all, all); }")]
    [InlineData("while (true) { if (stopped || token.IsCancellationRequested) return; Work.Norm(all, all); }")]
    [InlineData("while (true) { try { Work.Norm(all, all); } catch (ThreadInterruptedException) { return; } }")]
    [InlineData("while (true) { for (var i = 0; i < 8; i++) { if (Work.Norm(all, all) > i) { break; } } }")]
    public Task Loop_that_others_end_is_silent(string loop) => IsSilent(
        $$"""
        using System.Threading;

        class Simulation
        {
            private volatile bool stopped;
            private bool flag;

            public void Stop() => stopped = flag = true;

            public void Start(double[] all, Settings settings, ManualResetEvent stop, CancellationToken token)
            {
                var thread = new Thread(Run);
                thread.Start();
                Work.Norm(all, all);
                Stop();
                thread.Join();

                void Run() => Loop();

                void Loop()
                {
                    {{loop}}
                }
            }

            public class Settings
            {
                public bool IsOn { get; set; }
            }
        }
        """);

    [Theory]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); Keep(one);")]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); Newest = one;")]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); made.Add(one);")]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); kept[i] = one;")]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); AppDomain.CurrentDomain.ProcessExit += (_, _) => one.Join();")]
    [InlineData("var one = new Thread(() => Work.Norm(all, all)); one.Start(); var pair = (one, i); made.Add(pair.one);")]
    public Task Thread_that_leaves_the_member_is_silent(string statements) => IsSilent(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Simulation
        {
            private readonly List<Thread> threads = [];
            private readonly Thread[] kept = new Thread[8];

            public Thread? Newest { get; private set; }

            public void Start(double[] all, List<Thread> made)
            {
                for (var i = 0; i < 8; i++)
                {
                    {{statements}}
                }
            }

            private void Keep(Thread thread) => threads.Add(thread);
        }
        """);

    [Fact]
    public Task Threads_that_are_returned_are_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Simulation
        {
            public List<Thread> Start(double[][] worlds)
            {
                var threads = new List<Thread>();
                foreach (var world in worlds)
                {
                    var thread = new Thread(() => Work.Norm(world, world));
                    thread.Start();
                    threads.Add(thread);
                }

                return threads;
            }

            public IEnumerable<Thread> Made(double[][] worlds)
            {
                foreach (var world in worlds)
                {
                    yield return new Thread(() => Work.Norm(world, world));
                }
            }
        }
        """);

    [Fact]
    public Task Priority_that_the_work_sets_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    new Thread(() => Compute(row)).Start();
                }
            }

            private static void Compute(double[] row)
            {
                Thread.CurrentThread.Priority = ThreadPriority.Lowest;
                Work.Norm(row, row);
            }
        }
        """);

    [Fact]
    public Task Thread_in_an_initializer_is_silent() => IsSilent(
        """
        using System.Threading;

        class Simulation
        {
            private static readonly Thread Warmup = new(() => Work.Norm([1], [2]));

            public static void Start() => Warmup.Start();
        }
        """);

    [Fact]
    public Task Message_pump_is_silent() => IsSilent(
        """
        using System.Threading;

        class Windows
        {
            public void Open(string[] titles)
            {
                foreach (var title in titles)
                {
                    var thread = new Thread(() => Show(title));
                    thread.SetApartmentState(ApartmentState.STA);
                    thread.Start();
                }
            }

            private static void Show(string title)
            {
                while (Next(out var message) && message != title)
                {
                    Work.Norm(new double[message.Length], new double[title.Length]);
                }
            }

            private static bool Next(out string message) => (message = Interlocked.Exchange(ref pending, "") ?? "").Length > 0;

            private static string? pending;
        }
        """);

    [Fact]
    public Task Long_life_in_Main_is_silent() => IsSilent(
        """
        using System.Threading;

        class Program
        {
            static void Main() => new Thread(() => Work.Norm([1], [2])).Start();
        }
        """);

    [Fact]
    public Task Pool_and_parallel_loops_are_silent() => IsSilent(
        """
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    Task.Run(() => Work.Norm(row, row));
                }

                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    [Fact]
    public Task Thread_of_another_library_is_silent() => IsSilent(
        """
        using System;

        namespace Game
        {
            class Thread(Action run)
            {
                public void Start() => run();

                public void Join()
                {
                }
            }

            class Rows
            {
                public void Fill(double[][] rows)
                {
                    foreach (var row in rows)
                    {
                        var thread = new Thread(() => Work.Norm(row, row));
                        thread.Start();
                        thread.Join();
                    }
                }
            }
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
                using System.Threading;

                class Rows
                {
                    public void Fill(double[][] rows)
                    {
                        foreach (var row in rows)
                        {
                            new Thread(() => Work.Norm(row, row)).Start();
                        }
                    }
                }
                """,
                Work,
            },
            AdditionalProjects = { ["xunit.core"] = { Sources = { "public class Framework;" } } },
            AdditionalProjectReferences = { "xunit.core" },
        },
    }.RunAsync();

    [Theory]
    [InlineData("false", "Thread")]
    [InlineData("true", "[|Thread|]")]
    public Task Tests_are_silent_unless_an_option_asks(string option, string thread) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                $$"""
                using System;
                using System.Threading;

                namespace NUnit.Framework
                {
                    class TestAttribute : Attribute;
                }

                class RaceTests
                {
                    [NUnit.Framework.Test]
                    public void Survives()
                    {
                        for (var i = 0; i < 16; i++)
                        {
                            new {{thread}}(() => Work.Norm([1], [2])).Start();
                        }
                    }
                }
                """,
                Work,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\nconcurrency.report_in_tests = {option}\n") },
        },
    }.RunAsync();

    // Fixes

    [Fact]
    public Task Thread_for_each_item_becomes_ForEach() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    [Fact]
    public Task Counted_loop_becomes_For_and_results_stay_in_their_slots() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public double[] Norms(double[][] rows)
            {
                var norms = new double[rows.Length];
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                return norms;
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public double[] Norms(double[][] rows)
            {
                var norms = new double[rows.Length];
                Parallel.For(0, rows.Length, i =>
                {
                    var row = i;
                    norms[row] = Work.Norm(rows[row], rows[0]);
                });

                return norms;
            }
        }
        """);

    [Fact]
    public Task Array_of_threads_becomes_For() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new Thread[rows.Length];
                for (int i = 0; i < rows.Length; ++i)
                {
                    int row = i;
                    threads[i] = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    threads[i].Start();
                }

                for (int i = 0; i < threads.Length; i++)
                {
                    threads[i].Join();
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.For(0, rows.Length, i =>
                {
                    int row = i;
                    norms[row] = Work.Norm(rows[row], rows[0]);
                });
            }
        }
        """);

    [Fact]
    public Task Block_of_statements_is_kept_with_its_comments() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() =>
                    {
                        // The first row is the scale.
                        var norm = Work.Norm(row, rows[0]);
                        if (norm > 0)
                        {
                            row[0] = norm; // in place
                        }
                    });
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row =>
                {
                    // The first row is the scale.
                    var norm = Work.Norm(row, rows[0]);
                    if (norm > 0)
                    {
                        row[0] = norm; // in place
                    }
                });
            }
        }
        """);

    [Fact]
    public Task Comments_around_the_loop_are_kept() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                // All rows at once.
                var threads = new List<Thread>();

                // Rows differ in length.
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                } // done
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                // All rows at once.

                // Rows differ in length.
                Parallel.ForEach(rows, row => Work.Norm(row, row)); // done
            }
        }
        """);

    [Fact]
    public Task List_ForEach_joins() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                threads.ForEach(thread => thread.Join());
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    // Names help in the debugger; the pool's threads have their own.
    [Fact]
    public Task Background_flag_and_name_are_dropped() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.IsBackground = true;
                    thread.Name = "Norm";
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    [Fact]
    public Task Thread_may_be_kept_before_it_starts() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    threads.Add(thread);
                    thread.Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    [Fact]
    public Task Loop_may_start_anywhere() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = 1; i < norms.Length - 1; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row - 1], rows[row + 1]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.For(1, norms.Length - 1, i =>
                {
                    var row = i;
                    norms[row] = Work.Norm(rows[row - 1], rows[row + 1]);
                });
            }
        }
        """);

    [Fact]
    public Task Two_in_a_member_are_fixed_one_after_another() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                var first = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    first.Add(thread);
                }

                foreach (var thread in first)
                {
                    thread.Join();
                }

                var second = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, rows[0]));
                    thread.Start();
                    second.Add(thread);
                }

                foreach (var thread in second)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));

                Parallel.ForEach(rows, row => Work.Norm(row, rows[0]));
            }
        }
        """);

    [Fact]
    public Task Block_in_an_asynchronous_method() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(double[][] rows)
            {
                await Task.Yield();
                if (rows.Length > 1)
                {
                    var threads = new List<Thread>();
                    foreach (var row in rows)
                    {
                        var thread = new [|Thread|](() => Work.Norm(row, row));
                        thread.Start();
                        threads.Add(thread);
                    }

                    foreach (var thread in threads)
                    {
                        thread.Join();
                    }
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(double[][] rows)
            {
                await Task.Yield();
                if (rows.Length > 1)
                {
                    Parallel.ForEach(rows, row => Work.Norm(row, row));
                }
            }
        }
        """);

    // What the threads found in the shared counter was a matter of luck; this is one of the outcomes.
    [Fact]
    public Task Counter_captured_itself_becomes_the_variable_of_the_loop() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var thread = new [|Thread|](() => norms[i] = Work.Norm(rows[i], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.For(0, rows.Length, i => norms[i] = Work.Norm(rows[i], rows[0]));
            }
        }
        """);

    [Fact]
    public Task Target_typed_creations_are_recognised() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                List<Thread> threads = [];
                foreach (var row in rows)
                {
                    Thread thread = [|new(() => Work.Norm(row, row))|];
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }
        """);

    [Fact]
    public Task Own_type_named_Parallel_is_no_obstacle() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }

        class Parallel;
        """,
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                System.Threading.Tasks.Parallel.ForEach(rows, row => Work.Norm(row, row));
            }
        }

        class Parallel;
        """);

    public static TheoryData<TargetReferences> OlderFrameworks => [TargetReferences.NetStandard20, TargetReferences.NetFramework];

    [Theory, MemberData(nameof(OlderFrameworks))]
    public Task Older_frameworks_are_fixed(TargetReferences references) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Collections.Generic;
                using System.Threading;

                class Rows
                {
                    public void Fill(double[][] rows, double[] norms)
                    {
                        var threads = new List<Thread>();
                        for (var i = 0; i < rows.Length; i++)
                        {
                            var row = i;
                            var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                            thread.Start();
                            threads.Add(thread);
                        }

                        foreach (var thread in threads)
                        {
                            thread.Join();
                        }
                    }
                }
                """,
                Work,
            },
        },
        FixedCode =
            """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Rows
            {
                public void Fill(double[][] rows, double[] norms)
                {
                    Parallel.For(0, rows.Length, i =>
                    {
                        var row = i;
                        norms[row] = Work.Norm(rows[row], rows[0]);
                    });
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Bound_by_the_array_becomes_bound_by_its_length() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new Thread[rows.Length];
                for (var i = 0; i < threads.Length; i++)
                {
                    var row = i;
                    threads[i] = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    threads[i].Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                Parallel.For(0, rows.Length, i =>
                {
                    var row = i;
                    norms[row] = Work.Norm(rows[row], rows[0]);
                });
            }
        }
        """);

    [Fact]
    public Task Comments_in_the_loop_are_kept() => Fixes(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                // One for each slice.
                var threads = new List<Thread>();
                var slices = Environment.ProcessorCount;
                for (var slice = 0; slice < slices; slice++)
                {
                    // The last slice may be shorter.
                    var first = rows.Length * slice / slices;
                    var end = Math.Min(first + slices, rows.Length); // exclusive
                    // Heavy.
                    var thread = new [|Thread|](() =>
                    {
                        // Row by row.
                        for (var row = first; row < end; row++)
                        {
                            norms[row] = Work.Norm(rows[row], rows[0]);
                        }
                        // Done.
                    });
                    thread.Start();
                    threads.Add(thread);
                }

                // All of them.
                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                // One for each slice.
                var slices = Environment.ProcessorCount;
                // Heavy.
                // All of them.
                Parallel.For(0, slices, slice =>
                {
                    // The last slice may be shorter.
                    var first = rows.Length * slice / slices;
                    var end = Math.Min(first + slices, rows.Length); // exclusive

                    // Row by row.
                    for (var row = first; row < end; row++)
                    {
                        norms[row] = Work.Norm(rows[row], rows[0]);
                    }
                    // Done.
                });
            }
        }
        """);

    [Fact]
    public Task Thread_that_is_started_and_joined_becomes_a_task() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            public double Norm(double[] row)
            {
                var norm = 0.0;
                var thread = new [|Thread|](() => norm = Work.Norm(row, row));
                thread.Start();
                thread.Join();
                return norm;
            }

            public double Both(double[] left, double[] right)
            {
                var norm = 0.0;
                var thread = new [|Thread|](() =>
                {
                    // The left one is longer.
                    norm = Work.Norm(left, left);
                });
                thread.Start();
                var other = Work.Norm(right, right);
                thread.Join(); // both
                return norm + other;
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public double Norm(double[] row)
            {
                var norm = 0.0;
                var thread = Task.Run(() => norm = Work.Norm(row, row));
                thread.Wait();
                return norm;
            }

            public double Both(double[] left, double[] right)
            {
                var norm = 0.0;
                var thread = Task.Run(() =>
                {
                    // The left one is longer.
                    norm = Work.Norm(left, left);
                });
                var other = Work.Norm(right, right);
                thread.Wait(); // both
                return norm + other;
            }
        }
        """);

    [Fact]
    public Task Task_is_awaited_where_that_may_be() => Fixes(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task<double> NormAsync(double[] row)
            {
                await Task.Yield();
                var norm = 0.0;
                Thread thread = [|new(() => norm = Work.Norm(row, row))|];
                thread.Start();
                thread.Join();
                return norm;
            }

            public async Task<double> ConfiguredAsync(double[] row)
            {
                await Task.Delay(1).ConfigureAwait(false);
                var norm = 0.0;
                var thread = new [|Thread|](() => norm = Work.Norm(row, row)) { IsBackground = true };
                thread.Start();
                thread.Join();
                return norm;
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task<double> NormAsync(double[] row)
            {
                await Task.Yield();
                var norm = 0.0;
                Task thread = Task.Run(() => norm = Work.Norm(row, row));
                await thread;
                return norm;
            }

            public async Task<double> ConfiguredAsync(double[] row)
            {
                await Task.Delay(1).ConfigureAwait(false);
                var norm = 0.0;
                var thread = Task.Run(() => norm = Work.Norm(row, row));
                await thread.ConfigureAwait(false);
                return norm;
            }
        }
        """);

    [Fact]
    public Task Threads_side_by_side_become_tasks() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill()
            {
                // First the left half.
                var left = new [|Thread|](Left);
                left.Name = "Left"; // for the debugger
                var right = new [|Thread|](this.Right);

                left.Start();
                right.Start();

                // Both are needed.
                left.Join();
                right.Join();
            }

            private void Left() => Work.Norm(all, all);

            private void Right() => Work.Norm(all, all);
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            private readonly double[] all = [1, 2, 3];

            public void Fill()
            {

                // First the left half.
                // for the debugger
                var left = Task.Run(Left);
                var right = Task.Run(this.Right);

                // Both are needed.
                left.Wait();
                right.Wait();
            }

            private void Left() => Work.Norm(all, all);

            private void Right() => Work.Norm(all, all);
        }
        """);

    [Fact]
    public Task Loops_and_single_threads_are_fixed_together() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                foreach (var row in rows)
                {
                    var single = new [|Thread|](() => Work.Norm(row, rows[0]));
                    single.Start();
                    single.Join();
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                Parallel.ForEach(rows, row => Work.Norm(row, row));

                foreach (var row in rows)
                {
                    var single = Task.Run(() => Work.Norm(row, rows[0]));
                    single.Wait();
                }
            }
        }
        """);

    [Fact]
    public Task Line_ends_are_those_of_the_file() => Fixes(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    // Heavy.
                    var thread = new [|Thread|](() => Work.Norm(row, row)); // norm
                    thread.Start();
                    thread.Join();
                }

                var threads = new Thread[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    // The first one is the scale.
                    var row = rows[i]; // own
                    threads[i] = new [|Thread|](() =>
                    {
                        // Both.
                        Work.Norm(row, rows[0]);
                    }); // made
                    threads[i].Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """.ReplaceLineEndings("\r\n"),
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    // Heavy.
                    // norm
                    var thread = Task.Run(() => Work.Norm(row, row));
                    thread.Wait();
                }

                // made
                Parallel.For(0, rows.Length, i =>
                {
                    // The first one is the scale.
                    var row = rows[i]; // own

                    // Both.
                    Work.Norm(row, rows[0]);
                });
            }
        }
        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task Own_type_named_Task_is_no_obstacle() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[] row)
            {
                Thread thread = new [|Thread|](() => Work.Norm(row, row));
                thread.Start();
                thread.Join();
            }
        }

        class Task;
        """,
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[] row)
            {
                System.Threading.Tasks.Task thread = System.Threading.Tasks.Task.Run(() => Work.Norm(row, row));
                thread.Wait();
            }
        }

        class Task;
        """);

    // Where no fix is offered

    // Nobody waits for it, so it keeps the process alive and ends it when it fails; a task would do neither.
    [Theory]
    [InlineData("new [|Thread|](() => Work.Norm(row, row)).Start();")]
    [InlineData("new [|Thread|](() => Work.Norm(row, row)) { IsBackground = true }.Start();")]
    public Task Thread_for_each_item_that_nobody_joins_has_no_fix(string statement) => HasNoFix(
        $$"""
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    {{statement}}
                }
            }
        }
        """);

    [Theory]
    [InlineData("thread.Start(); thread.Join(1000);")] // it goes on after the second
    [InlineData("thread.Start(); while (thread.IsAlive) { count++; } thread.Join();")]
    [InlineData("thread.Start(); if (count > 0) { thread.Join(); }")]
    [InlineData("thread.Start(); if (count > 0) { return count; } thread.Join();")]
    [InlineData("for (; ; ) { thread.Start(); if (count > 0) { break; } thread.Join(); }")]
    [InlineData("thread.Start(); throw new System.InvalidOperationException(thread.Join(0).ToString());")]
    [InlineData("try { thread.Start(); } finally { thread.Join(); }")]
    [InlineData("thread.Name = Next(); thread.Start(); thread.Join();")]
    [InlineData("thread.Start(); thread.Name = \"Late\"; thread.Join();")]
    [InlineData("thread.Start(); thread.Join(); thread = null!;")]
    [InlineData("#if true\nthread.Start();\n#endif\nthread.Join();")]
    public Task More_than_start_and_join_has_no_fix(string statements) => HasNoFix(
        $$"""
        using System.Threading;

        class Rows
        {
            private int names;

            public int Fill(double[] row, int count)
            {
                var thread = new [|Thread|](() => Work.Norm(row, row));
        {{statements}}
                return count;
            }

            private string Next() => "Thread " + names++;
        }
        """);

    [Fact]
    public Task Yield_between_start_and_join_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public IEnumerable<int> Fill(double[] row)
            {
                var thread = new [|Thread|](() => Work.Norm(row, row));
                thread.Start();
                yield return 1;
                thread.Join();
            }
        }
        """);

    [Fact]
    public Task Crash_that_would_be_caught_has_no_fix() => HasNoFix(
        """
        using System;
        using System.Threading;

        class Rows
        {
            public void Fill(double[] row)
            {
                try
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    thread.Join();
                }
                catch (AggregateException)
                {
                }
            }
        }
        """);

    // An await is not allowed in a lock, and a wait would be the next diagnostic.
    [Fact]
    public Task Lock_in_an_asynchronous_method_has_no_fix() => HasNoFix(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(double[] row)
            {
                await Task.Yield();
                lock (row)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Task_method_without_the_keyword_has_no_fix() => HasNoFix(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public Task FillAsync(double[] row)
            {
                var thread = new [|Thread|](() => Work.Norm(row, row));
                thread.Start();
                thread.Join();
                return Task.CompletedTask;
            }
        }
        """);

    // Which rows it is called on is decided where the thread is made.
    [Fact]
    public Task Method_of_another_object_that_may_change_has_no_fix() => HasNoFix(
        """
        using System.Threading;

        class Rows
        {
            public static void Replaced(Rows rows)
            {
                var thread = new [|Thread|](rows.Compute);
                rows = new Rows();
                thread.Start();
                thread.Join();
            }

            private void Compute() => Work.Norm([1], [2]);
        }
        """);

    [Theory]
    [InlineData("norms[System.Environment.CurrentManagedThreadId] = Work.Norm(row, row)")]
    [InlineData("last = Work.Norm(row, row)")]
    [InlineData("local.Value += Work.Norm(row, row)")]
    [InlineData("Log(Work.Norm(row, row))")]
    public Task Work_that_depends_on_its_thread_has_no_fix(string work) => HasNoFix(
        $$"""
        using System.Threading;

        class Rows
        {
            [System.ThreadStatic]
            private static double last;
            private readonly ThreadLocal<double> local = new();

            public void Fill(double[] row, double[] norms)
            {
                var thread = new [|Thread|](() => {{work}});
                thread.Start();
                thread.Join();
            }

            private static void Log(double norm) => System.Diagnostics.Debug.Assert(norm > Thread.CurrentThread.ManagedThreadId + last);
        }
        """);

    // Not every name of the collection's slot is the item's own.
    [Theory]
    [InlineData("threads[0] = thread;")]
    [InlineData("threads[next++] = thread;")]
    public Task Other_slot_has_no_fix(string keeping) => HasNoFix(
        $$"""
        using System.Threading;

        class Rows
        {
            public int Fill(double[][] rows)
            {
                var next = 0;
                var threads = new Thread[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = rows[i];
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    {{keeping}}
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                return next;
            }
        }
        """);

    [Theory]
    [InlineData("var seed = NextSeed;")] // counts
    [InlineData("var seed = next++;")]
    [InlineData("var seed = 0; seed = 1;")]
    [InlineData("using var seed = new System.IO.MemoryStream();")]
    public Task Local_that_is_more_than_a_value_has_no_fix(string local) => HasNoFix(
        $$"""
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private int next;

            private int NextSeed => next++;

            public void Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    {{local}}
                    var thread = new [|Thread|](() => { Work.Norm(row, row); System.GC.KeepAlive(seed); });
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Theory]
    [InlineData("var i = 0; i < Next(); i++")] // asked for every item
    [InlineData("var i = 0L; i < rows.Length; i++")] // counts as it is declared
    [InlineData("var i = 0; i < rows.Length; next++")]
    public Task Other_counts_have_no_fix(string header) => HasNoFix(
        $$"""
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private int next;

            private int Next() => next++;

            public void Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                for ({{header}})
                {
                    var row = rows[i];
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Threads_that_nobody_joins_have_no_fix() => HasNoFix(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                }
            }
        }
        """);

    // It runs beside the threads; behind a parallel loop it would run after.
    [Fact]
    public Task Statement_between_start_and_join_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                norms[0] = Work.Norm(rows[0], rows[0]);

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Other_use_of_a_thread_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    System.Console.WriteLine(thread.ManagedThreadId);
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Other_use_of_the_collection_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
                System.Console.WriteLine(threads.Count);
            }
        }
        """);

    [Fact]
    public Task Returned_collection_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public List<Thread> Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
                return threads;
            }
        }
        """);

    [Fact]
    public Task Collection_of_the_caller_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, List<Thread> threads)
            {
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    // The other thread is joined as well.
    [Fact]
    public Task Collection_that_is_not_empty_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, Thread watcher)
            {
                var threads = new List<Thread> { watcher };
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Collection_from_elsewhere_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private static List<Thread> Watchers() => [];

            public void Fill(double[][] rows)
            {
                var threads = Watchers();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Join_with_a_timeout_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join(1000);
                }
            }
        }
        """);

    [Fact]
    public Task Join_of_some_has_no_fix() => HasNoFix(
        """
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                var threads = new Thread[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    threads[i] = new [|Thread|](() => Work.Norm(rows[row], rows[row]));
                    threads[i].Start();
                }

                for (var i = 0; i < threads.Length - 1; i++)
                {
                    threads[i].Join();
                }
            }
        }
        """);

    [Fact]
    public Task More_than_a_join_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                    norms[0]++;
                }
            }
        }
        """);

    [Fact]
    public Task Separate_loop_that_starts_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Other_statement_in_the_loop_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    norms[0]++;
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Thread_for_some_items_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    if (row.Length == 0)
                    {
                        continue;
                    }

                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_that_ends_early_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                    if (threads.Count == 8)
                    {
                        break;
                    }
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    // A source of numbers may be asked by one thread at a time, and in its order.
    [Fact]
    public Task Local_that_has_to_be_computed_in_turn_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, System.Random random)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var seed = random.Next();
                    var thread = new [|Thread|](() => Work.Norm(row, rows[seed]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Local_that_takes_from_a_queue_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(Queue<double[]> rows)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < 8; i++)
                {
                    var row = rows.Dequeue();
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_up_to_and_including_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = 0; i <= norms.Length - 1; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_downwards_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = norms.Length - 1; i >= 0; i--)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_by_two_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < norms.Length; i += 2)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_with_two_variables_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                for (int i = 0, j = 0; i < norms.Length; i++, j++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task While_loop_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                while (threads.Count < rows.Length)
                {
                    var thread = new [|Thread|](() => Work.Norm(rows[0], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    // Without it, half of seven would be three.
    [Fact]
    public Task Conversion_of_items_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[] items, double[] norms, double[] all)
            {
                var threads = new List<Thread>();
                foreach (double item in items)
                {
                    var thread = new [|Thread|](() => norms[(int)item] = item / 2 * Work.Norm(all, all));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Untyped_collection_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(System.Collections.ArrayList rows)
            {
                var threads = new List<Thread>();
                foreach (double[] row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Deconstructed_items_have_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill((double[], double[])[] rows)
            {
                var threads = new List<Thread>();
                foreach (var (left, right) in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(left, right));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Name_that_the_work_reads_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, Dictionary<string, double> names)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => names[Thread.CurrentThread.Name!] = Work.Norm(row, row));
                    thread.Name = "Row " + row.Length;
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    // The pool's threads do several items each.
    [Fact]
    public Task Identity_of_the_thread_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => norms[Thread.CurrentThread.ManagedThreadId] += Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    // A thread that fails ends the process; a parallel loop throws, and the catch would hide it.
    [Fact]
    public Task Exceptions_that_would_be_caught_have_no_fix() => HasNoFix(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows)
            {
                try
                {
                    var threads = new List<Thread>();
                    foreach (var row in rows)
                    {
                        var thread = new [|Thread|](() => Work.Norm(row, row));
                        thread.Start();
                        threads.Add(thread);
                    }

                    foreach (var thread in threads)
                    {
                        thread.Join();
                    }
                }
                catch (Exception)
                {
                }
            }
        }
        """);

    [Fact]
    public Task Method_group_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private static void Compute() => Work.Norm([1], [2]);

            public void Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](Compute);
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Delegate_creation_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](new ThreadStart(() => Work.Norm(row, row)));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Parameter_of_the_thread_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(double[][] rows, double[] norms)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](state => Work.Norm((double[])state!, rows[0]));
                    thread.Start(row);
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);

    [Fact]
    public Task Yielding_loop_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public IEnumerable<int> Fill(double[][] rows)
            {
                var threads = new List<Thread>();
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => Work.Norm(row, row));
                    thread.Start();
                    threads.Add(thread);
                    yield return threads.Count;
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }
            }
        }
        """);
}
