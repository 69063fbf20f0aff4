using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Configuration;

public sealed class ConcurrencyFilesTests
{
    [Theory]
    [InlineData("a.concurrency.txt", true)]
    [InlineData("/src/Own.Concurrency.TXT", true)]
    [InlineData("concurrency.txt", false)]
    [InlineData("a.concurrency.txt.bak", false)]
    [InlineData("a.txt", false)]
    public void A_file_is_one_by_its_name(string path, bool isOne) => Assert.Equal(isOne, ConcurrencyFiles.IsOne(EngineRun.With((path, "")).AdditionalFiles[0]));

    [Fact]
    public void Other_additional_files_are_left_alone() => Assert.True(ConcurrencyFiles.Read(EngineRun.With(("words.txt", "M:N.T.Save file")), [], EngineRun.Cancellation).IsEmpty);

    [Fact]
    public void Lines_that_cannot_be_read_are_left_out()
    {
        var index = ConcurrencyFiles.Read(EngineRun.With(("a.concurrency.txt", "nonsense\nM:N.T.Save file\nM:N.T.Load disk")), [], EngineRun.Cancellation);

        Assert.Single(index.Find("N.T")!.Find("Save"));
        Assert.Empty(index.Find("N.T")!.Find("Load"));
    }

    [Fact]
    public void Of_two_files_the_first_by_name_decides_whatever_their_order()
    {
        var (first, second) = (("a.concurrency.txt", "M:N.T.Save file"), ("b.concurrency.txt", "M:N.T.Save network\nM:N.T.Load network"));

        foreach (var options in new[] { EngineRun.With(first, second), EngineRun.With(second, first) })
        {
            var type = ConcurrencyFiles.Read(options, [], EngineRun.Cancellation).Find("N.T")!;
            Assert.Equal([Effect.File], Assert.Single(type.Find("Save")).Effects);
            Assert.Equal([Effect.Network], Assert.Single(type.Find("Load")).Effects);
        }
    }

    [Fact]
    public void A_path_counts_once_however_often_it_is_listed()
    {
        var options = EngineRun.With(("b.concurrency.txt", "M:N.T.Save file"), ("a.concurrency.txt", ""), ("words.txt", ""), ("b.concurrency.txt", "M:N.T.Save file"));

        Assert.Equal([options.AdditionalFiles[1], options.AdditionalFiles[0]], ConcurrencyFiles.Of(options));
    }

    [Fact]
    public void A_file_that_cannot_be_read_has_no_text_and_takes_no_other_with_it()
    {
        var options = EngineRun.With(("b.concurrency.txt", "M:N.T.Save file"));
        options = options.WithAdditionalFiles([new Unreadable(new IOException()), new Unreadable(new OperationCanceledException()), .. options.AdditionalFiles]);

        Assert.All(options.AdditionalFiles[..2], static file => Assert.Null(ConcurrencyFiles.TextOf(file, EngineRun.Cancellation)));
        Assert.Single(ConcurrencyFiles.Read(options, [], EngineRun.Cancellation).Find("N.T")!.Find("Save"));
    }

    [Fact]
    public void Cancellation_is_no_failure_to_read()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => ConcurrencyFiles.TextOf(new Unreadable(new IOException()), cancellation.Token));
    }

    private sealed class Unreadable(Exception reason) : AdditionalText
    {
        public override string Path => "a.concurrency.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => throw reason;
    }
}
