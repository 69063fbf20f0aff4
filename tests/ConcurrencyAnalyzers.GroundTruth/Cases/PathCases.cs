using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class PathCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        cases.Add(
            "M:System.IO.Path.GetFullPath(System.String)",
            Light, () => Path.GetFullPath("/a/../b/./c"), receiver: "absolute path");
        cases.Add(
            "M:System.IO.Path.GetFullPath(System.String)",
            Light, () => Path.GetFullPath("a/../b"), receiver: "relative path", dependent: true, note: "asks the kernel for the current folder");
        cases.Add(
            "M:System.IO.Path.Combine(System.String,System.String)",
            Light, () => Path.Combine("a", "b"));
        cases.Add(
            "M:System.IO.Path.Join(System.String,System.String)",
            Light, () => Path.Join("a", "b"));
        cases.Add(
            "M:System.IO.Path.GetExtension(System.String)",
            Light, () => Path.GetExtension("/a/b.txt"));
        cases.Add(
            "M:System.IO.Path.GetFileName(System.String)",
            Light, () => Path.GetFileName("/a/b.txt"));
        cases.Add(
            "M:System.IO.Path.GetFileNameWithoutExtension(System.String)",
            Light, () => Path.GetFileNameWithoutExtension("/a/b.txt"));
        cases.Add(
            "M:System.IO.Path.GetDirectoryName(System.String)",
            Light, () => Path.GetDirectoryName("/a/b.txt"));
        cases.Add(
            "M:System.IO.Path.ChangeExtension(System.String,System.String)",
            Light, () => Path.ChangeExtension("/a/b.txt", ".md"));
        cases.Add(
            "M:System.IO.Path.GetRelativePath(System.String,System.String)",
            Light, () => Path.GetRelativePath("/a/b", "/a/c/d"));
        cases.Add(
            "M:System.IO.Path.IsPathRooted(System.String)",
            Light, () => Path.IsPathRooted("/a"));
        cases.Add(
            "M:System.IO.Path.GetInvalidPathChars",
            Light, () => Path.GetInvalidPathChars());
        cases.Add(
            "M:System.IO.Path.GetTempPath",
            Light, () => Path.GetTempPath());
        cases.Add(
            "M:System.IO.Path.GetRandomFileName",
            Light, () => Path.GetRandomFileName());
        cases.Add(
            "M:System.IO.Path.GetTempFileName",
            BlocksMeta, () => Path.GetTempFileName(), release: File.Delete);
        cases.Add(
            "M:System.IO.Path.Exists(System.String)",
            BlocksMeta, () => Path.Exists(work.Text));
    }
}
