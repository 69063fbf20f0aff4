using ConcurrencyAnalyzers.Precision;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class PageTests
{
    public static TheoryData<string> Sections { get; } = new(Page.OfRepository.Sections().Select(static section => section.Name));

    [Theory]
    [MemberData(nameof(Sections))]
    public void Tables_are_those_of_the_data(string name) =>
        Repository.Check(["docs", "precision.md"], name, Page.OfRepository.Sections().Single(section => section.Name == name).Text);
}
