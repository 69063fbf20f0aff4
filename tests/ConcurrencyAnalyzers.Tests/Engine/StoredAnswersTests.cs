namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Work that brings up to date what a member gives anyway, and work that looks like it.</summary>
public sealed class StoredAnswersTests
{
    [Theory]
    [InlineData("List<int> P { get { if (connects > 0) { return items; } Connect(); return items; } }")]
    [InlineData("List<int> P { get { if (Connects > 0) return items; if (client == null || !client.Open) { Connect(); } return items; } }")]
    [InlineData("List<int> P { get { if (IsReady()) return items; lock (this) { if (IsReady()) return items; Connect(); return items; } } }")]
    [InlineData("List<int> P { get { if (!IsReady()) { Connect(); } return items; } }")]
    [InlineData("List<int> P { get { if (state is State.Idle) { Connect(); } return items; } }")]
    [InlineData("bool P { get { if (client == null) { return false; } if (state == State.Pending) { Connect(); } return state == State.Open; } }")]
    [InlineData("bool P { get { if (state != State.Open) { state = State.Pending; } if (state == State.Pending) { if (connects > 1) { Connect(); } else { Connect(); } } return state == State.Open; } }")]
    [InlineData("int P { get { if (state == State.Pending) { Connect(); } return items.Count; } }")]
    [InlineData("int P { get { if (state == State.Pending) { try { Connect(); } catch (IOException) { return 0; } } return connects; } }")]
    [InlineData("static string P { get { if (loads > 3) { return shared; } Thread.Sleep(1); return shared; } }")]
    [InlineData("List<int> P() { if (connects > 0) { return items; } Connect(); return items; }")] // a method that gives an object
    [InlineData("List<int> P(CancellationToken token = default) { if (state == State.Pending) { Connect(); } return items; }")]
    [InlineData("async Task<List<int>> P() { if (state == State.Open) { return items; } await Task.Yield(); Connect(); return items; }")]
    public void What_is_stored_is_given_with_the_work_and_without(string member) => Assert.Equal("Sleep per miss", Effects(member));

    [Theory]
    [InlineData("List<int> P { get { Connect(); return items; } }")]
    [InlineData("List<int> P { get { if (connects > 0) { Connect(); return items; } Connect(); return items; } }")] // either way
    [InlineData("List<int> P { get { if (connects > 0) { return items; } Connect(); return new(); } }")] // another answer
    [InlineData("List<int> P { get { if (connects > 0) { return none; } Connect(); return items; } }")]
    [InlineData("bool P { get { if (connects == 0) { return false; } return Ask(); } }")] // the work gives the answer
    [InlineData("bool P { get { if (state == State.Pending) { return Ask(); } return connects > 0; } }")]
    [InlineData("bool P { get { if (state == State.Pending) { Connect(); } return Ask(); } }")]
    [InlineData("List<int> P { get { if (remote) { Connect(); } return items; } }")] // made for one way of working
    [InlineData("List<int> P { get { if (Remote) { Connect(); } return items; } }")]
    [InlineData("List<int> P { get { if (File.Exists(\"x\")) { Connect(); } return items; } }")] // not its own state
    [InlineData("List<int> P { get { var now = connects; if (now > 0) { Connect(); } return items; } }")] // said in another way: not followed
    [InlineData("List<int> P { get { while (true) { if (state == State.Pending) { Connect(); } if (state == State.Open) { return items; } } } }")]
    [InlineData("List<int> P(bool again) { if (!again) { return items; } Connect(); return items; }")] // who calls decides
    [InlineData("List<int> P(int least) { if (connects > least) { return items; } Connect(); return items; }")]
    [InlineData("bool P() { if (state == State.Pending) { Connect(); } return changed; }")] // a command that says how it went
    [InlineData("bool P() { if (state != State.Pending) { return changed; } Connect(); return changed; }")]
    [InlineData("C P() { if (state != State.Pending) { return this; } Connect(); return this; }")]
    [InlineData("string P() { if (state != State.Pending) { return string.Empty; } Connect(); return string.Empty; }")]
    [InlineData("void P() { if (state == State.Pending) { return; } Connect(); }")] // nothing to do, which is as common as something
    [InlineData("void P() { if (connects > 0) { Connect(); } }")]
    public void Any_other_work_is_done_every_time(string member) => Assert.Equal("Sleep", Effects(member).Split(',')[0].Replace(" per iteration", ""));

    [Fact]
    public void Caller_of_a_question_is_asked_as_rarely() => Assert.Equal("Sleep per miss", Effects("bool P() => Up && Up; bool Up { get { if (state == State.Pending) { Connect(); } return state == State.Open; } }"));

    private static string Effects(string member)
    {
        var run = new EngineRun($$"""
            enum State { Idle, Pending, Open }
            class Client { public bool Open { get; set; } }
            class C
            {
                readonly bool remote;
                static readonly List<int> none = new();
                static int loads;
                static string shared = "";
                bool Remote { get; }
                State state;
                int connects;
                bool changed;
                int Connects => connects;
                Client? client;
                List<int> items = new();
                bool IsReady() => connects > 1;
                bool Ask() { Thread.Sleep(1); return true; }
                void Connect() => Thread.Sleep(1);
                C(bool remote) => this.remote = remote;
                {{member}}
            }
            """);
        return run.Effects(run.Type("C").GetMembers("get_P").IsEmpty ? "C.P" : "get_P");
    }
}
