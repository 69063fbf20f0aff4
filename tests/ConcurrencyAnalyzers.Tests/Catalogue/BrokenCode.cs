namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>Code as it looks while someone types, or should never look at all.</summary>
internal static class BrokenCode
{
    public static readonly string[] Sources =
    [
        "",
        "#if A\n#elif B\nclass C {\n#else\n#endif\n#if !A\n#endif",
        "using System.Threading.Tasks; class A1 { async Task M( { await ; Task.Run(() => ; System.IO.File.ReadAllText(",
        "class A2 { async System.Threading.Tasks.Task M() { var t = Missing.Do().Result; t.Wait(; lock { await } } }",
        "class A3 : A3 { int M() => M() + M(); A3(int a) : this(a) { } }",
        "interface I4 : I4 { void M(); } class A4 : I4, I4 { void I4.M() => ((I4)this).M(); }",
        "class A5 { void M() { System.Threading.Tasks.Parallel.ForEach(x => , async x => { await y; }); new System.Threading.Thread(async () => ; } }",
        "using System; class A6 { Action a = async () => { await }; Func<int> f => async x => ; event Action E { add { async () => { } } } }",
        "class A7 { async System.Threading.Tasks.Task<int> M(bool async, int k = await 3) { if (async) return await M(async: !async); foreach (var in ) while(; yield return 1; } }",
        "using System.Linq; class A8 { object M() => from x in new[] { 1 } where System.IO.File.ReadAllText(x).Result select await x; }",
        "namespace N { class class { void void() { this.base.void(); } } }",
        "System.Threading.Thread.Sleep(1); await M(); async System.Threading.Tasks.Task M() { System.Threading.Thread.Sleep(; } class { }",
        "class A9<T> where T : A9<T> { T F; async void M() { F.F.F.M(); var s = new System.IO.StreamReader(s); s.ReadToEnd(); } }",
        "partial class B1 { partial void M(); partial System.Threading.Tasks.Task N(); } partial class B1 { partial void M() { N().Wait(); } }",
        "unsafe class B2 { delegate*<void> p; void M() { p(); stackalloc int[3]; fixed (int* q = ) { } goto nowhere; } }",
        "record B3(System.IO.Stream S) : B3(S) { public async System.Threading.Tasks.Task M() => S.Read(null, 0, 0); }",
        "using System.Threading.Tasks; class B4 { Task M() => Task.Run(Task.Run(() => M)).Result.Result.GetAwaiter().GetResult().Wait(); }",
        "using System; using System.Threading.Tasks; class B6 { async Task M() { await Task.Yield(); Action f = () => f(); f(); } }",
        "using System.Runtime.CompilerServices; using System.Threading.Tasks; class B7 { async Task M() { await Task.Yield(); TaskAwaiter a = a; a.GetResult(); TaskAwaiter b = c, c = b; b.GetResult(); } }",
        "\0\uFFFE\ud800 class B5 { /* ",
    ];
}
