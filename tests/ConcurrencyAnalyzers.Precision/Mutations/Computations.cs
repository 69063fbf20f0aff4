namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>
/// Work that computes: next to nothing, a little, or much. How long the data are that the last kind works on, nobody knows, as in life.
/// Each has variables of its own and leaves its result in a field, which the last one overwrites: nothing is added up by several threads.
/// </summary>
internal static class Computations
{
    private const string List = "global::System.Collections.Generic.List<int>";
    private const string Kept = "long mutantSum = 0; foreach (var mutantRow in $STATE$.Rows) { foreach (var mutantOther in $STATE$.Rows) { foreach (var mutantThird in $STATE$.Rows) { mutantSum += mutantRow * mutantOther % (mutantThird + 1); } } } $STATE$.Last = mutantSum;";
    private const string Task = "global::System.Threading.Tasks.Task";

    public static IReadOnlyList<WorkloadTemplate> All { get; } = [.. Heavy(), .. Small(), .. Tiny()];

    /// <summary>Expressions that start asynchronous I/O for an item, whatever that is: a name, a path, a line.</summary>
    public static IReadOnlyList<WorkloadTemplate> Asynchronous { get; } =
    [
        Awaits("HttpClient.GetStringAsync", "using (var client = new global::System.Net.Http.HttpClient()) { await client.GetStringAsync(item); }") with { Needs = ["System.Net.Http.HttpClient"] },
        Awaits("Dns.GetHostAddressesAsync", "await global::System.Net.Dns.GetHostAddressesAsync(item);"),
        Awaits("TcpClient.ConnectAsync", "using (var client = new global::System.Net.Sockets.TcpClient()) { await client.ConnectAsync(item, 80); }"),
        Awaits("Ping.SendPingAsync", "await new global::System.Net.NetworkInformation.Ping().SendPingAsync(item);"),
    ];

    // Most are given what they work on, as most code is; some look it up where it is kept.
    private static IEnumerable<WorkloadTemplate> Heavy() =>
    [
        Given("three loops over a list", "long mutantSum = 0; foreach (var mutantRow in mutantSubject) { foreach (var mutantOther in mutantSubject) { foreach (var mutantThird in mutantSubject) { mutantSum += mutantRow * mutantOther % (mutantThird + 1); } } } $STATE$.Last = mutantSum;", List),
        Given("pairs in an array", "double mutantSum = 0; for (var mutantOne = 0; mutantOne < mutantSubject.Length; mutantOne++) { for (var mutantTwo = 0; mutantTwo < mutantSubject.Length; mutantTwo++) { mutantSum += global::System.Math.Sqrt(mutantSubject[mutantOne] * mutantSubject[mutantTwo]); } } $STATE$.Last = (long)mutantSum;", "int[]"),
        Given("matrix product", "var mutantSize = mutantSubject.GetLength(0); var mutantProduct = new double[mutantSize, mutantSize]; for (var mutantRow = 0; mutantRow < mutantSize; mutantRow++) { for (var mutantColumn = 0; mutantColumn < mutantSize; mutantColumn++) { double mutantSum = 0; for (var mutantInner = 0; mutantInner < mutantSize; mutantInner++) { mutantSum += mutantSubject[mutantRow, mutantInner] * mutantSubject[mutantInner, mutantColumn]; } mutantProduct[mutantRow, mutantColumn] = mutantSum; } } $STATE$.Last = (long)mutantProduct[0, 0];", "double[,]"),
        Given("longest mirrored part of a text", "var mutantLongest = 0; for (var mutantOne = 0; mutantOne < mutantSubject.Length; mutantOne++) { for (var mutantTwo = mutantSubject.Length - 1; mutantTwo > mutantOne; mutantTwo--) { var mutantSame = 0; while (mutantOne + mutantSame < mutantTwo - mutantSame && mutantSubject[mutantOne + mutantSame] == mutantSubject[mutantTwo - mutantSame]) { mutantSame++; } mutantLongest = global::System.Math.Max(mutantLongest, mutantSame); } } $STATE$.Last = mutantLongest;", "string"),
        Given("query in a loop", "long mutantSum = 0; foreach (var mutantRow in mutantSubject) { mutantSum += global::System.Linq.Enumerable.Count(mutantSubject, mutantOther => mutantOther % (mutantRow + 1) == 0); } $STATE$.Last = mutantSum;", List),
        Given("sort in a loop", "long mutantSum = 0; foreach (var mutantRow in mutantSubject) { var mutantSorted = global::System.Linq.Enumerable.ToList(global::System.Linq.Enumerable.OrderBy(mutantSubject, mutantOther => mutantOther ^ mutantRow)); mutantSum += mutantSorted[0]; } $STATE$.Last = mutantSum;", List),
        Given("step for each element", "long mutantSum = 0; foreach (var mutantRow in mutantSubject) { mutantSum += $STATE$.Near(mutantSubject, mutantRow); } $STATE$.Last = mutantSum;", List, " internal static int Near(global::System.Collections.Generic.List<int> all, int row) { var count = 0; foreach (var other in all) { if (global::System.Math.Abs(global::System.Math.Sqrt(other) - row) < 10) { count++; } } return count; }"),
        Given("text that grows in loops", "var mutantText = \"\"; foreach (var mutantRow in mutantSubject) { foreach (var mutantOther in mutantSubject) { mutantText += mutantRow - mutantOther; } } $STATE$.Last = mutantText.Length;", List),
        Given("iteration until it converges", "double mutantError; var mutantStep = 1.0; do { mutantError = 0; for (var mutantOne = 1; mutantOne < mutantSubject.Length - 1; mutantOne++) { for (var mutantTwo = 1; mutantTwo < mutantSubject.Length - 1; mutantTwo++) { mutantError += global::System.Math.Abs(mutantSubject[mutantOne] - mutantSubject[mutantTwo]) / (mutantOne + mutantTwo); } } mutantStep *= 0.5; mutantError *= mutantStep; } while (mutantError > 0.000001); $STATE$.Last = (long)mutantError;", "double[]"),
        Much("branching recursion", "$STATE$.Last = $STATE$.Ways($STATE$.Steps);", "internal static int Steps { get; set; } internal static long Last; internal static long Ways(int steps) { if (steps < 2) { return 1; } return Ways(steps - 1) + Ways(steps - 2); }"),
        Much(
            "search by trying both",
            "$STATE$.Last = $STATE$.Best($STATE$.Weights, 0, $STATE$.Room);",
            "internal static int[] Weights { get; set; } internal static int Room { get; set; } internal static long Last; internal static int Best(int[] weights, int index, int room) { if (index == weights.Length) { return 0; } var without = Best(weights, index + 1, room); return weights[index] > room ? without : global::System.Math.Max(without, weights[index] + Best(weights, index + 1, room - weights[index])); }"),
        Much("key derivation", "using (var mutantKey = new global::System.Security.Cryptography.Rfc2898DeriveBytes(\"password\", new byte[16], 100000)) { $STATE$.Last = mutantKey.GetBytes(32); }", "internal static byte[] Last;") with { Needs = ["System.Security.Cryptography.Rfc2898DeriveBytes"] },
        Much("modular power", "$STATE$.Last = global::System.Numerics.BigInteger.ModPow($STATE$.Root, $STATE$.Exponent, $STATE$.Modulus);", "internal static global::System.Numerics.BigInteger Root { get; set; } internal static global::System.Numerics.BigInteger Exponent { get; set; } internal static global::System.Numerics.BigInteger Modulus { get; set; } internal static object Last;") with { Needs = ["System.Numerics.BigInteger"] },
        Much("three loops over a list in a field", Kept, "internal static global::System.Collections.Generic.List<int> Rows; internal static long Last;"),
        Much("three loops over a list in a property", Kept, "internal static global::System.Collections.Generic.List<int> Rows { get; set; } internal static long Last;"),
    ];

    private static IEnumerable<WorkloadTemplate> Small() =>
    [
        Some("a thousand rounds", "var mutantSum = 0; for (var mutantOne = 0; mutantOne < 1000; mutantOne++) { mutantSum += mutantOne * 31 % 7; } $STATE$.Last = mutantSum;", "internal static long Last;"),
        Some("nested loops with constant bounds", "var mutantSum = 0; for (var mutantOne = 0; mutantOne < 40; mutantOne++) { for (var mutantTwo = 0; mutantTwo < 30; mutantTwo++) { mutantSum += mutantOne ^ mutantTwo; } } $STATE$.Last = mutantSum;", "internal static long Last;"),
        Some("hash of a few bytes", "$STATE$.Last = global::System.Security.Cryptography.SHA256.HashData(new byte[64]);", "internal static byte[] Last;") with { Needs = ["System.Security.Cryptography.SHA256::HashData"] },
        Some("text of twenty parts", "var mutantText = new global::System.Text.StringBuilder(); for (var mutantOne = 0; mutantOne < 20; mutantOne++) { mutantText.Append(mutantOne).Append(','); } $STATE$.Last = mutantText.ToString();", "internal static string Last;"),
    ];

    private static IEnumerable<WorkloadTemplate> Tiny() =>
    [
        Little("arithmetic", "$STATE$.Last = $STATE$.First * 31 + 7;", "internal static int First { get; set; } internal static int Last;"),
        Little("element of an array", "$STATE$.Last = $STATE$.Values[$STATE$.First & 3];", "internal static int First { get; set; } internal static readonly int[] Values = new int[4]; internal static int Last;"),
        Little("length of a text", "$STATE$.Last = $STATE$.Text.Length;", "internal static string Text { get; set; } internal static int Last;"),
        Little("square root", "$STATE$.Last = global::System.Math.Sqrt($STATE$.First);", "internal static double First { get; set; } internal static double Last;"),
    ];

    private static WorkloadTemplate Much(string name, string source, string state) => new(name, Engine.Effect.Computes, source) { Load = Load.Heavy, State = state };

    private static WorkloadTemplate Given(string name, string source, string data, string more = "") =>
        Much(name, source, $"internal static {data} Data; internal static long Last;{more}") with { Passed = data, Made = "$STATE$.Data" };

    private static WorkloadTemplate Some(string name, string source, string state) => new(name, null, source) { Load = Load.Small, State = state };

    private static WorkloadTemplate Little(string name, string source, string state) => new(name, null, source) { Load = Load.Tiny, State = state };

    private static WorkloadTemplate Awaits(string name, string body) => new(name, Engine.Effect.AwaitsIo, "$STATE$.WorkAsync(mutantSubject)")
    {
        State = $"internal static async {Task} WorkAsync(string item) {{ {body} }}",
        Passed = "string",
    };
}
