using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.FakeAsyncAnalyzer, ConcurrencyAnalyzers.Rules.FakeAsyncCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class FakeAsyncTests
{
    // What is reported, re-created from public threads

    // mirsaeedi/Mailzory#2: both forms of sending give the synchronous one to the pool.
    [Fact]
    public Task Mail_that_a_work_item_sends() => VerifyAlone(
        """
        using System.Net.Mail;
        using System.Threading.Tasks;

        public class Letter(SmtpClient smtp)
        {
            public void Send(string to) => smtp.Send(new MailMessage("shop@example.org", to));

            public Task SendAsync(string to) => Task.[|Run|](() => Send(to));
        }
        """);

    // ebergstedt/ProtoBuffer#1: a library offers asynchronous wrappers around reading and writing a file.
    [Fact]
    public Task File_that_a_work_item_writes() => VerifyAlone(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public static class Snapshot
        {
            public static async Task SaveAsync(byte[] bytes, string path)
            {
                if (bytes is null)
                    throw new ArgumentNullException(nameof(bytes));
                ArgumentException.ThrowIfNullOrEmpty(path);
                await Task.[|Run|](() => File.WriteAllBytes(path, bytes)).ConfigureAwait(false);
            }

            public static async Task<byte[]> LoadAsync(string path)
            {
                var bytes = await Task.[|Run|](() => File.ReadAllBytes(path));
                return bytes;
            }
        }
        """);

    // ava-innersource/Liquid-Application-Framework-1.0-deprecated#19: each request has an asynchronous version that runs the synchronous one.
    [Fact]
    public Task Requests_that_have_a_version_on_the_pool() => VerifyAlone(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public abstract class Gateway
        {
            private readonly HttpClient http = new();

            public string Get(string path)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                using var response = http.Send(request);
                return response.Headers.ToString();
            }

            public virtual async Task<string> GetAsync(string path) => await Task.[|Run|](() => Get(path));
        }
        """);

    // TwitchLib/TwitchLib#175: the asynchronous half of an API starts a task for the other half.
    [Fact]
    public Task Old_web_request_in_a_block() => VerifyAlone(
        """
        #pragma warning disable SYSLIB0014
        using System.Net;
        using System.Threading.Tasks;

        public class Channels
        {
            public async Task<long> LengthAsync(string name)
            {
                return await Task.[|Run|](() =>
                {
                    var request = WebRequest.Create("http://example.org/" + name);
                    using (var response = request.GetResponse())
                    {
                        return response.ContentLength;
                    }
                });
            }
        }
        """);

    // mono/monodevelop#1248: a method with the name of the asynchronous form starts the blocking one with StartNew.
    [Fact]
    public Task Response_that_StartNew_waits_for() => VerifyAlone(
        """
        #pragma warning disable SYSLIB0014
        using System;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Requests
        {
            public static Task<WebResponse> GetResponseAsync(Func<WebRequest> create, CancellationToken token = default)
            {
                return Task.Factory.[|StartNew|](() => create().GetResponse(), token);
            }
        }
        """);

    // Cheesebaron/Cheesebaron.MvxPlugins#43: whether a host is there is asked in a work item.
    [Fact]
    public Task Ping_whose_failure_is_handled() => VerifyAlone(
        """
        using System.Net.NetworkInformation;
        using System.Threading.Tasks;

        public interface IConnectivity
        {
            Task<bool> IsReachableAsync(string host);
        }

        public class Connectivity : IConnectivity
        {
            async Task<bool> IConnectivity.IsReachableAsync(string host)
            {
                try
                {
                    using var ping = new Ping();
                    return await Task.[|Run|](() => ping.Send(host).Status == IPStatus.Success);
                }
                catch (PingException)
                {
                    return false;
                }
            }
        }
        """);

    // zzzprojects/EntityFramework-Plus#98: the asynchronous form of a query runs the synchronous one elsewhere.
    [Fact]
    public Task Query_that_runs_elsewhere() => VerifyAlone(
        """
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Threading;
        using System.Threading.Tasks;

        public class Query(DbCommand command)
        {
            public List<string> ToList()
            {
                var names = new List<string>();
                using var reader = command.ExecuteReader();
                while (reader.Read())
                    names.Add(reader.GetString(0));
                return names;
            }

            public ValueTask<List<string>> ToListAsync(CancellationToken token)
            {
                if (token.IsCancellationRequested)
                    return ValueTask.FromCanceled<List<string>>(token);
                return new ValueTask<List<string>>(Task.[|Run|](ToList, token));
            }
        }
        """);

    // What is reported, by shape

    [Theory]
    [InlineData("public Task<string> LoadAsync(string path) { return Task.[|Run|](() => File.ReadAllText(path)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) => await Task.[|Run|](() => File.ReadAllText(path)).ConfigureAwait(false);")]
    [InlineData("public async ValueTask<string> LoadAsync(string path) => await Task.[|Run|](() => File.ReadAllText(path));")]
    [InlineData("public async Task<object> LoadAsync(string path) => await Task.[|Run|](() => File.ReadAllText(path));")]
    [InlineData("public Task<string> LoadAsync(string path) { var task = Task.[|Run|](() => File.ReadAllText(path)); return task; }")]
    [InlineData("public async Task<bool> LoadAsync(string path) { await Task.[|Run|](() => File.ReadAllText(path)); return true; }")]
    [InlineData("public async Task<Store> LoadAsync(string path) { await Task.[|Run|](() => File.ReadAllText(path)); return this; }")]
    [InlineData("public async Task<string> LoadAsync(string path) { var full = Path.GetFullPath(path); return await Task.[|Run|](() => File.ReadAllText(full)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { return await Task.[|Run|](Read); string Read() => File.ReadAllText(path); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { Func<string> read = () => File.ReadAllText(path); return await Task.[|Run|](read); }")]
    [InlineData("public async Task<string> LoadAsync(string path, CancellationToken token) { token.ThrowIfCancellationRequested(); return await Task.[|Run|](() => File.ReadAllText(path), token); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { if (path.Length == 0) return \"\"; return await Task.[|Run|](() => File.ReadAllText(path)); }")]
    [InlineData("public Task<string> LoadAsync(string path) { if (path.Length == 0) { return Task.FromResult(\"\"); } return Task.[|Run|](() => File.ReadAllText(path)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { _ = path ?? throw new ArgumentNullException(nameof(path)); return await Task.[|Run|](() => File.ReadAllText(path)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { try { return await Task.[|Run|](() => File.ReadAllText(path)); } catch (IOException) { return \"\"; } finally { count++; } }")]
    [InlineData("private static Task<string> LoadAsync(string path) => Task.[|Run|](() => File.ReadAllText(path));")]
    public Task Offload_is_all_that_the_method_does(string method) => VerifyAlone(InStore(method));

    // The rest is other rules' and the method's own business.
    [Theory]
    [InlineData("public async Task<string> LoadAsync(string path) { return (await Task.{|CONC202:Run|}(() => File.ReadAllText(path))).Trim(); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { var text = await Task.{|CONC202:Run|}(() => File.ReadAllText(path)); count++; return text; }")]
    [InlineData("public async Task<string> LoadAsync(string path) { await Task.Delay(1); return await Task.{|CONC202:Run|}(() => File.ReadAllText(path)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { count++; return await Task.{|CONC202:Run|}(() => File.ReadAllText(path)); }")]
    [InlineData("public Task<string> LoadAsync(string path) { if (count > 0) return File.ReadAllTextAsync(path); return Task.{|CONC202:Run|}(() => File.ReadAllText(path)); }")]
    [InlineData("public async Task<string> LoadAsync(string path) { using (File.OpenHandle(path)) { return await Task.{|CONC202:Run|}(() => File.ReadAllText(path)); } }")]
    [InlineData("public async Task<string[]> LoadAsync(string[] paths) => await Task.WhenAll(Array.ConvertAll(paths, path => Task.{|CONC202:Run|}(() => File.ReadAllText(path))));")]
    [InlineData("public Task SaveAsync(string path) { _ = Task.{|CONC202:Run|}(() => File.WriteAllText(path, \"\")); return Task.CompletedTask; }")]
    [InlineData("public void SaveAsync(string path) => Task.{|CONC202:Run|}(() => File.WriteAllText(path, \"\"));")]
    [InlineData("public async void SaveAsync(string path) => await Task.{|CONC202:Run|}(() => File.WriteAllText(path, \"\"));")]
    [InlineData("public Task<string> Load(string path) => Task.{|CONC202:Run|}(() => File.ReadAllText(path));")]
    [InlineData("public Func<string, Task<string>> Loader => path => Task.{|CONC202:Run|}(() => File.ReadAllText(path));")]
    [InlineData("public Task<string> Load(string path) { return LoadAsync(); Task<string> LoadAsync() => Task.{|CONC202:Run|}(() => File.ReadAllText(path)); }")]
    public Task Offload_that_is_a_part_of_the_method_is_CONC202s(string method) => VerifyWithOffloads(InStore(method));

    [Fact]
    public Task Message_names_method_kind_and_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task<IPHostEntry> ResolveAsync(string host) => Task.{|#0:Run|}(() => {|#1:Resolve|}(host));

            private static IPHostEntry Resolve(string host) => Dns.{|#2:GetHostEntry|}(host);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithSeverity(DiagnosticSeverity.Info)
            .WithArguments("ResolveAsync", "network I/O", "Resolve → Dns.GetHostEntry"));

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("C# 7.3")]
    public Task Old_frameworks_and_languages(string old) => new Verify.Test
    {
        TestCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            namespace Lookup
            {
                public class Resolver
                {
                    public Task<IPHostEntry> ResolveAsync(string host)
                    {
                        return Task.[|Run|](() => Dns.GetHostEntry(host));
                    }
                }
            }
            """,
        FixedCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            namespace Lookup
            {
                public class Resolver
                {
                    public Task<IPHostEntry> ResolveAsync(string host)
                    {
                        return Dns.GetHostEntryAsync(host);
                    }
                }
            }
            """,
        References = old == "netstandard2.0" ? TargetReferences.NetStandard20 : TargetReferences.Net100,
        LanguageVersion = old == "C# 7.3" ? LanguageVersion.CSharp7_3 : LanguageVersion.Latest,
    }.RunAsync();

    [Fact]
    public Task Only_implementation_of_an_interface_is_followed() => VerifyAlone(
        """
        using System.IO;
        using System.Threading.Tasks;

        public interface IStore
        {
            string Load(string key);
        }

        public class FileStore : IStore
        {
            public string Load(string key) => File.ReadAllText(key);
        }

        public class Page(IStore store)
        {
            public Task<string> ShowAsync(string key) => Task.[|Run|](() => store.Load(key));
        }
        """);

    // What is not, re-created from public threads

    // hey-red/Mime#4: what looks into a file natively has no asynchronous form; desktop programs may wrap it themselves.
    [Fact]
    public Task Native_call_is_silent() => VerifyWithOffloads(
        """
        using System.Runtime.InteropServices;
        using System.Threading.Tasks;

        public static class FileType
        {
            [DllImport("magic")]
            private static extern int magic_file(string path);

            public static Task<int> OfAsync(string path) => Task.Run(() => magic_file(path));
        }
        """);

    // GribApiDotNet/GribApi.NET#79: there is nothing to await below what an asynchronous method would call.
    [Fact]
    public Task Api_without_asynchronous_form_is_silent() => VerifyWithOffloads(
        """
        using System.IO;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public class Device
        {
            public Task<TcpClient> ConnectAsync(string host) => Task.Run(() => new TcpClient(host, 80));

            public Task RemoveAsync(string path) => Task.Run(() => File.Delete(path));
        }
        """);

    // dotnet/corefx#12528: the base of all providers can only hand their synchronous form to another thread.
    [Theory]
    [InlineData("abstract class", "protected virtual", "protected abstract", "override")]
    [InlineData("class", "public virtual", "public virtual", "override")]
    public Task Default_of_a_contract_is_silent(string type, string asynchronous, string synchronous, string modifier) => VerifyWithOffloads(
        $$"""
        using System.Net;
        using System.Threading.Tasks;

        public {{type}} Command
        {
            {{asynchronous}} Task<IPHostEntry?> ExecuteAsync(string host) => Task.Run(() => Execute(host));

            {{synchronous}} IPHostEntry? Execute(string host){{(synchronous.EndsWith("abstract", StringComparison.Ordinal) ? ";" : " => Dns.GetHostEntry(host);")}}
        }

        public class Lookup : Command
        {
            {{synchronous.Split(' ')[0]}} {{modifier}} IPHostEntry? Execute(string host) => Dns.GetHostEntry(host);
        }
        """);

    [Fact]
    public Task Default_implementation_in_an_interface_is_silent() => VerifyWithOffloads(
        """
        using System.Net;
        using System.Threading.Tasks;

        public interface ILookup
        {
            IPHostEntry Find(string host);

            Task<IPHostEntry> FindAsync(string host) => Task.Run(() => Find(host));
        }

        public class Lookup : ILookup
        {
            public IPHostEntry Find(string host) => Dns.GetHostEntry(host);
        }
        """);

    // abpframework/abp#654 and grandnode/grandnode2#776: what has blocked is wrapped in a completed task. The blocking call is reported where it stands.
    [Theory]
    [InlineData("public Task<string> LoadAsync(string path) => Task.FromResult(File.{|CONC201:ReadAllText|}(path));")]
    [InlineData("public ValueTask<string> LoadAsync(string path) => new ValueTask<string>(File.{|CONC201:ReadAllText|}(path));")]
    [InlineData("public Task SaveAsync(string path) { File.{|CONC201:WriteAllText|}(path, \"\"); return Task.CompletedTask; }")]
    public Task Completed_task_after_blocking_is_CONC201s(string method)
    {
        var test = new Verify.Test { TestCode = InStore(method) };
        test.AdditionalAnalyzers.Add(new BlockingIoInAsyncAnalyzer());
        test.AdditionalAnalyzers.Add(new BlockingIoOnPoolAnalyzer());
        return test.RunAsync();
    }

    // emertechie/SyslogNet#23: a contract that returns a task, and an implementation that has nothing to wait for.
    [Fact]
    public Task Memory_is_silent() => VerifyWithOffloads(
        """
        using System.IO;
        using System.Threading.Tasks;

        public class LocalSender
        {
            private readonly MemoryStream sent = new();

            public Task SendAsync(byte[] message) => Task.Run(() => sent.Write(message, 0, message.Length));

            public Task ResetAsync()
            {
                sent.SetLength(0);
                return Task.CompletedTask;
            }
        }
        """);

    // Azure/azure-storage-net#581: a work item around what is asynchronous already.
    [Fact]
    public Task Offload_of_asynchronous_work_is_CONC401s()
    {
        var test = new Verify.Test { TestCode = InStore("public Task<string> LoadAsync(string path) => Task.{|CONC401:Run|}(() => File.ReadAllTextAsync(path));") };
        test.AdditionalAnalyzers.Add(new TaskRunOverAsyncAnalyzer());
        test.AdditionalAnalyzers.Add(new BlockingIoOnPoolAnalyzer());
        return test.RunAsync();
    }

    // dotnet/runtime#25314: opening a file blocks before anything is asynchronous, so a program with a user keeps it off that thread.
    [Fact]
    public Task Program_with_a_user_interface_is_silent()
    {
        var test = new Verify.Test
        {
            TestCode =
                """
                using System.Net;
                using System.Threading.Tasks;

                public class Lookup
                {
                    public Task<IPHostEntry> FindAsync(string host)
                    {
                        return Task.Run(() => Dns.GetHostEntry(host));
                    }
                }
                """,
            References = TargetReferences.NetFramework,
        };
        test.AdditionalAnalyzers.Add(new BlockingIoOnPoolAnalyzer());
        return test.RunAsync();
    }

    // What is not, by reason

    [Theory]
    [InlineData("public Task<int> SumAsync(int[] values) => Task.Run(() => Sum(values));")]
    [InlineData("public Task<int> SumAsync(string path) => Task.Run(() => Sum(Array.ConvertAll(File.ReadAllLines(path), int.Parse)));")]
    public Task Computation_is_silent(string method) => VerifyWithOffloads(InStore(method + " private static int Sum(int[] v) { var s = 0; foreach (var a in v) foreach (var b in v) s += a * b; return s; }"));

    [Theory]
    [InlineData("public Task<string> LoadAsync(string path) => Task.Factory.StartNew(() => File.ReadAllText(path), TaskCreationOptions.LongRunning);")]
    [InlineData("public Task<bool> HasAsync(string path) => Task.Run(() => File.Exists(path));")]
    [InlineData("public Task<string> LoadAsync(string path) => Task.Run(() => text ??= File.ReadAllText(path)); private string? text;")]
    [InlineData("public Task<int> FirstAsync(Stream stream) => Task.Run(() => stream.ReadByte());")]
    [InlineData("public Task PauseAsync() => Task.Run(() => Thread.Sleep(1));")]
    [InlineData("public static Task Main() => Task.Run(() => { });")]
    public Task What_is_no_blocking_io_is_silent(string method) => VerifyWithOffloads(InStore(method));

    // File.ReadAllTextAsync came with .NET Standard 2.1.
    [Fact]
    public Task Framework_without_the_asynchronous_form_is_silent() => new Verify.Test
    {
        TestCode = InStore("public Task<string> LoadAsync(string path) => Task.Run(() => File.ReadAllText(path));"),
        References = TargetReferences.NetStandard20,
    }.RunAsync();

    [Fact]
    public Task Tests_are_silent() => VerifyWithOffloads(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class SettingsTests
        {
            [Xunit.Fact]
            public async Task LoadsAsync() => await Task.Run(() => File.ReadAllText("settings.txt"));
        }
        """);

    // What the fix writes

    [Fact]
    public Task Fix_calls_the_asynchronous_form() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            /// <summary>Reads the settings.</summary>
            public Task<string> LoadAsync(string path) => Task.[|Run|](() => File.ReadAllText(path));

            public async Task SaveAsync(string path, string text, CancellationToken cancellationToken)
            {
                // The old file is replaced.
                await Task.[|Run|](() => { File.WriteAllText(path, text); }).ConfigureAwait(false); // never appended
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            /// <summary>Reads the settings.</summary>
            public Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);

            public async Task SaveAsync(string path, string text, CancellationToken cancellationToken)
            {
                // The old file is replaced.
                await File.WriteAllTextAsync(path, text, cancellationToken).ConfigureAwait(false); // never appended
            }
        }
        """);

    [Fact]
    public Task Fix_uses_the_asynchronous_form_of_another_type() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string path) => File.ReadAllText(path);

            public Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }

        class Page(Store store)
        {
            public Task<string> ShowAsync(string path) => Task.[|Run|](() => store.Load(path));
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string path) => File.ReadAllText(path);

            public Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }

        class Page(Store store)
        {
            public Task<string> ShowAsync(string path) => store.LoadAsync(path);
        }
        """);

    // Where no fix is offered

    [Theory]
    [InlineData("public static string Load(string path) => File.ReadAllText(path).Trim(); public static Task<string> LoadAsync(string path) => Task.[|Run|](() => Load(path));")] // the method itself
    [InlineData("private static string Load(string path) => File.ReadAllText(path).Trim(); public static Task<string> ShowAsync(string path) => Task.[|Run|](() => Load(path));")]
    [InlineData("public Task<string> LoadAsync(string path) => Task.[|Run|](() => { var text = File.ReadAllText(path); return text.Trim(); });")]
    [InlineData("public Task<string> LoadAsync(string path) => Task.[|Run|](() => File.ReadAllText(path).Trim());")]
    [InlineData("public Task<string> LoadAsync(string path, CancellationToken token) => Task.Factory.[|StartNew|](() => File.ReadAllText(path), token, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("public Task CopyAsync(string from, string to) => Task.[|Run|](() => File.WriteAllText(to, File.ReadAllText(from)));")]
    public Task Work_that_is_not_one_call_with_an_asynchronous_form_has_no_fix(string method) => Verify.VerifyNoFixAsync(InStore(method));

    [Fact]
    public Task Fix_is_not_offered_where_an_argument_would_be_lost() => Verify.VerifyNoFixAsync(InStore(
        "public Task<string> LoadAsync(Func<string> path) => Task.[|Run|](() => File.ReadAllText(path()), new CancellationTokenSource(1).Token);"));

    private static Task VerifyAlone(string source)
    {
        var test = new Verify.Test { TestCode = source };
        test.AdditionalAnalyzers.Add(new BlockingIoOnPoolAnalyzer());
        test.AdditionalAnalyzers.Add(new BlockingIoInAsyncAnalyzer());
        return test.RunAsync();
    }

    private static Task VerifyWithOffloads(string source)
    {
        var test = new Verify.Test { TestCode = source };
        test.AdditionalAnalyzers.Add(new BlockingIoOnPoolAnalyzer());
        return test.RunAsync();
    }

    private static string InStore(string method) =>
        $$"""
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public class Store
        {
            private int count;

            public int Count => count;

            {{method}}
        }
        """;
}
