namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>Two texts as one, line by line: removed lines begin with a minus, added ones with a plus.</summary>
internal static class TextDiff
{
    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));

        // common[i, j]: the length of the longest common subsequence of what follows line i and line j.
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                lines.Add("  " + left[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
                lines.Add("- " + Visible(left[i++]));
            else
                lines.Add("+ " + Visible(right[j++]));
        }

        return string.Join(Environment.NewLine, lines);
    }

    // Two lines may differ in nothing else.
    private static string Visible(string line)
    {
        var trimmed = line.TrimEnd();
        return trimmed.Replace("\t", "\\t", StringComparison.Ordinal)
            + line[trimmed.Length..].Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace(' ', '·');
    }
}
