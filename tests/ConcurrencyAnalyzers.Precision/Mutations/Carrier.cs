namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>One call on the way from the vehicle to what blocks.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Enter">Writes the call, and declares what it calls; the last argument writes what that does.</param>
internal sealed record Carrier(string Name, Func<Draft, Scope, Func<Scope, string>, string> Enter)
{
    public static IReadOnlyList<Carrier> All { get; } =
    [
        new("static method", static (draft, scope, inner) => Static(draft, draft.HomeFor(scope), scope, inner)),
        new("static method, other file", static (draft, scope, inner) => Static(draft, draft.OtherHome(), scope, inner)),
        new("instance method", Instance),
        new("lambda in a local", static (draft, scope, inner) =>
        {
            var name = draft.Name("mutantAction");
            return $"global::System.Action {name} = () => {{ {inner(scope)} }}; {name}();";
        }),
        new("local function", static (draft, scope, inner) =>
        {
            var name = draft.Name("mutantLocal");
            return $"{name}(); void {name}() {{ {inner(scope)} }}";
        }),
        new("generic method", static (draft, scope, inner) =>
        {
            var (home, name) = (draft.HomeFor(scope), draft.Name("Mutant"));
            home.Add($"internal static T {name}<T>(T value{draft.MoreParameters}) {{ {draft.Wrap(inner(new(home, false)))} return value; }}");
            return $"{Access(home, scope)}{name}<int>(1{draft.MoreArguments});";
        }),
        new("interface, one implementation", Interface),
        new("virtual override", static (draft, scope, inner) =>
        {
            var (type, child) = (draft.Name("MutantBase"), draft.Name("MutantChild"));
            var home = draft.NewType(child, $": {type}");
            home.Add($"internal override void Go({draft.Parameters}) {{ {draft.Wrap(inner(new(home, true)))} }} internal static {type} Create() {{ return new {child}(); }}");
            draft.NewType(type, "", "abstract class").Add($"internal abstract void Go({draft.Parameters});");
            return $"{home.Name}.Create().Go({draft.Arguments});";
        }),
        new("extension method", static (draft, scope, inner) =>
        {
            var name = draft.Name("Mutant");

            // In the global namespace, where no directive is needed to see it.
            var home = draft.NewType(draft.Name("MutantExtensions"), "", "static class", global: true);
            home.Add($"internal static void {name}(this string text{draft.MoreParameters}) {{ {draft.Wrap(inner(new(home, false)))} }}");
            return $"\"text\".{name}({draft.Arguments});";
        }),
        new("property getter", static (draft, scope, inner) =>
        {
            var (home, name) = (draft.HomeFor(scope), draft.Name("Mutant"));
            home.Add($"internal static int {name} {{ get {{ {draft.Wrap(inner(new(home, false)))} return 1; }} }}");
            return $"global::System.GC.KeepAlive({Access(home, scope)}{name});";
        }),
        new("iterator", static (draft, scope, inner) =>
        {
            var (home, name) = (draft.HomeFor(scope), draft.Name("Mutant"));
            home.Add($"internal static global::System.Collections.Generic.IEnumerable<int> {name}({draft.Parameters}) {{ {draft.Wrap(inner(new(home, false)))} yield return 1; }}");
            var sequence = $"{Access(home, scope)}{name}({draft.Arguments})";
            return draft.Pick($"foreach (var {draft.Name("mutantElement")} in {sequence}) {{ }}", $"global::System.Linq.Enumerable.ToList({sequence});", $"global::System.Linq.Enumerable.Count({sequence});");
        }),
        new("constructor", static (draft, scope, inner) =>
        {
            var name = draft.Name("MutantMade");
            var home = draft.NewType(name);
            home.Add($"internal {name}({draft.Parameters}) {{ {draft.Wrap(inner(new(home, true)))} }}");
            return $"new {home.Name}({draft.Arguments});";
        }),
        new("Dispose", static (draft, scope, inner) =>
        {
            var home = draft.NewType(draft.Name("MutantOwner"), ": global::System.IDisposable");
            home.Add($"public void Dispose() {{ {draft.Wrap(inner(new(home, true)))} }}");
            return $"using (new {home.Name}()) {{ }}";
        }),
        new("delegate parameter", static (draft, scope, inner) =>
        {
            var (home, name) = (draft.HomeFor(scope), draft.Name("Mutant"));
            home.Add($"internal static void {name}(global::System.Action action) {{ {draft.Wrap("action();")} }}");
            return $"{Access(home, scope)}{name}(() => {{ {inner(scope)} }});";
        }),
    ];

    /// <summary>Calls that cost next to nothing.</summary>
    public static IReadOnlyList<Carrier> Light { get; } =
        [.. All.Where(static carrier => carrier.Name is "static method" or "static method, other file" or "local function" or "generic method" or "extension method")];

    /// <summary>Calls of asynchronous code: each is an expression that is a task.</summary>
    public static IReadOnlyList<Carrier> Asynchronous { get; } =
    [
        new("async method", static (draft, scope, inner) => Task(draft, draft.HomeFor(scope), scope, inner, Awaiting)),
        new("async method, other file", static (draft, scope, inner) => Task(draft, draft.OtherHome(), scope, inner, Awaiting)),
        new("method that returns the task", static (draft, scope, inner) => Task(draft, draft.HomeFor(scope), scope, inner, static (_, task) => ("", $"return {task};"))),
        new("async instance method", static (draft, scope, inner) =>
        {
            var name = draft.Name("MutantAsync");
            var home = draft.NewType(draft.Name("MutantHelper"));
            home.Add($"internal async {TaskType} {name}({draft.Parameters}) {{ {draft.Wrap($"await {inner(new(home, true))}.ConfigureAwait(false);")} }}");
            return $"new {home.Name}().{name}({draft.Arguments})";
        }),
        new("async extension method", static (draft, scope, inner) =>
        {
            var name = draft.Name("MutantAsync");
            var home = draft.NewType(draft.Name("MutantExtensions"), "", "static class", global: true);
            home.Add($"internal static async {TaskType} {name}(this object mutantSelf{draft.MoreParameters}) {{ {draft.Wrap($"await {inner(new(home, false))}.ConfigureAwait(false);")} }}");
            return $"\"text\".{name}({draft.Arguments})";
        }),
        new("async interface, one implementation", static (draft, scope, inner) =>
        {
            var (contract, name) = (draft.Name("IMutant"), draft.Name("MutantService"));
            var home = draft.NewType(name, $": {contract}");
            home.Add($"public async {TaskType} GoAsync({draft.Parameters}) {{ {draft.Wrap($"await {inner(new(home, true))}.ConfigureAwait(false);")} }} internal static {contract} Injected {{ get; set; }} internal static {contract} Create() {{ return new {name}(); }}");
            draft.NewType(contract, "", "interface").Add($"{TaskType} GoAsync({draft.Parameters});");
            return draft.Pick($"{home.Name}.Injected.GoAsync({draft.Arguments})", $"{home.Name}.Create().GoAsync({draft.Arguments})");
        }),
    ];

    /// <summary>What the caller has made can be handed on.</summary>
    public bool HandsOn => Name is not ("property getter" or "Dispose");

    /// <summary>What it writes is one call that a delegate can be made of.</summary>
    public bool IsMethod => Name is "static method" or "static method, other file" or "instance method";

    private static string Static(Draft draft, Home home, Scope scope, Func<Scope, string> inner)
    {
        var name = draft.Name("Mutant");
        home.Add($"internal static void {name}({draft.Parameters}) {{ {draft.Wrap(inner(new(home, false)))} }}");
        return $"{Access(home, scope)}{name}({draft.Arguments});";
    }

    private static string Instance(Draft draft, Scope scope, Func<Scope, string> inner)
    {
        var name = draft.Name("Mutant");
        if (scope.HasThis && draft.Flip())
        {
            scope.Home.Add($"internal void {name}({draft.Parameters}) {{ {draft.Wrap(inner(scope))} }}");
            return $"{name}({draft.Arguments});";
        }

        var home = draft.NewType(draft.Name("MutantHelper"));
        home.Add($"internal void {name}({draft.Parameters}) {{ {draft.Wrap(inner(new(home, true)))} }}");
        return $"new {home.Name}().{name}({draft.Arguments});";
    }

    private static string Interface(Draft draft, Scope scope, Func<Scope, string> inner)
    {
        var (contract, name) = (draft.Name("IMutant"), draft.Name("MutantService"));
        var home = draft.NewType(name, $": {contract}");
        home.Add($"public void Go({draft.Parameters}) {{ {draft.Wrap(inner(new(home, true)))} }}");
        home.Add($"internal static {contract} Current {{ get; set; }} = new {name}(); internal static {contract} Injected {{ get; set; }} internal static {contract} Create() {{ return new {name}(); }}");
        draft.NewType(contract, "", "interface").Add($"void Go({draft.Parameters});");
        return draft.Pick($"{home.Name}.Current.Go({draft.Arguments});", $"{home.Name}.Injected.Go({draft.Arguments});", $"{home.Name}.Create().Go({draft.Arguments});");
    }

    private const string TaskType = "global::System.Threading.Tasks.Task";

    private static string Task(Draft draft, Home home, Scope scope, Func<Scope, string> inner, Func<Draft, string, (string Modifier, string Body)> write)
    {
        var name = draft.Name("MutantAsync");
        var (modifier, body) = write(draft, inner(new(home, false)));
        home.Add($"internal static {modifier}{TaskType} {name}({draft.Parameters}) {{ {body} }}");
        return $"{Access(home, scope)}{name}({draft.Arguments})";
    }

    private static (string Modifier, string Body) Awaiting(Draft draft, string task) => ("async ", draft.Wrap($"await {task}.ConfigureAwait(false);"));

    private static string Access(Home home, Scope scope) => home == scope.Home && !scope.IsOutside ? "" : home.Name + ".";
}
