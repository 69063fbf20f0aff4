using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>What every program calls: a mistake about one of these is seen by everyone.</summary>
public sealed class WellKnownApisTests
{
    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create("Program", references: TargetReferences.AspNetCore100.Assemblies);

    private static readonly ApiCatalog Shipped = ConcurrencyModel.Of(Compilation, new AnalyzerOptions([]), CancellationToken.None).Catalog;

    [Theory]
    [InlineData("System.String")]
    [InlineData("System.DateTime")]
    [InlineData("System.DateTimeOffset")]
    [InlineData("System.Collections.Generic.Dictionary`2")]
    [InlineData("System.Collections.Generic.List`1")]
    [InlineData("System.Linq.Enumerable")]
    [InlineData("System.Text.StringBuilder")]
    [InlineData("System.Diagnostics.Activity")]
    [InlineData("System.Diagnostics.ActivitySource")]
    [InlineData("Microsoft.Extensions.Logging.ILogger")]
    [InlineData("Microsoft.Extensions.Logging.LoggerExtensions")]
    public void No_member_ever_blocks(string type) => Assert.Equal([], Told(type, static entry => entry.Effects.Any(static effect => effect is not (Effect.Computes or Effect.AwaitsIo))));

    [Theory]
    [InlineData("System.IO.MemoryStream")]
    [InlineData("System.IO.StringReader")]
    [InlineData("System.IO.StringWriter")]
    public void What_is_in_memory_blocks_by_its_receiver_at_most_and_its_receiver_is_in_memory(string type)
    {
        Assert.Equal([], Told(type, static entry => entry.Strength is Strength.Definite or Strength.Likely
            && entry.Effects.Any(static effect => effect is not (Effect.Computes or Effect.AwaitsIo)) && entry.DependsOn == EffectFact.Nothing));
        Assert.Equal(OriginKind.Memory, Shipped.Instance(Compilation.GetTypeByMetadataName(type))!.Origin);
    }

    [Theory]
    [InlineData("System.Console.WriteLine")]
    [InlineData("System.Console.Write")]
    public void Console_output_is_console_output_and_nothing_worse(string name) =>
        Assert.All(Methods(name), static method => Assert.Equal([Effect.Console], Shipped.Find(method)!.Effects));

    [Theory]
    [InlineData("System.Net.Http.HttpClient.Send", Effect.Network)]
    [InlineData("System.Net.Http.HttpContent.ReadAsStream", Effect.Network)]
    [InlineData("System.Console.ReadLine", Effect.StandardInput)]
    [InlineData("System.IO.File.ReadAllText", Effect.File)]
    [InlineData("System.Net.Sockets.Socket.Receive", Effect.Network)]
    public void What_does_IO_is_IO(string name, object effect) => Assert.All(Methods(name), method => Assert.Contains((Effect)effect, Shipped.Find(method)!.Effects));

    [Theory]
    [InlineData("M:Microsoft.Data.Sqlite.SqliteCommand.ExecuteReader", Effect.File)]
    [InlineData("M:StackExchange.Redis.IDatabase.StringGet", Effect.Network)]
    [InlineData("M:Dapper.SqlMapper.Query", Effect.Database)]
    [InlineData("M:Microsoft.EntityFrameworkCore.DbContext.SaveChanges", Effect.Database)]
    [InlineData("M:Azure.Storage.Blobs.Specialized.BlobBaseClient.DownloadContent", Effect.Network)]
    public void What_packages_do_is_IO(string id, object effect) =>
        Assert.Contains(CatalogFiles.Entries, entry => Family(entry.Id) == id && entry.Effects.Contains((Effect)effect) && entry.Strength is Strength.Definite or Strength.Likely);

    [Theory]
    [InlineData("M:Microsoft.EntityFrameworkCore.DbContext.Add")]
    [InlineData("M:Microsoft.EntityFrameworkCore.DbContext.AddRange")]
    [InlineData("M:Microsoft.EntityFrameworkCore.DbSet`1.Add")]
    [InlineData("M:System.Data.IDataRecord.GetString")]
    [InlineData("M:System.Data.IDataRecord.IsDBNull")]
    public void What_stays_in_memory_is_never_IO(string id)
    {
        var entries = CatalogFiles.Entries.Where(entry => Family(entry.Id) == id).ToList();

        Assert.NotEmpty(entries);
        Assert.All(entries, static entry => Assert.Empty(entry.Effects));
    }

    private static string Family(string id)
    {
        var (type, member) = CatalogIndex.Split(id);
        return $"{id[..2]}{type}.{member}";
    }

    private static IEnumerable<string> Told(string type, Func<CatalogEntry, bool> condition) =>
        Compilation.GetTypeByMetadataName(type)!.GetMembers().OfType<IMethodSymbol>()
            .Where(method => Shipped.Find(method) is { } entry && condition(entry))
            .Select(static method => method.GetDocumentationCommentId()!);

    private static IReadOnlyList<IMethodSymbol> Methods(string name)
    {
        var dot = name.LastIndexOf('.');
        IMethodSymbol[] methods = [.. Compilation.GetTypeByMetadataName(name[..dot])!.GetMembers(name[(dot + 1)..]).OfType<IMethodSymbol>().Where(static method => method.DeclaredAccessibility == Accessibility.Public)];
        Assert.NotEmpty(methods);
        return methods;
    }
}
