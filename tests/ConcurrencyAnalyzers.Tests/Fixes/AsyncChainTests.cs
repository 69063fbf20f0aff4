using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Fixes;

using Chain = Verifier<BlockingIoInAsyncAnalyzer, BlockingIoInAsyncCodeFix>;

/// <summary>What becomes of the methods between asynchronous code and the API, and of everyone who calls them.</summary>
public sealed class AsyncChainTests
{
    // The methods on the way

    // microsoft/vs-threading#746: the asynchronous overload, the signature and the callers took one manual round each.
    [Fact]
    public Task Two_helpers_between_the_place_and_the_api() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAllAsync()
            {
                [|Flush|]();
                await Task.Yield();
            }

            private void Flush()
            {
                Write("a");
            }

            internal void Write(string text)
            {
                File.WriteAllText("path", text);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAllAsync()
            {
                await FlushAsync();
                await Task.Yield();
            }

            private async Task FlushAsync()
            {
                await WriteAsync("a");
            }

            internal async Task WriteAsync(string text)
            {
                await File.WriteAllTextAsync("path", text);
            }
        }
        """);

    [Fact]
    public Task Four_helpers_with_results_that_expressions_use() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        static class Settings
        {
            public static async Task<int> CountAsync()
            {
                await Task.Yield();
                return [|First|]() + 1;
            }

            private static int First() => Second().Length;

            private static string Second()
            {
                var text = Third("a").Trim();
                return text;
            }

            private static string Third(string name) => $"{name}: {Fourth(name)}!";

            private static string Fourth(string name)
            {
                // What is read first.
                return File.ReadAllText(name);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        static class Settings
        {
            public static async Task<int> CountAsync()
            {
                await Task.Yield();
                return await FirstAsync() + 1;
            }

            private static async Task<int> FirstAsync() => (await SecondAsync()).Length;

            private static async Task<string> SecondAsync()
            {
                var text = (await ThirdAsync("a")).Trim();
                return text;
            }

            private static async Task<string> ThirdAsync(string name) => $"{name}: {await FourthAsync(name)}!";

            private static async Task<string> FourthAsync(string name)
            {
                // What is read first.
                return await File.ReadAllTextAsync(name);
            }
        }
        """);

    [Fact]
    public Task Token_goes_from_where_one_is_to_where_one_is_taken() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken stop)
            {
                await Task.Yield();
                [|Flush|](1);
            }

            public async Task CloseAsync()
            {
                await Task.Yield();
                [|Flush|](number: 2);
            }

            private void Flush(int number) => Write("a", number);

            /// <summary>Writes.</summary>
            /// <param name="text">What is written.</param>
            /// <param name="number">How often.</param>
            private void Write(
                string text,
                int number)
            {
                File.WriteAllText("path", text + number);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken stop)
            {
                await Task.Yield();
                await FlushAsync(1, stop);
            }

            public async Task CloseAsync()
            {
                await Task.Yield();
                await FlushAsync(number: 2);
            }

            private async Task FlushAsync(int number, CancellationToken cancellationToken = default) => await WriteAsync("a", number, cancellationToken);

            /// <summary>Writes.</summary>
            /// <param name="text">What is written.</param>
            /// <param name="number">How often.</param>
            /// <param name="cancellationToken">Ends the operation early.</param>
            private async Task WriteAsync(
                string text,
                int number,
                CancellationToken cancellationToken = default)
            {
                await File.WriteAllTextAsync("path", text + number, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Namespace_that_a_document_lacks_is_imported_and_the_style_around_is_kept() => VerifyAsync(
        [
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Service(Store store)
            {
                public async Task SaveAsync(CancellationToken cancellationToken)
                {
                    await Task.Delay(1, cancellationToken).ConfigureAwait(false);
                    store.[|Flush|]();
                }
            }
            """,
            """
            using System.IO;

            class Store
            {
                internal void Flush()
                {
                    Write();
                }

                private void Write()
                {
                    File.WriteAllText("path", "text");
                }
            }
            """,
        ],
        [
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Service(Store store)
            {
                public async Task SaveAsync(CancellationToken cancellationToken)
                {
                    await Task.Delay(1, cancellationToken).ConfigureAwait(false);
                    await store.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            """,
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            class Store
            {
                internal async Task FlushAsync(CancellationToken cancellationToken = default)
                {
                    await WriteAsync(cancellationToken).ConfigureAwait(false);
                }

                private async Task WriteAsync(CancellationToken cancellationToken = default)
                {
                    await File.WriteAllTextAsync("path", "text", cancellationToken).ConfigureAwait(false);
                }
            }
            """,
        ]);

    [Fact]
    public Task Token_behind_a_params_array_cannot_be_given() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                [|Write|]("a", "b");
            }

            private void Write(params string[] texts) => File.WriteAllText("path", texts[0]);
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                await WriteAsync("a", "b");
            }

            private async Task WriteAsync(params string[] texts) => await File.WriteAllTextAsync("path", texts[0]);
        }
        """);

    [Fact]
    public Task Generic_methods_and_extension_methods() => VerifyAsync(
        """
        using System.IO;
        using System.Text.Json;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<Store?> LoadAsync(FileInfo file)
            {
                await Task.Yield();
                return file.[|Read|]<Store>();
            }
        }

        static class Files
        {
            internal static T? Read<T>(this FileInfo file)
                where T : class
            {
                var text = Text<T>(file.FullName);
                return JsonSerializer.Deserialize<T>(text);
            }

            private static string Text<T>(string path) => File.ReadAllText(path + typeof(T).Name);
        }
        """,
        """
        using System.IO;
        using System.Text.Json;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<Store?> LoadAsync(FileInfo file)
            {
                await Task.Yield();
                return await file.ReadAsync<Store>();
            }
        }

        static class Files
        {
            internal static async Task<T?> ReadAsync<T>(this FileInfo file)
                where T : class
            {
                var text = await TextAsync<T>(file.FullName);
                return JsonSerializer.Deserialize<T>(text);
            }

            private static async Task<string> TextAsync<T>(string path) => await File.ReadAllTextAsync(path + typeof(T).Name);
        }
        """);

    [Fact]
    public Task Local_functions() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                [|Flush|]();

                void Flush()
                {
                    Write("a");
                }

                static void Write(string text) => File.WriteAllText("path", text);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                await FlushAsync();

                async Task FlushAsync()
                {
                    await WriteAsync("a", cancellationToken);
                }

                static async Task WriteAsync(string text, CancellationToken cancellationToken = default) => await File.WriteAllTextAsync("path", text, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Recursion_and_mutual_recursion() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Tree
        {
            public async Task<long> SizeAsync(string folder)
            {
                await Task.Yield();
                return [|Size|](folder, 0);
            }

            private long Size(string folder, int depth)
            {
                long size = File.ReadAllText(folder).Length;
                if (depth < 3)
                {
                    size = size + Size(folder, depth + 1);
                }

                return Odd(folder, depth) ? size : 0;
            }

            private bool Odd(string folder, int depth) => depth != 0 && Even(folder, depth - 1);

            private bool Even(string folder, int depth) => depth == 0 ? File.ReadAllText(folder) == "" : Odd(folder, depth - 1);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Tree
        {
            public async Task<long> SizeAsync(string folder)
            {
                await Task.Yield();
                return await SizeAsync(folder, 0);
            }

            private async Task<long> SizeAsync(string folder, int depth)
            {
                long size = (await File.ReadAllTextAsync(folder)).Length;
                if (depth < 3)
                {
                    size = size + await SizeAsync(folder, depth + 1);
                }

                return await OddAsync(folder, depth) ? size : 0;
            }

            private async Task<bool> OddAsync(string folder, int depth) => depth != 0 && await EvenAsync(folder, depth - 1);

            private async Task<bool> EvenAsync(string folder, int depth) => depth == 0 ? await File.ReadAllTextAsync(folder) == "" : await OddAsync(folder, depth - 1);
        }
        """);

    // microsoft/vs-threading#329: an await that was needed inside another one was lost.
    [Fact]
    public Task Calls_within_calls_are_all_awaited() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync()
            {
                await Task.Yield();
                return [|Read|]([|Read|]("a")).Trim() + Path.GetFullPath([|Read|]("b"));
            }

            private string Read(string path) => File.ReadAllText(File.ReadAllText(path).Trim());
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync()
            {
                await Task.Yield();
                return (await ReadAsync(await ReadAsync("a"))).Trim() + Path.GetFullPath(await ReadAsync("b"));
            }

            private async Task<string> ReadAsync(string path) => await File.ReadAllTextAsync((await File.ReadAllTextAsync(path)).Trim());
        }
        """);


    // Who calls them

    [Fact]
    public Task Asynchronous_callers_in_other_documents_await_too() => VerifyAsync(
        [
            """
            using System.Threading.Tasks;

            class Service
            {
                public async Task SaveAsync(Store store)
                {
                    await Task.Yield();
                    store.[|Flush|]();
                }
            }
            """,
            """
            using System.IO;

            class Store
            {
                internal void Flush() => File.WriteAllText("path", "text");
            }
            """,
            """
            using System;
            using System.Threading.Tasks;

            class Worker(Store store)
            {
                public Func<Task> Job => async () =>
                {
                    await Task.Yield();
                    store.[|Flush|]();
                };

                public async Task RunAsync()
                {
                    foreach (var i in new[] { 1, 2 })
                    {
                        await Task.Delay(i);
                        if (i > 1)
                            store.[|Flush|]();
                    }
                }
            }
            """,
        ],
        [
            """
            using System.Threading.Tasks;

            class Service
            {
                public async Task SaveAsync(Store store)
                {
                    await Task.Yield();
                    await store.FlushAsync();
                }
            }
            """,
            """
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                internal async Task FlushAsync() => await File.WriteAllTextAsync("path", "text");
            }
            """,
            """
            using System;
            using System.Threading.Tasks;

            class Worker(Store store)
            {
                public Func<Task> Job => async () =>
                {
                    await Task.Yield();
                    await store.FlushAsync();
                };

                public async Task RunAsync()
                {
                    foreach (var i in new[] { 1, 2 })
                    {
                        await Task.Delay(i);
                        if (i > 1)
                            await store.FlushAsync();
                    }
                }
            }
            """,
        ]);

    [Fact]
    public Task Synchronous_callers_keep_the_synchronous_form_and_all_that_it_calls() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            private int flushed;

            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Flush|]();
            }

            public void Save() => Flush();

            /// <summary>Writes what has not been written.</summary>
            private void Flush()
            {
                // One after the other.
                flushed++;
                Write("a");
                Only("b");
            }

            #region Writing
            internal void Write(string text)
            {
                File.WriteAllText("path", text);
            }
            #endregion

            private static void Only(string text) => File.WriteAllText("path", text);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            private int flushed;

            public async Task SaveAsync()
            {
                await Task.Yield();
                await FlushAsync();
            }

            public void Save() => Flush();

            /// <summary>Writes what has not been written.</summary>
            private void Flush()
            {
                // One after the other.
                flushed++;
                Write("a");
                Only("b");
            }

            /// <summary>Writes what has not been written.</summary>
            private async Task FlushAsync()
            {
                // One after the other.
                flushed++;
                await WriteAsync("a");
                await OnlyAsync("b");
            }

            #region Writing
            internal void Write(string text)
            {
                File.WriteAllText("path", text);
            }

            internal async Task WriteAsync(string text)
            {
                await File.WriteAllTextAsync("path", text);
            }
            #endregion

            private static void Only(string text) => File.WriteAllText("path", text);

            private static async Task OnlyAsync(string text) => await File.WriteAllTextAsync("path", text);
        }
        """);

    [Theory]
    [InlineData("public System.Action Later() => Write;")]                                                       // a method group
    [InlineData("public System.Action Later() => new System.Action(this.Write);")]
    [InlineData("public void Later(System.Collections.Generic.List<int> list) => list.ForEach(_ => Write());")]      // a delegate that has to be synchronous
    [InlineData("public System.Linq.Expressions.Expression<System.Action> Later() => () => Write();")]
    [InlineData("public int Later { get { Write(); return 1; } }")]
    [InlineData("public Store() { Write(); }")]
    [InlineData("~Store() { Write(); }")]
    [InlineData("public static Store operator +(Store one, Store other) { one.Write(); return other; }")]
    [InlineData("public static void Later(Store? store) => store?.Write();")]
    [InlineData("public object? Later() => typeof(Store).GetMethod(nameof(Write), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);")]
    [InlineData("[System.ComponentModel.Category(nameof(Write))] public void Later() { }")]
    [InlineData("public System.Threading.Tasks.Task Later() => System.Threading.Tasks.Task.{|CONC202:Run|}(() => Write());")]
    [InlineData("public System.Threading.Thread Later() => new System.Threading.Thread(Write);")]
    [InlineData("public System.Collections.Generic.IEnumerable<int> Later() { Write(); yield return 1; }")]
    [InlineData("public async Task LaterAsync(int x) { await Task.Yield(); var t = (System.Action)Write; t(); }")]
    [InlineData("#if OTHER\n    public void Later() => Write();\n#endif")]
    public Task Caller_that_cannot_await_keeps_the_synchronous_form(string caller) => VerifyAsync(
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Write|]();
            }

            {{caller}}

            private void Write() => File.WriteAllText("path", "text");
        }
        """,
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        public class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                await WriteAsync();
            }

            {{caller}}

            private void Write() => File.WriteAllText("path", "text");

            private async Task WriteAsync() => await File.WriteAllTextAsync("path", "text");
        }
        """);

    [Fact]
    public Task Asynchronous_caller_in_a_lock_keeps_the_synchronous_form() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            private readonly object gate = new();

            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Write|]();
            }

            public async Task CloseAsync()
            {
                await Task.Yield();
                lock (gate)
                {
                    [|Write|]();
                }
            }

            private void Write() => File.WriteAllText("path", "text");
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            private readonly object gate = new();

            public async Task SaveAsync()
            {
                await Task.Yield();
                await WriteAsync();
            }

            public async Task CloseAsync()
            {
                await Task.Yield();
                lock (gate)
                {
                    [|Write|]();
                }
            }

            private void Write() => File.WriteAllText("path", "text");

            private async Task WriteAsync() => await File.WriteAllTextAsync("path", "text");
        }
        """);

    [Fact]
    public Task Names_in_comments_and_nameof_follow() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        /// <summary>See <see cref="Write(string)"/>, <see cref="Store.Write"/> and <see cref="SaveAsync"/>.</summary>
        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                Console.WriteLine(nameof(Write));
                [|Write|]("a");
            }

            private void Write(string text) => File.WriteAllText("path", text);
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        /// <summary>See <see cref="WriteAsync(string, System.Threading.CancellationToken)"/>, <see cref="Store.WriteAsync"/> and <see cref="SaveAsync"/>.</summary>
        class Store
        {
            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                Console.WriteLine(nameof(WriteAsync));
                await WriteAsync("a", cancellationToken);
            }

            private async Task WriteAsync(string text, CancellationToken cancellationToken = default) => await File.WriteAllTextAsync("path", text, cancellationToken);
        }
        """);

    [Fact]
    public Task Friend_project_awaits_and_keeps_what_it_calls_synchronously()
    {
        var test = Create();
        test.TestState.AdditionalProjects["Friend"].AdditionalProjectReferences.Add("TestProject");
        test.TestCode =
            """
            using System.IO;
            using System.Runtime.CompilerServices;
            using System.Threading.Tasks;

            [assembly: InternalsVisibleTo("Friend")]

            public class Store
            {
                public async Task SaveAsync()
                {
                    await Task.Yield();
                    [|Write|]("a");
                }

                public async Task<string> LoadAsync()
                {
                    await Task.Yield();
                    return [|Read|]();
                }

                internal static void Write(string text) => File.WriteAllText("path", text);

                internal string Read() => File.ReadAllText("path");
            }
            """;
        test.TestState.AdditionalProjects["Friend"].Sources.Add(
            """
            using System.Threading.Tasks;

            public class Client
            {
                public async Task RunAsync(Store store)
                {
                    await Task.Yield();
                    Store.Write(store.Read());
                }

                public void Run() => Store.Write("b");
            }
            """);
        test.FixedCode =
            """
            using System.IO;
            using System.Runtime.CompilerServices;
            using System.Threading.Tasks;

            [assembly: InternalsVisibleTo("Friend")]

            public class Store
            {
                public async Task SaveAsync()
                {
                    await Task.Yield();
                    await WriteAsync("a");
                }

                public async Task<string> LoadAsync()
                {
                    await Task.Yield();
                    return await ReadAsync();
                }

                internal static void Write(string text) => File.WriteAllText("path", text);

                internal static async Task WriteAsync(string text) => await File.WriteAllTextAsync("path", text);

                internal async Task<string> ReadAsync() => await File.ReadAllTextAsync("path");
            }
            """;
        test.FixedState.AdditionalProjects["Friend"].Sources.Add(
            """
            using System.Threading.Tasks;

            public class Client
            {
                public async Task RunAsync(Store store)
                {
                    await Task.Yield();
                    await Store.WriteAsync(await store.ReadAsync());
                }

                public void Run() => Store.Write("b");
            }
            """);
        return test.RunAsync();
    }

    [Fact]
    public Task Friend_that_is_not_in_the_solution_may_call_anything_internal() => VerifyAsync(
        """
        using System.IO;
        using System.Runtime.CompilerServices;
        using System.Threading.Tasks;

        [assembly: InternalsVisibleTo("Elsewhere")]

        public class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Write|]("a");
            }

            internal void Write(string text) => Only(text);

            private void Only(string text) => File.WriteAllText("path", text);
        }
        """,
        """
        using System.IO;
        using System.Runtime.CompilerServices;
        using System.Threading.Tasks;

        [assembly: InternalsVisibleTo("Elsewhere")]

        public class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                await WriteAsync("a");
            }

            internal void Write(string text) => Only(text);

            internal async Task WriteAsync(string text) => await OnlyAsync(text);

            private void Only(string text) => File.WriteAllText("path", text);

            private async Task OnlyAsync(string text) => await File.WriteAllTextAsync("path", text);
        }
        """);

    [Fact]
    public Task Local_function_that_is_also_handed_over_stays() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(Action<Action> queue)
            {
                await Task.Yield();
                [|Write|]();
                queue(Write);

                void Write()
                {
                    File.WriteAllText("path", "text");
                }
            }
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(Action<Action> queue)
            {
                await Task.Yield();
                await WriteAsync();
                queue(Write);

                void Write()
                {
                    File.WriteAllText("path", "text");
                }

                async Task WriteAsync()
                {
                    await File.WriteAllTextAsync("path", "text");
                }
            }
        }
        """);

    // Slots

    // dotnet/roslyn#75626: only the implementation was given a task, so the interface was implemented no longer.
    [Fact]
    public Task Interface_changes_with_all_that_implement_it() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        internal interface IStore
        {
            /// <summary>Saves.</summary>
            void Save(string text);

            int Count(string text);
        }

        internal sealed class Disk : IStore
        {
            public void Save(string text) => File.WriteAllText("path", text);

            int IStore.Count(string text)
            {
                return File.ReadAllText("path").Length;
            }
        }

        internal sealed class Drive : IStore
        {
            public void Save(string text)
            {
                File.WriteAllText("drive", text);
            }

            public int Count(string text) => File.ReadAllText("drive").Length;
        }

        internal sealed class Box : IStore
        {
            private int saved;

            public void Save(string text)
            {
                if (text == "")
                    return;

                File.AppendAllText("box", text);
                saved++;
            }

            public int Count(string text)
            {
                if (saved == 0)
                {
                    return File.ReadAllText("box").Length;
                }

                return saved;
            }
        }

        internal sealed class Nothing : IStore
        {
            private long saved;

            public void Save(string text)
            {
                if (text == "")
                    return;

                saved++;
            }

            public int Count(string text)
            {
                if (saved > 0)
                {
                    return 1;
                }

                return default;
            }
        }

        class Service(IStore store)
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                store.[|Save|]("a");
                Console.WriteLine(store.[|Count|]("b"));
            }
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        internal interface IStore
        {
            /// <summary>Saves.</summary>
            Task SaveAsync(string text);

            Task<int> CountAsync(string text);
        }

        internal sealed class Disk : IStore
        {
            public async Task SaveAsync(string text) => await File.WriteAllTextAsync("path", text);

            async Task<int> IStore.CountAsync(string text)
            {
                return (await File.ReadAllTextAsync("path")).Length;
            }
        }

        internal sealed class Drive : IStore
        {
            public async Task SaveAsync(string text)
            {
                await File.WriteAllTextAsync("drive", text);
            }

            public async Task<int> CountAsync(string text) => (await File.ReadAllTextAsync("drive")).Length;
        }

        internal sealed class Box : IStore
        {
            private int saved;

            public async Task SaveAsync(string text)
            {
                if (text == "")
                    return;

                await File.AppendAllTextAsync("box", text);
                saved++;
            }

            public async Task<int> CountAsync(string text)
            {
                if (saved == 0)
                {
                    return (await File.ReadAllTextAsync("box")).Length;
                }

                return saved;
            }
        }

        internal sealed class Nothing : IStore
        {
            private long saved;

            public Task SaveAsync(string text)
            {
                if (text == "")
                    return Task.CompletedTask;

                saved++;
                return Task.CompletedTask;
            }

            public Task<int> CountAsync(string text)
            {
                if (saved > 0)
                {
                    return Task.FromResult(1);
                }

                return Task.FromResult<int>(default);
            }
        }

        class Service(IStore store)
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                await store.SaveAsync("a");
                Console.WriteLine(await store.CountAsync("b"));
            }
        }
        """);

    [Fact]
    public Task Slot_with_a_synchronous_caller_is_there_twice_with_all_that_implement_it() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        internal interface IStore
        {
            void Save(string text);
        }

        internal sealed class Disk : IStore
        {
            public void Save(string text) => File.WriteAllText("path", text);
        }

        internal sealed class Drive : IStore
        {
            void IStore.Save(string text) => File.WriteAllText("drive", text);
        }

        class Service(IStore store)
        {
            public void Save() => store.Save("a");

            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                store.[|Save|]("a");
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        internal interface IStore
        {
            void Save(string text);

            Task SaveAsync(string text, CancellationToken cancellationToken = default);
        }

        internal sealed class Disk : IStore
        {
            public void Save(string text) => File.WriteAllText("path", text);

            public async Task SaveAsync(string text, CancellationToken cancellationToken = default) => await File.WriteAllTextAsync("path", text, cancellationToken);
        }

        internal sealed class Drive : IStore
        {
            void IStore.Save(string text) => File.WriteAllText("drive", text);

            async Task IStore.SaveAsync(string text, CancellationToken cancellationToken) => await File.WriteAllTextAsync("drive", text, cancellationToken);
        }

        class Service(IStore store)
        {
            public void Save() => store.Save("a");

            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                await store.SaveAsync("a", cancellationToken);
            }
        }
        """);

    // dotnet/roslyn#33082: an override lost its base, and the build with it.
    [Fact]
    public Task Overrides_change_with_the_base_and_with_one_another() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        internal abstract class Report
        {
            public async Task PrintAsync()
            {
                await Task.Yield();
                [|Print|]("a");
            }

            protected abstract void Print(string text);
        }

        internal class Sheet : Report
        {
            protected override void Print(string text)
            {
                File.WriteAllText("sheet", text);
            }
        }

        internal sealed class Cover : Sheet
        {
            protected sealed override void Print(string text)
            {
                base.Print(text);
                File.WriteAllText("cover", text);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        internal abstract class Report
        {
            public async Task PrintAsync()
            {
                await Task.Yield();
                await PrintAsync("a");
            }

            protected abstract Task PrintAsync(string text);
        }

        internal class Sheet : Report
        {
            protected override async Task PrintAsync(string text)
            {
                await File.WriteAllTextAsync("sheet", text);
            }
        }

        internal sealed class Cover : Sheet
        {
            protected sealed override async Task PrintAsync(string text)
            {
                await base.PrintAsync(text);
                await File.WriteAllTextAsync("cover", text);
            }
        }
        """);

    [Fact]
    public Task Implementation_in_a_friend_project_changes_too()
    {
        var test = Create();
        test.TestState.AdditionalProjects["Friend"].AdditionalProjectReferences.Add("TestProject");
        test.TestCode =
            """
            using System.IO;
            using System.Runtime.CompilerServices;
            using System.Threading.Tasks;

            [assembly: InternalsVisibleTo("Friend")]

            internal interface IStore
            {
                string Load();
            }

            internal class Disk : IStore
            {
                public string Load() => File.ReadAllText("path");
            }

            class Service(IStore store)
            {
                public async Task<string> LoadAsync()
                {
                    await Task.Yield();
                    return store.[|Load|]();
                }
            }
            """;
        test.TestState.AdditionalProjects["Friend"].Sources.Add(
            """
            using System.Threading;

            internal class Fake : IStore
            {
                public string Load()
                {
                    Thread.Sleep(10);
                    return "";
                }
            }

            internal class Empty : IStore
            {
                public string Load() => "";
            }
            """);
        test.FixedCode =
            """
            using System.IO;
            using System.Runtime.CompilerServices;
            using System.Threading.Tasks;

            [assembly: InternalsVisibleTo("Friend")]

            internal interface IStore
            {
                Task<string> LoadAsync();
            }

            internal class Disk : IStore
            {
                public async Task<string> LoadAsync() => await File.ReadAllTextAsync("path");
            }

            class Service(IStore store)
            {
                public async Task<string> LoadAsync()
                {
                    await Task.Yield();
                    return await store.LoadAsync();
                }
            }
            """;
        test.FixedState.AdditionalProjects["Friend"].Sources.Add(
            """
            using System.Threading;
            using System.Threading.Tasks;

            internal class Fake : IStore
            {
                public async Task<string> LoadAsync()
                {
                    await Task.Delay(10);
                    return "";
                }
            }

            internal class Empty : IStore
            {
                public Task<string> LoadAsync() => Task.FromResult("");
            }
            """);
        return test.RunAsync();
    }

    // Places that do not await yet

    [Fact]
    public Task Function_that_returns_its_task_without_the_keyword_is_given_it() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public class Store
        {
            public Task SaveAsync(bool twice, CancellationToken cancellationToken)
            {
                if (twice)
                    return Task.Delay(1, cancellationToken);

                [|Write|]("a");
                return Task.CompletedTask;
            }

            public Task<int> CountAsync(int known)
            {
                if (known < 0)
                {
                    throw new ArgumentException("negative");
                }

                if (known > 0)
                {
                    return Task.FromResult(known);
                }

                return [|Read|]() == "" ? OtherAsync() : Task.FromResult<int>(2);
            }

            public ValueTask<string> TextAsync() => new ValueTask<string>([|Read|]());

            public Func<Task<string>> Later() => () => Task.FromResult([|Read|]());

            private static Task<int> OtherAsync() => Task.FromResult(3);

            private void Write(string text) => File.WriteAllText("path", text);

            private string Read() => File.ReadAllText("path");
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public class Store
        {
            public async Task SaveAsync(bool twice, CancellationToken cancellationToken)
            {
                if (twice)
                {
                    await Task.Delay(1, cancellationToken);
                    return;
                }

                await WriteAsync("a", cancellationToken);
            }

            public async Task<int> CountAsync(int known)
            {
                if (known < 0)
                {
                    throw new ArgumentException("negative");
                }

                if (known > 0)
                {
                    return known;
                }

                return await (await ReadAsync() == "" ? OtherAsync() : Task.FromResult<int>(2));
            }

            public async ValueTask<string> TextAsync() => await new ValueTask<string>(await ReadAsync());

            public Func<Task<string>> Later() => async () => await ReadAsync();

            private static Task<int> OtherAsync() => Task.FromResult(3);

            private async Task WriteAsync(string text, CancellationToken cancellationToken = default) => await File.WriteAllTextAsync("path", text, cancellationToken);

            private async Task<string> ReadAsync() => await File.ReadAllTextAsync("path");
        }
        """);

    [Fact]
    public Task Lambda_becomes_asynchronous_where_what_runs_it_can_await_it() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync()
            {
                await Task.Yield();
                var text = Watch.Measure(() => [|Read|]("a"));
                return text.Trim();
            }

            private static string Read(string path) => File.ReadAllText(path);
        }

        static class Watch
        {
            public static T Measure<T>(Func<T> work) => work();

            public static async Task<T> MeasureAsync<T>(Func<Task<T>> work) => await work();
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync()
            {
                await Task.Yield();
                var text = await Watch.MeasureAsync(async () => await ReadAsync("a"));
                return text.Trim();
            }

            private static async Task<string> ReadAsync(string path) => await File.ReadAllTextAsync(path);
        }

        static class Watch
        {
            public static T Measure<T>(Func<T> work) => work();

            public static async Task<T> MeasureAsync<T>(Func<Task<T>> work) => await work();
        }
        """);

    [Fact]
    public Task Lambda_on_the_way_becomes_asynchronous_by_an_overload() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Flush|]();
            }

            private static void Flush()
            {
                Retry.Run(3, () =>
                {
                    File.WriteAllText("path", "text");
                });
            }
        }

        static class Retry
        {
            public static void Run(int times, Action work)
            {
                for (var i = 0; i < times; i++)
                {
                    work();
                }
            }

            public static Task Run(int times, Func<Task> work) => work();
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                await FlushAsync();
            }

            private static async Task FlushAsync()
            {
                await Retry.Run(3, async () =>
                {
                    await File.WriteAllTextAsync("path", "text");
                });
            }
        }

        static class Retry
        {
            public static void Run(int times, Action work)
            {
                for (var i = 0; i < times; i++)
                {
                    work();
                }
            }

            public static Task Run(int times, Func<Task> work) => work();
        }
        """);

    // Fix all

    [Fact]
    public Task Chains_that_share_a_method_rewrite_it_once() => VerifyAsync(
        [
            """
            using System.Threading.Tasks;

            class First(Store store)
            {
                public async Task SaveAsync()
                {
                    await Task.Yield();
                    store.[|Save|]();
                }
            }

            class Second(Store store)
            {
                public async Task CloseAsync()
                {
                    await Task.Yield();
                    store.[|Close|]();
                }
            }
            """,
            """
            using System.IO;

            class Store
            {
                internal void Save() => Write("a");

                internal void Close() => Write("b");

                private void Write(string text) => File.WriteAllText("path", text);
            }
            """,
        ],
        [
            """
            using System.Threading.Tasks;

            class First(Store store)
            {
                public async Task SaveAsync()
                {
                    await Task.Yield();
                    await store.SaveAsync();
                }
            }

            class Second(Store store)
            {
                public async Task CloseAsync()
                {
                    await Task.Yield();
                    await store.CloseAsync();
                }
            }
            """,
            """
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                internal async Task SaveAsync() => await WriteAsync("a");

                internal async Task CloseAsync() => await WriteAsync("b");

                private async Task WriteAsync(string text) => await File.WriteAllTextAsync("path", text);
            }
            """,
        ],
        // One by one, the first keeps 'Write' for the second.
        [
            null,
            """
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                internal async Task SaveAsync() => await WriteAsync("a");

                internal async Task CloseAsync() => await WriteAsync("b");

                private void Write(string text) => File.WriteAllText("path", text);

                private async Task WriteAsync(string text) => await File.WriteAllTextAsync("path", text);
            }
            """,
        ]);

    // What is waited for

    [Fact]
    public Task Sleep_behind_a_helper()
    {
        var test = new Verifier<SleepInAsyncAnalyzer, SleepInAsyncCodeFix>.Test
        {
            CodeActionEquivalenceKey = AsyncChainAction.Key,
            AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer(), new BlockingOnTaskAnalyzer() },
            TestCode =
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Poller
                {
                    public async Task PollAsync(CancellationToken cancellationToken)
                    {
                        await Task.Yield();
                        while (!{|CONC303:Wait|}(10))
                        {
                            await Task.Yield();
                        }
                    }

                    private static bool Wait(int pause)
                    {
                        Thread.Sleep(pause);
                        return true;
                    }
                }
                """,
            FixedCode =
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Poller
                {
                    public async Task PollAsync(CancellationToken cancellationToken)
                    {
                        await Task.Yield();
                        while (!await WaitAsync(10, cancellationToken))
                        {
                            await Task.Yield();
                        }
                    }

                    private static async Task<bool> WaitAsync(int pause, CancellationToken cancellationToken = default)
                    {
                        await Task.Delay(pause, cancellationToken);
                        return true;
                    }
                }
                """,
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Tasks_behind_a_helper()
    {
        var test = new Verifier<BlockingOnTaskAnalyzer, BlockingOnTaskCodeFix>.Test
        {
            CodeActionEquivalenceKey = AsyncChainAction.Key,
            AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer(), new SleepInAsyncAnalyzer() },
            TestCode =
                """
                using System.Threading.Tasks;

                class Poller
                {
                    public async Task<int> PollAsync()
                    {
                        await Task.Yield();
                        return {|CONC301:Value|}().Length;
                    }

                    private static string Value()
                    {
                        var started = Task.Run(() => "a");
                        Other().Wait();
                        return started.Result + Other().GetAwaiter().GetResult();
                    }

                    private static async Task<string> Other()
                    {
                        await Task.Yield();
                        return "b";
                    }
                }
                """,
            FixedCode =
                """
                using System.Threading.Tasks;

                class Poller
                {
                    public async Task<int> PollAsync()
                    {
                        await Task.Yield();
                        return (await ValueAsync()).Length;
                    }

                    private static async Task<string> ValueAsync()
                    {
                        var started = Task.Run(() => "a");
                        await Other();
                        return await started + await Other();
                    }

                    private static async Task<string> Other()
                    {
                        await Task.Yield();
                        return "b";
                    }
                }
                """,
        };
        return test.RunAsync();
    }

    [Theory]
    [MemberData(nameof(OldFrameworks))]
    public Task Old_frameworks_and_languages(TargetReferences references)
    {
        var test = Create();
        test.References = references;
        test.LanguageVersion = LanguageVersion.CSharp7;
        test.TestCode =
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            internal interface IStore
            {
                string Read(Stream stream);
            }

            internal class Disk : IStore
            {
                public string Read(Stream stream)
                {
                    Thread.Sleep(1);
                    using (var reader = new StreamReader(stream))
                    {
                        return reader.ReadToEnd();
                    }
                }
            }

            internal class Service
            {
                private readonly IStore store = new Disk();

                public async Task<string> LoadAsync(CancellationToken cancellationToken)
                {
                    using (var stream = new FileStream("path", FileMode.Open))
                    {
                        await Task.Yield();
                        return store.{|CONC201:Read|}(stream);
                    }
                }
            }
            """;
        test.FixedCode =
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            internal interface IStore
            {
                Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken = default(CancellationToken));
            }

            internal class Disk : IStore
            {
                public async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken = default(CancellationToken))
                {
                    await Task.Delay(1, cancellationToken);
                    using (var reader = new StreamReader(stream))
                    {
                        return await reader.ReadToEndAsync();
                    }
                }
            }

            internal class Service
            {
                private readonly IStore store = new Disk();

                public async Task<string> LoadAsync(CancellationToken cancellationToken)
                {
                    using (var stream = new FileStream("path", FileMode.Open))
                    {
                        await Task.Yield();
                        return await store.ReadAsync(stream, cancellationToken);
                    }
                }
            }
            """;
        return test.RunAsync();
    }

    public static TheoryData<TargetReferences> OldFrameworks => [TargetReferences.NetStandard20, TargetReferences.NetFramework];

    [Fact]
    public Task Helper_of_a_reader_awaits_all_its_reads() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Parser
        {
            public async Task<int> CountAsync()
            {
                await Task.Yield();
                using var reader = new StreamReader("path");
                return [|Count|](reader) + Count(new StringReader(""));
            }

            private static int Count(TextReader reader)
            {
                var head = reader.ReadLine();
                var count = head == null ? 0 : 1;
                while (reader.ReadLine() != null)
                {
                    count++;
                }

                return count;
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Parser
        {
            public async Task<int> CountAsync()
            {
                await Task.Yield();
                using var reader = new StreamReader("path");
                return await CountAsync(reader) + await CountAsync(new StringReader(""));
            }

            private static async Task<int> CountAsync(TextReader reader)
            {
                var head = await reader.ReadLineAsync();
                var count = head == null ? 0 : 1;
                while (await reader.ReadLineAsync() != null)
                {
                    count++;
                }

                return count;
            }
        }
        """);

    [Fact]
    public Task Asynchronous_form_that_is_there_ends_the_chain() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                [|Flush|]();
            }

            private void Flush() => Write("a");

            private void Write(string text) => File.WriteAllText("path", text);

            private async Task WriteAsync(string text) => await File.WriteAllTextAsync("path", text);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync()
            {
                await Task.Yield();
                await FlushAsync();
            }

            private async Task FlushAsync() => await WriteAsync("a");

            private void Write(string text) => File.WriteAllText("path", text);

            private async Task WriteAsync(string text) => await File.WriteAllTextAsync("path", text);
        }
        """);

    [Fact]
    public Task Local_functions_of_a_program() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        await SaveAsync();
        Close();

        async Task SaveAsync()
        {
            await Task.Yield();
            [|Flush|]();
        }

        void Close() => Flush();

        void Flush()
        {
            File.WriteAllText("path", "text");
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        await SaveAsync();
        Close();

        async Task SaveAsync()
        {
            await Task.Yield();
            await FlushAsync();
        }

        void Close() => Flush();

        void Flush()
        {
            File.WriteAllText("path", "text");
        }

        async Task FlushAsync()
        {
            await File.WriteAllTextAsync("path", "text");
        }
        """,
        OutputKind.ConsoleApplication);

    // Where it ends

    // microsoft/vs-threading PR 1648: offered for ref and out parameters and for iterators, it wrote what does not compile.
    // dotnet/roslyn#20348: names that are a contract were changed.
    [Theory]
    [InlineData("Write(out _);", "private void Write(out int written) { File.WriteAllText(\"path\", \"\"); written = 1; }", "Reference")]
    [InlineData("var i = 1; Write(ref i);", "private void Write(ref int written) { File.WriteAllText(\"path\", \"\"); }", "Reference")]
    [InlineData("Write(1);", "private void Write(in int written) { File.WriteAllText(\"path\", \"\"); }", "Reference")]
    [InlineData("Write(default);", "private void Write(System.Span<int> span) { File.WriteAllText(\"path\", \"\"); }", "Reference")]
    [InlineData("foreach (var i in Read()) { }", "private System.Collections.Generic.IEnumerable<int> Read() { File.ReadAllText(\"path\"); yield return 1; }", "Iterator")]
    [InlineData("Write();", "private void Write() { lock (this) { File.WriteAllText(\"path\", \"\"); } }", "Lock")]
    [InlineData("Write();", "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] private void Write() => File.WriteAllText(\"path\", \"\");", "Lock")]
    [InlineData("lock (this) { Write(); }", "private void Write() => File.WriteAllText(\"path\", \"\");", "Lock")]
    [InlineData("new Inner();", "private class Inner { public Inner() => File.ReadAllText(\"path\"); }", "Constructor")]
    [InlineData("System.Console.Write(Text);", "private string Text => File.ReadAllText(\"path\");", "Property")]
    [InlineData("Write();", "private void Write() => Text = \"\"; private string Text { set => File.WriteAllText(\"path\", value); }", "Property")]
    [InlineData("System.Console.Write(this + this);", "public static Store operator +(Store one, Store other) { File.ReadAllText(\"path\"); return one; }", "Operator")]
    [InlineData("using (var inner = new Inner()) { }", "private class Inner : System.IDisposable { public void Dispose() => File.WriteAllText(\"path\", \"\"); }", "Operator")]
    [InlineData("new Inner().Dispose();", "private class Inner : System.IDisposable { public void Dispose() => File.WriteAllText(\"path\", \"\"); }", "Contract")]
    [InlineData("new Inner().IsValid(null, 1);", "private class Inner : System.ComponentModel.TypeConverter { public override bool IsValid(System.ComponentModel.ITypeDescriptorContext? context, object? value) => File.ReadAllText(\"path\") == \"\"; }", "Contract")]
    [InlineData("OnChanged(this, System.EventArgs.Empty);", "private void OnChanged(object sender, System.EventArgs e) => File.WriteAllText(\"path\", \"\");", "Contract")]
    [InlineData("Write();", "public void Write() => File.WriteAllText(\"path\", \"\");", "Public")]
    [InlineData("Write();", "protected internal void Write() => File.WriteAllText(\"path\", \"\");", "Public")]
    [InlineData("Write();", "private void Write() => WriteAll(); public void WriteAll() => File.WriteAllText(\"path\", \"\");", "Public")]
    [InlineData("Write();", "[System.Obsolete] private void Write() => File.WriteAllText(\"path\", \"\");", "Attribute")]
    [InlineData("new Inner().Write();", "private struct Inner { private int i; public void Write() { i++; File.WriteAllText(\"path\", \"\"); } }", "Struct")]
    [InlineData("Write();", "private void Write() => File.WriteAllText(\"path\", \"\"); private void WriteAsync() { }", "Name")]
    [InlineData("Write();", "private void Write() => File.WriteAllText(\"path\", \"\"); private int WriteAsync = 1;", "Name")]
    [InlineData("Write();", "private void Write() => File.WriteAllText(\"path\", \"\"); private async Task<int> WriteAsync() { await Task.Yield(); return 1; }", "Name")]
    [InlineData("WriteAsync();", "private void WriteAsync() => File.WriteAllText(\"path\", \"\");", "Name")]
    [InlineData("Write(async: false);", "private void Write(bool async) { if (!async) File.WriteAllText(\"path\", \"\"); }", "Flag")]
    [InlineData("new System.Collections.Generic.List<int>().ForEach(_ => Write());", "private void Write() => File.WriteAllText(\"path\", \"\");", "Lambda")]
    [InlineData("Write();", "private void Write() => new System.Collections.Generic.List<int>().ForEach(_ => File.WriteAllText(\"path\", \"\"));", "Lambda")]
    [InlineData("Run(Write);", "private void Write() => File.WriteAllText(\"path\", \"\"); private void Run(System.Action action) => action();", "Lambda")]
    [InlineData("Find(this)?.Write();", "private void Write() => File.WriteAllText(\"path\", \"\"); private static Store? Find(Store store) => store;", "Await")]
    [InlineData("Write();", "private unsafe void Write() => File.WriteAllText(\"path\", \"\");", "Await")]
    [InlineData("Write();", "private void Write() => new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 0).Server.Poll(-1, System.Net.Sockets.SelectMode.SelectRead);", "NoAsyncForm")]
    public async Task Reason_is_told_where_it_is_not_offered(string place, string members, string reason)
    {
        var source =
            $$"""
            using System.IO;
            using System.Threading.Tasks;

            public class Store
            {
                public async Task SaveAsync()
                {
                    await Task.Yield();
                    {{place}}
                }

                {{members}}
            }
            """;
        var run = new AnalysisRun(SolutionText.Of(source), new CompilationSettings(), new BlockingIoInAsyncAnalyzer());
        Assert.Empty(await run.CompilerErrorsAsync());
        var only = Assert.Single(await run.AnalyzerDiagnosticsAsync());
        Assert.Equal(reason, only.Properties.GetValueOrDefault(DiagnosticKeys.NoFix));
        Assert.Empty(await ActionsAsync(run, only));
    }

    [Theory]
    [InlineData("public Task? SaveAsync(bool no) { if (no) return null; Write(); return Task.CompletedTask; }", "Caller")]
    [InlineData("public Task SaveAsync(Task other) { try { Write(); return other; } finally { System.Console.WriteLine(); } }", "Caller")]
    [InlineData("public Task SaveAsync(out int i) { i = 1; Write(); return Task.CompletedTask; }", "Reference")]
    [InlineData("public Task Saved { get { Write(); return Task.CompletedTask; } }", "Caller")]
    [InlineData("public System.Collections.Generic.IAsyncEnumerable<int> SaveAsync() { Write(); return null!; }", "Caller")]
    public async Task Reason_is_told_where_the_place_cannot_await(string place, string reason)
    {
        var source = $"using System.IO;\nusing System.Threading.Tasks;\n\npublic class Store\n{{\n    {place}\n\n    private void Write() => File.WriteAllText(\"path\", \"\");\n}}\n";
        var run = new AnalysisRun(SolutionText.Of(source), new CompilationSettings(), new BlockingIoInAsyncAnalyzer());
        Assert.Empty(await run.CompilerErrorsAsync());
        var only = Assert.Single(await run.AnalyzerDiagnosticsAsync());
        Assert.Equal(reason, only.Properties.GetValueOrDefault(DiagnosticKeys.NoFix));
        Assert.Empty(await ActionsAsync(run, only));
    }

    // The engine does not see these; the fix looks before it offers.
    [Theory]
    [InlineData("total += Read();", "private int Read() => File.ReadAllText(\"path\").Length; private int total;")]                          // others may have added to it in the meantime
    [InlineData("var t = Read();", "private string Read() { System.Span<int> span = stackalloc int[1]; var text = File.ReadAllText(\"path\"); return text + span[0]; }")]
    [InlineData("Write();", "private void Write() { System.Threading.Monitor.Enter(this); File.WriteAllText(\"path\", \"\"); System.Threading.Monitor.Exit(this); }")]
    [InlineData("Write();", "private void Write() { try { } catch (System.Exception) when (File.ReadAllText(\"path\") == \"\") { } }")]
    [InlineData("try { Write(); } catch (System.AggregateException) { }", "private void Write() => File.WriteAllText(\"path\", \"\");")]
    public async Task No_await_where_none_would_mean_the_same(string place, string members)
    {
        var source = $"using System.IO;\nusing System.Threading.Tasks;\n\npublic class Store\n{{\n    public async Task SaveAsync()\n    {{\n        await Task.Yield();\n        {place}\n    }}\n\n    {members}\n}}\n";
        var run = new AnalysisRun(SolutionText.Of(source), new CompilationSettings(), new BlockingIoInAsyncAnalyzer());
        Assert.Empty(await run.CompilerErrorsAsync());
        foreach (var diagnostic in await run.AnalyzerDiagnosticsAsync())
        {
            Assert.Empty(await ActionsAsync(run, diagnostic));
        }
    }

    [Fact]
    public async Task Person_is_asked_to_look_at_what_stays_and_at_what_throws_later()
    {
        var run = AnalysisRun.Of(
            """
            using System;
            using System.IO;
            using System.Threading.Tasks;

            public class Store
            {
                public Task SaveAsync(string text)
                {
                    if (text == "")
                        throw new ArgumentException("empty");
                    Write();
                    return Task.CompletedTask;
                }

                public void Save() => Write();

                private void Write() => File.WriteAllText("path", "text");
            }
            """,
            new BlockingIoInAsyncAnalyzer());
        var action = Assert.Single(await ActionsAsync(run, Assert.Single(await run.AnalyzerDiagnosticsAsync())));
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var root = await changed.Projects.Single().Documents.Single().GetSyntaxRootAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["SaveAsync: Exceptions of 'SaveAsync' come with its task from now on.", "WriteAsync: 'Write' stays beside it for callers that cannot await."],
            root!.GetAnnotatedTokens(WarningAnnotation.Kind).Select(static token => $"{token.ValueText}: {WarningAnnotation.GetDescription(token.GetAnnotations(WarningAnnotation.Kind).Single())}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_that_several_projects_compile_has_to_suit_them_all(bool isNew)
    {
        var state = new SolutionState
        {
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                public class Store
                {
                    public async Task SaveAsync()
                    {
                        await Task.Yield();
                        Write();
                    }

                #if OTHER
                    public void Save() => Write();
                #endif

                    internal void Write() => File.WriteAllText("path", "text");
                }
                """,
            },
        };
        state.AdditionalProjects["Other"].Sources.Add(("/0/Test0.cs", state.Sources.Single().Text));
        state.AdditionalProjects["Other"].References = isNew ? TargetReferences.Net100 : TargetReferences.NetFramework;
        var run = new AnalysisRun(state.ToText(), new CompilationSettings(), new BlockingIoInAsyncAnalyzer());
        var first = (await run.AnalyzerDiagnosticsAsync()).First(found => run.Solution.GetDocument(found.Location.SourceTree)!.Project.Name == "TestProject");
        var actions = await ActionsAsync(run, first);
        if (!isNew)
        {
            Assert.Empty(actions);
            return;
        }

        var operations = await Assert.Single(actions).GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var text = (await changed.GetDocument(run.Solution.GetDocument(first.Location.SourceTree)!.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.Contains("await WriteAsync();", text, StringComparison.Ordinal);
        Assert.Contains("internal void Write() =>", text, StringComparison.Ordinal);
        Assert.Contains("internal async Task WriteAsync() => await File.WriteAllTextAsync(", text, StringComparison.Ordinal);
    }

    private static async Task<List<CodeAction>> ActionsAsync(AnalysisRun run, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var document = run.Solution.GetDocument(diagnostic.Location.SourceTree)!;
        await new BlockingIoInAsyncCodeFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return [.. actions.SelectMany(static action => action.NestedActions).Where(static action => action.EquivalenceKey == AsyncChainAction.Key)];
    }

    private static Task VerifyAsync(string source, string fixedSource, OutputKind kind)
    {
        var test = Create();
        test.TestState.OutputKind = kind;
        test.TestCode = source;
        test.FixedCode = fixedSource;
        return test.RunAsync();
    }

    private static Task VerifyAsync(string source, string fixedSource) => VerifyAsync([source], [fixedSource]);

    /// <param name="sources">Before.</param>
    /// <param name="fixedSources">After fix-all.</param>
    /// <param name="oneByOne">After one fix and the next, where that differs.</param>
    private static Task VerifyAsync(string[] sources, string[] fixedSources, string?[]? oneByOne = null)
    {
        var test = Create();
        for (var i = 0; i < sources.Length; i++)
        {
            test.TestCode = sources[i];
            test.FixedCode = oneByOne?[i] ?? fixedSources[i];
            if (oneByOne is not null)
            {
                test.BatchFixedCode = fixedSources[i];
            }
        }

        return test.RunAsync();
    }

    private static Chain.Test Create() => new()
    {
        CodeActionEquivalenceKey = AsyncChainAction.Key,

        // What is written must be nothing that another rule would report.
        AdditionalAnalyzers = { new BlockingOnTaskAnalyzer(), new SleepInAsyncAnalyzer(), new BlockingIoOnPoolAnalyzer(), new BlockingIoInParallelLoopAnalyzer(), new TaskRunOverAsyncAnalyzer(), new AsyncDelegateAsVoidAnalyzer() },
    };
}
