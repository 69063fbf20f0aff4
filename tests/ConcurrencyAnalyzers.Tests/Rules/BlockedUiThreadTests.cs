using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockedUiThreadAnalyzer, BlockedUiThreadCodeFix>;

public sealed class BlockedUiThreadTests
{
    private const string Frameworks =
        """

        namespace Microsoft.Maui.Controls
        {
            public class Element
            {
                protected virtual void OnAppearing() { }
            }

            public class Button : Element
            {
                public event System.EventHandler? Clicked;

                public void Click() => Clicked?.Invoke(this, System.EventArgs.Empty);
            }
        }

        namespace Microsoft.Maui.ApplicationModel
        {
            using System;
            using System.Threading.Tasks;

            public static class MainThread
            {
                public static void BeginInvokeOnMainThread(Action action) { }

                public static Task InvokeOnMainThreadAsync(Action action) => Task.CompletedTask;

                public static Task<T> InvokeOnMainThreadAsync<T>(Func<T> function) => Task.FromResult(function());

                public static Task InvokeOnMainThreadAsync(Func<Task> function) => Task.CompletedTask;

                public static Task<T> InvokeOnMainThreadAsync<T>(Func<Task<T>> function) => function();
            }
        }

        namespace Orleans
        {
            public interface IGrain;

            public class Grain : IGrain;
        }

        namespace UnityEngine
        {
            public class MonoBehaviour;
        }
        """;

    // Reported

    [Theory]
    [InlineData("private void button_Click(object sender, EventArgs e) { label.Text = LoadAsync().[|Result|]; }")] // max-ieremenko/ServiceModel.Grpc#50
    [InlineData("private void button_Click(object sender, EventArgs e) { LoadAsync().[|Wait|](); }")] // mailjet/mailjet-apiv3-dotnet#51
    [InlineData("private void menu_Click(object sender, EventArgs e) => label.Text = LoadAsync().GetAwaiter().[|GetResult|]();")] // alex-oswald/WindowsFormsLifetime#27
    [InlineData("private void button_Click(object sender, EventArgs e) { label.Text = [|Address|](); } private string Address() => LoadAsync().GetAwaiter().GetResult();")] // restsharp/RestSharp#1691
    [InlineData("private void button_Click(object sender, EventArgs e) { label.Text = LoadAsync().[|WaitForResult|](); }")] // ActiveCampaign/postmark-dotnet#19
    [InlineData("private void button_Click(object sender, EventArgs e) { for (var i = 0; i < 10; i++) { label.Text = i.ToString(); Thread.[|Sleep|](100); } }")] // MahApps/MahApps.Metro#2115
    [InlineData("protected override void OnFormClosing(FormClosingEventArgs e) { base.OnFormClosing(e); e.Cancel = LoadAsync().[|Result|].Length > 0; }")] // AvaloniaCommunity/MessageBox.Avalonia#128
    [InlineData("private void Show(Dispatcher dispatcher, Task<string> load) => dispatcher.BeginInvoke(new Action(() => label.Text = load.[|Result|]));")] // SSC-STUDIO/UniversalDeviceToolkit#119
    [InlineData("private void button_Click(object sender, EventArgs e) { gate.[|Wait|](); gate.Release(); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { label.Text = File.[|ReadAllText|](\"a.txt\"); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { using (var answer = WebRequest.Create(\"http://localhost/\").[|GetResponse|]()) { label.Text = answer.ContentType; } }")] // Minary/Minary#24
    [InlineData("private async void button_Click(object sender, EventArgs e) { await LoadAsync(); Thread.[|Sleep|](1); }")]
    [InlineData("public Main() { button.Click += (sender, e) => Thread.[|Sleep|](1); }")]
    [InlineData("public Main() { button.Click += OnClick; void OnClick(object sender, EventArgs e) => Thread.[|Sleep|](1); }")]
    [InlineData("public Main() { clock.Tick += (sender, e) => Thread.[|Sleep|](1); }")]
    [InlineData("public Main() { new BackgroundWorker().RunWorkerCompleted += OnDone; } private void OnDone(object sender, RunWorkerCompletedEventArgs e) => Thread.[|Sleep|](1);")]
    [InlineData("protected override void OnLoad(EventArgs e) { new[] { 1, 2 }.ToList().ForEach(_ => Thread.[|Sleep|](1)); }")]
    [InlineData("public void Refresh(Control other) => other.Invoke((Action)(() => Thread.[|Sleep|](1)));")]
    public Task A_form_that_waits_is_reported(string members) => VerifyAsync(Form(members), TargetReferences.NetFramework);

    [Fact]
    public Task A_window_is_reported_too() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using System.Windows;
        using System.Windows.Input;

        public sealed class Start : Window
        {
            private void Save_Click(object sender, RoutedEventArgs e) => SaveAsync().[|Wait|]();

            protected override void OnKeyDown(KeyEventArgs e) => Thread.[|Sleep|](10);

            private async Task SaveAsync() => await Task.Delay(10);
        }

        public sealed class SaveCommand : ICommand
        {
            public event System.EventHandler CanExecuteChanged { add { } remove { } }

            public bool CanExecute(object parameter) => true;

            public void Execute(object parameter) => Thread.[|Sleep|](10);
        }
        """, TargetReferences.NetFramework);

    [Fact]
    public Task A_component_is_reported() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using Microsoft.AspNetCore.Components;

        public sealed class Orders(HttpClient http) : ComponentBase // dotnet/blazor#924
        {
            private string text = "";

            public string Text => text;

            protected override void OnInitialized() => text = http.GetStringAsync("orders").[|Result|];

            public EventCallback Delete(object receiver) => EventCallback.Factory.Create(receiver, () => Thread.[|Sleep|](500)); // ant-design-blazor/ant-design-blazor#439
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_turn_is_reported_in_its_own_words() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public interface IAccount : Orleans.IGrain
        {
            Task PayAsync();
        }

        public sealed class Account : Orleans.Grain, IAccount
        {
            public async Task PayAsync()
            {
                Thread.{|#0:Sleep|}(10);
                await Task.Yield();
            }
        }

        public sealed class Player : UnityEngine.MonoBehaviour
        {
            private void Update() => Thread.[|Sleep|](10);
        }
        """ + Frameworks,
        Verify.Diagnostic().WithLocation(0).WithMessage("'PayAsync' runs on a turn that others wait for, which it blocks on a sleep: Thread.Sleep"));

    // Silent

    [Theory]
    [InlineData("private async void button_Click(object sender, EventArgs e) { label.Text = await LoadAsync(); }")] // Necrobot-Private/NecroBot#1335
    [InlineData("private async void menu_Click(object sender, EventArgs e) { var form = await LoadAsync(); label.Text = form; }")] // alex-oswald/WindowsFormsLifetime#27, as answered
    [InlineData("private void stop_Click(object sender, EventArgs e) { ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(1)); }")] // ZeBobo5/Vlc.DotNet#542
    [InlineData("public bool IsInstalled() => LoadAsync().GetAwaiter().GetResult().Length > 0;")] // OctopusDeploy/OctopusTentacle#1236
    [InlineData("private async void button_Click(object sender, EventArgs e) { await Task.Run(() => Thread.Sleep(1)); }")] // AvaloniaUI/Avalonia#17278
    [InlineData("private async void Main_Closing(object sender, CancelEventArgs e) { e.Cancel = true; await LoadAsync(); Close(); }")] // AvaloniaUI/Avalonia#4070
    [InlineData("private async Task AskAsync(Dispatcher dispatcher) { await dispatcher.InvokeAsync(() => label.Show()); await LoadAsync(); }")] // POW-Software/ByteSync#201
    [InlineData("private async void button_Click(object sender, EventArgs e) { var load = LoadAsync(); await load; label.Text = load.Result; }")]
    [InlineData("private async void button_Click(object sender, EventArgs e) { await LoadAsync().ConfigureAwait(false); Thread.Sleep(1); }")] // Windows-XAML/Template10#1059
    [InlineData("private void button_Click(object sender, EventArgs e) { if (gate.Wait(0)) { gate.Release(); } }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { lock (names) { Thread.Sleep(1); } }")] // CONC308
    [InlineData("private void worker_DoWork(object sender, DoWorkEventArgs e) { Thread.Sleep(1); }")]
    [InlineData("public Main() { new BackgroundWorker().DoWork += (sender, e) => Thread.Sleep(1); }")]
    [InlineData("public Main(Process process) { process.Exited += process_Exited; } private void process_Exited(object sender, EventArgs e) => Thread.Sleep(1);")]
    [InlineData("public Main(System.Timers.Timer timer) { timer.Elapsed += (sender, e) => Thread.Sleep(1); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { new Thread(() => LoadAsync().Wait()).Start(); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { if (label.Text == \"\") { Thread.Sleep(1); throw new InvalidOperationException(); } }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { LoadAsync().ContinueWith(load => label.Text = load.Result); }")] // ActiveCampaign/postmark-dotnet#19, as answered
    public Task What_leaves_the_thread_alone_is_silent(string members) => VerifyAsync(Form(members), TargetReferences.NetFramework);

    [Fact]
    public Task Code_without_a_user_interface_is_silent() => VerifyAsync(
        """
        using System;
        using System.Threading;

        public sealed class Store
        {
            public event EventHandler? Saved;

            public void Bind() => Saved += OnSaved;

            public void Save() => Saved?.Invoke(this, EventArgs.Empty);

            private void OnSaved(object? sender, EventArgs e) => Thread.Sleep(1);
        }
        """, TargetReferences.Net100);

    // Fixed

    [Theory]
    [InlineData(
        "private void button_Click(object sender, EventArgs e) { label.Text = LoadAsync().[|Result|]; }",
        "private async void button_Click(object sender, EventArgs e) { label.Text = await LoadAsync(); }")]
    [InlineData(
        "void button_Click(object sender, EventArgs e) { label.Text = \"...\"; Thread.[|Sleep|](5); label.Text = LoadAsync().[|Result|]; }",
        "async void button_Click(object sender, EventArgs e) { label.Text = \"...\"; await Task.Delay(5); label.Text = await LoadAsync(); }")]
    [InlineData(
        "private void menu_Click(object sender, EventArgs e) => label.Text = LoadAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();",
        "private async void menu_Click(object sender, EventArgs e) => label.Text = await LoadAsync();")] // back to where it was
    [InlineData(
        "private void box_KeyDown(object sender, KeyEventArgs e) { e.Handled = true; ((Control)sender).Enabled = false; gate.[|Wait|](); gate.Release(); ((Control)sender).Enabled = true; }",
        "private async void box_KeyDown(object sender, KeyEventArgs e) { e.Handled = true; ((Control)sender).Enabled = false; await gate.WaitAsync(); gate.Release(); ((Control)sender).Enabled = true; }")]
    [InlineData(
        "public Main() { button.Click += (sender, e) => Thread.[|Sleep|](1); }",
        "public Main() { button.Click += async (sender, e) => await Task.Delay(1); }")]
    [InlineData(
        "public Main() { button.Click += delegate { Thread.[|Sleep|](1); label.Show(); }; }",
        "public Main() { button.Click += async delegate { await Task.Delay(1); label.Show(); }; }")]
    [InlineData(
        "public Main() { button.Click += OnClick; void OnClick(object sender, EventArgs e) => Thread.[|Sleep|](1); }",
        "public Main() { button.Click += OnClick; async void OnClick(object sender, EventArgs e) => await Task.Delay(1); }")]
    [InlineData(
        "public Main() { button.Click += new EventHandler(this.OnClick); Load -= OnClick; } private void OnClick(object sender, EventArgs e) { /* soon */ Thread.[|Sleep|](1); }",
        "public Main() { button.Click += new EventHandler(this.OnClick); Load -= OnClick; } private async void OnClick(object sender, EventArgs e) { /* soon */ await Task.Delay(1); }")]
    [InlineData(
        "private async void button_Click(object sender, EventArgs e) { await LoadAsync(); gate.[|Wait|](); }",
        "private async void button_Click(object sender, EventArgs e) { await LoadAsync(); await gate.WaitAsync(); }")]
    [InlineData(
        "private async void Main_Closing(object sender, CancelEventArgs e) { e.Cancel = true; await LoadAsync(); Thread.[|Sleep|](1); }",
        "private async void Main_Closing(object sender, CancelEventArgs e) { e.Cancel = true; await LoadAsync(); await Task.Delay(1); }")] // the window has had its answer
    [InlineData(
        "private void OnSaveClicked(object sender, EventArgs e) { Thread.[|Sleep|](5); }",
        "private async void OnSaveClicked(object sender, EventArgs e) { await Task.Delay(5); }")]
    [InlineData(
        "private void Main_Load(object sender, EventArgs e) { label.Text = LoadAsync().[|Result|]; }",
        "private async void Main_Load(object sender, EventArgs e) { label.Text = await LoadAsync(); }")]
    [InlineData(
        "private void button_Click(object sender, EventArgs e) { if (count == 0) { label.Text = LoadAsync().[|Result|]; } }",
        "private async void button_Click(object sender, EventArgs e) { if (count == 0) { label.Text = await LoadAsync(); } }")]
    public async Task A_handler_awaits(string before, string after)
    {
        await FixAsync(Form(before), Form(after), LanguageVersion.Latest);
        await FixAsync(Form(before), Form(after), LanguageVersion.CSharp7_3);
    }

    [Fact]
    public Task Each_of_several_handlers_awaits() => FixAsync(
        Form("private void a_Click(object sender, EventArgs e) => LoadAsync().[|Wait|](); private void b_Click(object sender, EventArgs e) => Thread.[|Sleep|](1);"),
        Form("private async void a_Click(object sender, EventArgs e) => await LoadAsync(); private async void b_Click(object sender, EventArgs e) => await Task.Delay(1);"),
        LanguageVersion.Latest);

    [Fact]
    public Task A_callback_that_its_dispatcher_awaits_becomes_asynchronous() => Verify.VerifyCodeFixAsync(
        Phone(
            """
            public Task ShowAsync() => MainThread.InvokeOnMainThreadAsync(() => Thread.[|Sleep|](1));

            public Task<string> LoadAsync() => MainThread.InvokeOnMainThreadAsync(() => http.GetStringAsync("http://localhost/").[|Result|]);

            public Phone(Button button) => button.Clicked += (_, _) => Thread.[|Sleep|](1);
            """),
        Phone(
            """
            public Task ShowAsync() => MainThread.InvokeOnMainThreadAsync(async () => await Task.Delay(1));

            public Task<string> LoadAsync() => MainThread.InvokeOnMainThreadAsync(async () => await http.GetStringAsync("http://localhost/"));

            public Phone(Button button) => button.Clicked += async (_, _) => await Task.Delay(1);
            """));

    // Not fixed

    [Theory]
    [InlineData("private void Main_FormClosing(object sender, FormClosingEventArgs e) { Thread.[|Sleep|](1); }")] // MahApps/MahApps.Metro#1022: the window would be gone
    [InlineData("private void Main_Closed(object sender, EventArgs e) { LoadAsync().[|Wait|](); }")] // microsoft/microsoft-ui-xaml#6935
    [InlineData("public Main() { FormClosed += (sender, e) => LoadAsync().[|Wait|](); }")]
    [InlineData("public Main() { clock.Tick += OnTick; } private void OnTick(object sender, EventArgs e) { Thread.[|Sleep|](1); }")] // the next would come in between
    [InlineData("private async void Main_FormClosing(object sender, FormClosingEventArgs e) { LoadAsync().[|Wait|](); await LoadAsync(); }")]
    [InlineData("private void box_KeyDown(object sender, KeyEventArgs e) { Thread.[|Sleep|](1); e.Handled = true; }")] // nobody looks any more
    [InlineData("private void box_KeyDown(object sender, KeyEventArgs e) { foreach (var c in label.Text) { e.Handled = c == 'a'; Thread.[|Sleep|](1); } }")]
    [InlineData("private void CleanUp(object sender, EventArgs e) { Thread.[|Sleep|](1); }")] // of which event?
    [InlineData("protected override void OnLoad(EventArgs e) { Thread.[|Sleep|](1); }")]
    [InlineData("public void button_Click(object sender, MouseEventArgs e) { Thread.[|Sleep|](1); }")] // whoever calls it goes on
    [InlineData("private void button_Click(object sender, EventArgs e) { Thread.[|Sleep|](1); } public void Press() { button_Click(null, null); label.Show(); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { Thread.[|Sleep|](1); } public void Press() => Invoke(new EventHandler(button_Click));")]
    [InlineData("private void button_Click(object sender, EventArgs e) { [|Pause|](); } private void Pause() => Thread.Sleep(1);")]
    [InlineData("private void button_Click(object sender, EventArgs e) { label.Text = File.[|ReadAllText|](\"a.txt\"); }")] // has no other form here
    [InlineData("private void button_Click(object sender, EventArgs e) { try { LoadAsync().[|Wait|](); } catch (AggregateException) { } }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { if (text == \"\") { text = LoadAsync().[|Result|]; } }")] // twice, for who is quick
    [InlineData("private void button_Click(object sender, EventArgs e) { var old = count; Thread.[|Sleep|](1); count = old + 1; }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { names.Clear(); Thread.[|Sleep|](1); names.Add(\"\"); }")]
    [InlineData("private void button_Click(object sender, EventArgs e) { for (var i = count; i < 3; i++) { Thread.[|Sleep|](1); count = i; } }")]
    [InlineData("private void Main_Load(object sender, EventArgs e) { text = LoadAsync().[|Result|]; }")] // others count on it
    [InlineData("private void button_Click(object sender, EventArgs e) { Invoke(new Action(() => Thread.[|Sleep|](1))); }")] // waits for the action
    [InlineData("private void Show(Dispatcher dispatcher) => dispatcher.InvokeAsync(() => Thread.[|Sleep|](1));")] // awaits no tasks
    public Task Nothing_is_offered_where_somebody_counts_on_the_end(string members)
    {
        var test = new Verify.Test { TestCode = Form(members), References = TargetReferences.NetFramework, NullableContext = NullableContextOptions.Disable, OffersNoFix = true };
        return test.RunAsync();
    }

    [Fact]
    public Task Nothing_is_offered_for_callbacks_that_nobody_awaits() => Verify.VerifyNoFixAsync(Phone(
        """
        public void Show() => MainThread.BeginInvokeOnMainThread(() => Thread.[|Sleep|](1));

        protected override void OnAppearing() => Thread.[|Sleep|](1);
        """));

    private static Task VerifyAsync(string source, TargetReferences references) => new Verify.Test
    {
        TestCode = source,
        References = references,
        NullableContext = references == TargetReferences.NetFramework ? NullableContextOptions.Disable : NullableContextOptions.Enable,
    }.RunAsync();

    private static Task FixAsync(string before, string after, LanguageVersion version) => new Verify.Test
    {
        TestCode = before,
        FixedCode = after,
        References = TargetReferences.NetFramework,
        NullableContext = NullableContextOptions.Disable,
        LanguageVersion = version,
    }.RunAsync();

    private static string Form(string members) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Windows.Forms;
        using System.Windows.Threading;

        public sealed class Main : Form
        {
            private readonly HttpClient http = new HttpClient();
            private readonly SemaphoreSlim gate = new SemaphoreSlim(1);
            private readonly Label label = new Label();
            private readonly Button button = new Button();
            private readonly System.Windows.Forms.Timer clock = new System.Windows.Forms.Timer();
            private readonly List<string> names = new List<string>();
            private string text = "";
            private int count;

            {{members}}

            private async Task<string> LoadAsync() => await http.GetStringAsync("http://localhost/" + text + count + names.Count + clock.Interval + button.Text);
        }

        internal static class TaskExtensions
        {
            public static T WaitForResult<T>(this Task<T> task)
            {
                task.Wait();
                return task.Result;
            }
        }
        """;

    private static string Phone(string members) =>
        $$"""
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Maui.ApplicationModel;
        using Microsoft.Maui.Controls;

        public sealed class Phone : Element
        {
            private readonly HttpClient http = new();

            public string Address => $"{http}";

            {{members.Replace("\n", "\n    ", StringComparison.Ordinal).Replace("    \n", "\n", StringComparison.Ordinal)}}
        }
        """ + Frameworks;
}
