using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<ThreadPerItemAnalyzer, ThreadPerItemCodeFix>;

public sealed class ThreadPerItemTests
{
    // Reported

    // apoch/epoch-language#9: a task is a thread, which is too much for tasks that live for a moment.
    [Fact]
    public Task Thread_for_each_small_item_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[][] rows, long[] sums)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => sums[row] = Work.Sum(rows[row]));
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

    // A hash computes as long as what it is given; of a few bytes it is over at once.
    [Fact]
    public Task Small_hash_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Security.Cryptography;
        using System.Threading;

        class Names
        {
            public void Hash(List<int> ids, byte[][] hashes)
            {
                foreach (var id in ids)
                {
                    new [|Thread|](() => hashes[id] = SHA256.HashData(new byte[64])) { IsBackground = true }.Start();
                }
            }
        }
        """);

    // michaelmob/WebMCam#6: a new thread for every frame.
    [Fact]
    public Task Threads_that_nobody_joins_are_reported() => Reports(
        """
        using System.Collections.Concurrent;
        using System.Threading;

        class Frames
        {
            private readonly ConcurrentQueue<int[]> frames = new();
            private readonly ConcurrentDictionary<int, long> sums = new();

            public void Drain()
            {
                while (frames.TryDequeue(out var frame))
                {
                    new [|Thread|](() => Count(frame)) { IsBackground = true }.Start();
                }
            }

            private void Count(int[] frame)
            {
                var sum = 0L;
                foreach (var pixel in frame)
                {
                    sum += pixel;
                }

                Interlocked.Add(ref total, sum);
            }

            private long total;
        }
        """);

    // ddevault/Craft.Net#23: each chunk that is loaded starts a thread of its own.
    [Fact]
    public Task Method_that_a_loop_calls_for_each_item_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Chunks
        {
            private long loaded;

            public void Load(List<int[]> chunks)
            {
                foreach (var chunk in chunks)
                {
                    Start(chunk);
                }
            }

            private void Start(int[] chunk)
            {
                var thread = new [|Thread|](() => Interlocked.Add(ref loaded, Work.Sum(chunk)));
                thread.IsBackground = true;
                thread.Start();
            }
        }
        """);

    // dotnet/machinelearning#2152: one small call after the other gets a background thread, 110,000 in all.
    [Fact]
    public Task Thread_that_is_waited_for_within_its_round_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Learner
        {
            public long Train(List<int[]> rows)
            {
                var total = 0L;
                foreach (var row in rows)
                {
                    var thread = new [|Thread|](() => total += Work.Sum(row));
                    thread.Start();
                    thread.Join();
                }

                return total;
            }
        }
        """);

    // infernoplus/JortPob#99: workers make threads of the operating system for operations that are over soon.
    [Fact]
    public Task Array_of_threads_is_reported() => Reports(
        """
        using System.Threading;

        class Workers
        {
            public void Run(int[][] meshes, long[] sums)
            {
                var threads = new Thread[meshes.Length];
                for (var i = 0; i < meshes.Length; i++)
                {
                    var mesh = i;
                    threads[i] = new [|Thread|](() => sums[mesh] = Work.Sum(meshes[mesh]));
                    threads[i].Start();
                }

                for (var i = 0; i < meshes.Length; i++)
                {
                    threads[i].Join();
                }
            }
        }
        """);

    // dotnet/msbuild#2384: every request builder has its own short-lived thread, thousands in one restore.
    [Fact]
    public Task Local_function_that_a_loop_calls_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Requests
        {
            private long handled;

            public void Handle(IEnumerable<int[]> requests)
            {
                foreach (var request in requests)
                {
                    Build(request);
                }

                void Build(int[] request)
                {
                    new [|Thread|](() => Interlocked.Add(ref handled, Work.Sum(request))) { IsBackground = true }.Start();
                }
            }
        }
        """);

    [Fact]
    public Task Thread_for_a_tiny_item_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[] rows, int[] lengths)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => lengths[row] = rows[row] * 2);
                    thread.Start();
                    threads.Add(thread);
                }

                threads.ForEach(thread => thread.Join());
            }
        }
        """);

    [Fact]
    public Task Start_with_an_item_is_reported() => Reports(
        """
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(int[][] rows)
            {
                foreach (var row in rows)
                {
                    new [|Thread|](Add).Start(row);
                }
            }

            private void Add(object? row) => Interlocked.Add(ref total, Work.Sum((int[])row!));
        }
        """);

    // Silent

    [Fact]
    public Task Heavy_work_is_another_rule_s() => IsSilent(
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
                    var thread = new Thread(() => norms[row] = Work.Norm(rows[row], rows[0]));
                    thread.Start();
                    threads.Add(thread);
                }

                threads.ForEach(thread => thread.Join());
            }
        }
        """);

    [Theory]
    [InlineData("var thread = new Thread(() => sums[row] = Work.Sum(rows[row]), 32 * 1024);")] // StackExchange/StackExchange.Redis#851: a dedicated writer is given a small stack.
    [InlineData("var thread = new Thread(() => sums[row] = Work.Sum(rows[row])); thread.Name = $\"Row {row}\";")]
    public Task Thread_with_a_stack_or_a_name_of_its_own_is_meant(string creation) => IsSilent(
        $$"""
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[][] rows, long[] sums)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    {{creation}}
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

    // dotnet/runtime#109023: who needs more stack makes a thread that has it.
    [Fact]
    public Task Deep_recursion_has_a_large_stack() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Trees
        {
            public void Walk(List<int[]> trees, long[] sums)
            {
                var next = 0;
                foreach (var tree in trees)
                {
                    var slot = next++;
                    var thread = new Thread(() => sums[slot] = Work.Sum(tree), 256 * 1024 * 1024);
                    thread.Start();
                    thread.Join();
                }
            }
        }
        """);

    // PaulHigin/PSThreadJob#43: jobs of the user interface have to run in a single-threaded apartment.
    [Fact]
    public Task Apartment_needs_a_thread() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Jobs
        {
            public void Run(List<int[]> jobs, long[] sums)
            {
                var next = 0;
                foreach (var job in jobs)
                {
                    var slot = next++;
                    var thread = new Thread(() => sums[slot] = Work.Sum(job));
                    thread.SetApartmentState(ApartmentState.STA);
                    thread.Start();
                    thread.Join();
                }
            }
        }
        """);

    // rbray89/ActiveTextureManagement#10: lines of blocks are divided among as many threads as there are cores.
    [Fact]
    public Task Thread_for_each_core_is_a_number_that_somebody_has_chosen() => IsSilent(
        """
        using System;
        using System.Threading;

        class Texture
        {
            public void Compress(int[][] lines, long[] sums)
            {
                var workers = new Thread[Environment.ProcessorCount];
                for (var worker = 0; worker < Environment.ProcessorCount; worker++)
                {
                    var line = worker;
                    workers[worker] = new Thread(() => sums[line] = Work.Sum(lines[line]));
                    workers[worker].Start();
                }

                foreach (var worker in workers)
                {
                    worker.Join();
                }
            }
        }
        """);

    // secile/UsbCamera#30: a loop that waits for frames for good should have its own thread.
    [Fact]
    public Task Parked_worker_is_no_item() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Cameras
        {
            private readonly AutoResetEvent frame = new(false);
            private long frames;

            public void Open(List<string> cameras)
            {
                foreach (var camera in cameras)
                {
                    new Thread(() =>
                    {
                        while (true)
                        {
                            frame.WaitOne();
                            frames += camera.Length;
                        }
                    }) { IsBackground = true }.Start();
                }
            }
        }
        """);

    // kurrent-io/KurrentDB#1144: subscribers block while they handle an event, and want threads of their own for that.
    [Fact]
    public Task Work_that_waits_is_no_small_item() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Subscriptions
        {
            private readonly SemaphoreSlim limit = new(10);
            private long handled;

            public void Deliver(List<int[]> events)
            {
                foreach (var delivered in events)
                {
                    new Thread(() =>
                    {
                        limit.Wait();
                        Interlocked.Add(ref handled, Work.Sum(delivered));
                        limit.Release();
                    }).Start();
                }
            }
        }
        """);

    // NightmareXIV/ECommons#18: a thread, since what it loads may take a while.
    [Fact]
    public Task Work_that_is_not_known_may_take_long() => IsSilent(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Images
        {
            public void Load(List<Action> loaders)
            {
                foreach (var loader in loaders)
                {
                    new Thread(() => loader()).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Handful_that_is_written_out_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(int[] left, int[] right)
            {
                foreach (var row in new[] { left, right })
                {
                    new Thread(() => Interlocked.Add(ref total, Work.Sum(row))).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Thread_now_and_then_is_silent() => IsSilent(
        """
        using System.Threading;

        class Ticker
        {
            private long total;
            private volatile bool stopped;

            public void Run(int[] row)
            {
                while (!stopped)
                {
                    var seen = row;
                    new Thread(() => Interlocked.Add(ref total, Work.Sum(seen))).Start();
                    Thread.Sleep(1000);
                }
            }
        }
        """);

    [Fact]
    public Task Thread_that_is_kept_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private readonly List<Thread> threads = [];
            private long total;

            public void Fill(int[][] rows)
            {
                foreach (var row in rows)
                {
                    var thread = new Thread(() => Interlocked.Add(ref total, Work.Sum(row)));
                    threads.Add(thread);
                    thread.Start();
                }
            }
        }
        """);

    [Fact]
    public Task One_thread_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(int[] row) => new Thread(() => Interlocked.Add(ref total, Work.Sum(row))).Start();
        }
        """);

    [Fact]
    public Task Test_is_silent() => IsSilent(
        """
        using System;
        using System.Threading;

        [AttributeUsage(AttributeTargets.Method)]
        class FactAttribute : Attribute;

        class RowsTests
        {
            private long total;

            [Xunit.Fact]
            public void Adds()
            {
                var rows = new int[100][];
                foreach (var row in rows)
                {
                    new Thread(() => Interlocked.Add(ref total, Work.Sum(row))).Start();
                }
            }
        }

        namespace Xunit
        {
            [AttributeUsage(AttributeTargets.Method)]
            class FactAttribute : Attribute;
        }
        """);

    // Fixed

    [Fact]
    public Task Threads_that_are_joined_become_a_parallel_loop() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(int[][] rows, long[] sums)
            {
                var threads = new List<Thread>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    var thread = new [|Thread|](() => sums[row] = Work.Sum(rows[row]));
                    thread.Start();
                    threads.Add(thread);
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                var others = new Thread[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    others[i] = new [|Thread|](() => sums[row] += Work.Sum(rows[row]));
                    others[i].Start();
                }

                foreach (var thread in others)
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
            public void Fill(int[][] rows, long[] sums)
            {
                Parallel.For(0, rows.Length, i =>
                {
                    var row = i;
                    sums[row] = Work.Sum(rows[row]);
                });

                Parallel.For(0, rows.Length, i =>
                {
                    var row = i;
                    sums[row] += Work.Sum(rows[row]);
                });
            }
        }
        """);

    [Fact]
    public Task Tiny_items_become_a_plain_loop() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[] rows, int[] doubled)
            {
                // One thread for each row.
                var threads = new Thread[rows.Length];
                for (var i = 0; i < threads.Length; i++)
                {
                    var row = i;
                    threads[i] = new [|Thread|](() => doubled[row] = rows[row] * 2);
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
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public void Fill(int[] rows, int[] doubled)
            {
                // One thread for each row.
                for (var i = 0; i < rows.Length; i++)
                {
                    var row = i;
                    doubled[row] = rows[row] * 2;
                }
            }
        }
        """);

    [Fact]
    public Task Background_threads_become_work_items() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(List<int[]> rows)
            {
                foreach (var row in rows)
                {
                    new [|Thread|](() => Interlocked.Add(ref total, Work.Sum(row))) { IsBackground = true }.Start();
                }

                foreach (var row in rows)
                {
                    Start(row);
                }
            }

            private void Start(int[] row)
            {
                // Nobody waits.
                var thread = new [|Thread|](() =>
                {
                    var sum = Work.Sum(row);
                    Interlocked.Add(ref total, sum);
                });
                thread.IsBackground = true;
                thread.Start();
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(List<int[]> rows)
            {
                foreach (var row in rows)
                {
                    ThreadPool.QueueUserWorkItem(_ => Interlocked.Add(ref total, Work.Sum(row)));
                }

                foreach (var row in rows)
                {
                    Start(row);
                }
            }

            private void Start(int[] row)
            {
                // Nobody waits.
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    var sum = Work.Sum(row);
                    Interlocked.Add(ref total, sum);
                });
            }
        }
        """);

    [Fact]
    public Task Foreground_thread_keeps_the_process_alive_and_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(List<int[]> rows)
            {
                foreach (var row in rows)
                {
                    new [|Thread|](() => Interlocked.Add(ref total, Work.Sum(row))).Start();
                }
            }
        }
        """);

    [Fact]
    public Task Work_that_asks_for_its_thread_has_no_fix() => HasNoFix(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            private long total;

            public void Fill(List<int[]> rows)
            {
                foreach (var row in rows)
                {
                    new [|Thread|](() => Interlocked.Add(ref total, Work.Sum(row) + Environment.CurrentManagedThreadId)) { IsBackground = true }.Start();
                }
            }
        }
        """);

    [Theory, InlineData("netstandard2.0"), InlineData("net472")]
    public Task Older_frameworks_have_the_same_fix(string target)
    {
        var test = TestOf(
            """
            using System.Collections.Generic;
            using System.Threading;

            class Rows
            {
                private long total;

                public void Fill(List<int[]> rows)
                {
                    foreach (var row in rows)
                    {
                        new [|Thread|](() => Interlocked.Add(ref total, Work.Sum(row))) { IsBackground = true }.Start();
                    }
                }
            }
            """);
        test.FixedCode =
            """
            using System.Collections.Generic;
            using System.Threading;

            class Rows
            {
                private long total;

                public void Fill(List<int[]> rows)
                {
                    foreach (var row in rows)
                    {
                        ThreadPool.QueueUserWorkItem(_ => Interlocked.Add(ref total, Work.Sum(row)));
                    }
                }
            }
            """;
        test.LanguageVersion = LanguageVersion.CSharp7_3;
        test.NullableContext = NullableContextOptions.Disable;
        test.References = target == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20;
        return test.RunAsync();
    }

    /// <summary>What the fix is given and what it writes, side by side: the same results in the same slots.</summary>
    [Fact]
    public void Both_forms_fill_the_same_slots()
    {
        int[][] rows = [.. Enumerable.Range(1, 50).Select(static length => Enumerable.Range(0, length).ToArray())];
        var before = new long[rows.Length];
        var after = new long[rows.Length];
        var threads = new List<Thread>();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = i;
            var thread = new Thread(() => before[row] = rows[row].Sum());
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(static thread => thread.Join());
        Parallel.For(0, rows.Length, i => after[i] = rows[i].Sum());
        Assert.Equal(before, after);
    }
}
