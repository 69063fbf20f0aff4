using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Rules;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Lines hold for what derives from a type, implements it, or stands in a namespace.</summary>
public sealed class RemoteTableTests
{
    private static readonly EngineRun Run = new(
        """
        namespace Azure.Things { class Client { } }
        class Mine : System.Net.Http.HttpClient { }
        class Data : Microsoft.EntityFrameworkCore.DbContext { }
        class Other { }
        """) { AdditionalReferences = [RemotePackages.Reference] };

    [Theory]
    [InlineData("Mine", "Network Shared")]
    [InlineData("Data", "Database Single")]
    [InlineData("Client", "Network Shared")]
    [InlineData("Other", "")]
    public void Types_of_the_program(string type, string expected) => Assert.Equal(expected, Text(Run.Model.Remote.Of(Run.Type(type))));

    [Theory]
    [InlineData("M:System.IO.MemoryStream.ReadByte", " Single")]
    [InlineData("M:System.Threading.SemaphoreSlim.WaitAsync", " Gate")]
    [InlineData("M:System.Threading.SemaphoreSlim.Wait", "")]
    [InlineData("M:System.Data.Common.DbCommand.Cancel", "Database Single")] // by the interface
    [InlineData("M:System.Object.ToString", "")]
    public void Members_of_others(string id, string expected) => Assert.Equal(expected, Text(Run.Model.Remote.Of(Run.Api(id))));

    [Theory]
    [InlineData("GetStringAsync", true)]
    [InlineData("SendAsync", false)]
    [InlineData("PutAsync", false)]
    public void Members_that_only_read(string member, bool expected) => Assert.Equal(expected, Run.Model.Remote.Of(Run.Type("Mine"))!.OnlyReads(member));

    private static string Text(RemoteEntry? entry) => entry is null ? "" : $"{entry.Kind} {entry.Use}";
}
