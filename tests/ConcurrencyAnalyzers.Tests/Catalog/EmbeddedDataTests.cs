using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>The files that the package brings: readable, sorted, and about members that exist.</summary>
public sealed class EmbeddedDataTests
{
    private static readonly Compilation Framework100 = Framework(TargetReferences.Net100);
    private static readonly Compilation AspNetCore = Framework(TargetReferences.AspNetCore100);
    private static readonly Compilation NetFramework = Framework(TargetReferences.NetFramework);

    /// <summary>Assemblies of packages and of platforms other than the one that the tests have at hand.</summary>
    private static readonly string[] Elsewhere =
    [
        "Akka.", "Amazon.", "Android.", "Avalonia.", "Azure.", "BCrypt.Net.", "BenchmarkDotNet.", "CommunityToolkit.", "CoreWCF.", "Dapper.",
        "FluentFTP.", "Flurl.", "Foundation.", "FsCheck.", "Godot.", "Grpc.", "Hangfire.", "MailKit.", "Marten.", "MassTransit.", "MediatR.",
        "Microsoft.AspNet.SignalR.", "Microsoft.AspNetCore.Components.WebAssembly.", "Microsoft.Azure.", "Microsoft.Build.", "Microsoft.EntityFrameworkCore.", "Microsoft.IO.", "Microsoft.Maui.", "Microsoft.UI.",
        "Microsoft.VisualStudio.", "Microsoft.Xna.", "MongoDB.", "NHibernate.", "NServiceBus.", "NUnit.", "Nito.", "Orleans.", "Polly.", "Quartz.",
        "RabbitMQ.", "Raven.", "Renci.", "Reqnroll.", "RestSharp.", "ServiceStack.", "StackExchange.", "System.Data.Entity.", "System.Data.SQLite.", "System.DirectoryServices.",
        "System.Management.", "System.ServiceProcess.", "System.Web.", "System.Windows.Forms.", "TUnit.", "TechTalk.", "Topshelf.", "UIKit.", "UnityEngine.",
        "Windows.", "Xamarin.", "Xunit.",
    ];

    /// <summary>Files about members that the tests have at hand; the builder takes those of packages from the packages themselves.</summary>
    public static TheoryData<string> MemberFiles => ["AspNetCore.catalog.txt", "NETCore.catalog.txt", "Unavailable.catalog.txt", "Delegates.txt"];

    public static TheoryData<string> Files => [.. CatalogFiles.Names, "Delegates.txt", "Hosts.txt", "Remote.txt"];

    [Fact]
    public void The_catalog_has_no_line_that_cannot_be_read() => Assert.Empty(CatalogFiles.Errors);

    [Fact]
    public void No_member_is_described_by_two_files() =>
        Assert.Empty(CatalogFiles.Entries.GroupBy(static entry => entry.Id).Where(static entries => entries.Count() > 1).Select(static entries => entries.Key));

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal("The assembly lacks its data file 'None.txt'.", Assert.Throws<InvalidOperationException>(static () => EmbeddedData.Open("None.txt")).Message);

    [Theory]
    [MemberData(nameof(MemberFiles))]
    public void Every_member_exists_or_is_of_a_package(string file)
    {
        var unknown = Ids(file).Where(static id => !Exists(id, AspNetCore) && !Exists(id, NetFramework) && !IsElsewhere(id)).ToList();

        Assert.Empty(unknown);
    }

    [Fact]
    public void What_is_said_to_be_of_a_package_is_not_of_the_framework() =>
        Assert.Equal([], Elsewhere.Where(static prefix => HandWrittenIds.Any(id => Of(id, prefix) && Exists(id, Framework100))));

    [Fact]
    public void Nothing_is_said_to_be_of_a_package_that_no_line_is_about() => Assert.Equal([], Elsewhere.Where(static prefix => !HandWrittenIds.Any(id => Of(id, prefix))));

    [Fact]
    public void What_is_shipped_needs_no_flag_for_members_that_may_be_missing() =>
        Assert.Empty(CatalogFiles.Entries.Where(static entry => entry.Has(CatalogFlags.Optional)).Select(static entry => entry.Id));

    [Fact]
    public void Every_host_that_is_a_type_is_a_type_id() => Assert.All(EmbeddedData.Hosts, static row =>
    {
        Assert.NotNull(HostTable.KindOf(row[0]));
        Assert.True(HostTable.HostOf(row[2]) is not null || (row[0] == "assembly" && row[2] is "legacy-web" or "web"));
        Assert.Equal(row[0] != "assembly", row[1].StartsWith("T:", StringComparison.Ordinal));
    });

    [Fact]
    public void Every_host_type_exists_or_is_of_a_package() => Assert.Equal([], EmbeddedData.Hosts
        .Where(static row => row[1].StartsWith("T:", StringComparison.Ordinal)).Select(static row => row[1])
        .Where(static id => !Exists(id, AspNetCore) && !Exists(id, NetFramework) && !IsElsewhere(id)));

    [Fact]
    public void Every_line_on_other_machines_has_words_that_mean_something() => Assert.All(EmbeddedData.Remote, static row =>
    {
        Assert.Equal(4, row.Length);
        Assert.Matches("^[TMN]:", row[0]);
        Assert.Contains(row[1], new[] { "network", "database", "-" });
        Assert.Contains(row[2], new[] { "shared", "single", "gate" });
        Assert.True(row[3] == "-" || row[2] == "shared", row[0]);
    });

    [Fact]
    public void Every_client_of_other_machines_exists_or_is_of_a_package() => Assert.Equal([], RemoteIds
        .Where(static id => !Exists(id, AspNetCore) && !Exists(id, NetFramework) && !IsElsewhere(id)));

    [Fact]
    public void What_only_reads_exists() => Assert.Equal([], EmbeddedData.Remote
        .Where(static row => row[3] != "-" && Exists(row[0], AspNetCore))
        .SelectMany(static row => row[3].Split(','), static (row, name) => (Type: row[0], Name: name))
        .Where(static read => !((INamedTypeSymbol)Members(read.Type, AspNetCore)[0]).GetMembers().Any(member => read.Name.EndsWith('*') ? member.Name.StartsWith(read.Name.TrimEnd('*'), StringComparison.Ordinal) : member.Name == read.Name)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Lines_are_sorted_within_their_section(string file)
    {
        var previous = "";
        foreach (var line in Lines(file))
        {
            if (line.StartsWith("##", StringComparison.Ordinal))
            {
                previous = "";
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var id = string.Join(" ", line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2));
                Assert.True(string.CompareOrdinal(previous.Split(' ')[0], id.Split(' ')[0]) <= 0, $"'{id}' stands behind '{previous}'.");
                previous = id;
            }
        }
    }

    [Fact]
    public void A_counterpart_that_is_written_exists() => Assert.Empty(CatalogFiles.Entries
        .Where(static entry => entry.Counterpart is not (null or "none") && Exists(entry.Id, AspNetCore))
        .Where(static entry => !Exists(CounterpartId(entry), AspNetCore) && !IsElsewhere(CounterpartId(entry)))
        .Select(static entry => $"{entry.Id} {entry.Counterpart}"));

    [Fact]
    public void A_parameter_that_a_line_names_exists() => Assert.Empty(CatalogFiles.Entries
        .Where(static entry => Members(entry.Id, AspNetCore) is { Count: > 0 } members
            && new[] { entry.DependsOn, entry.Timeout, entry.SizeParameter }.Any(parameter => parameter >= 0 && members.All(member => member is IMethodSymbol method && method.Parameters.Length <= parameter)))
        .Select(static entry => entry.Id));

    [Fact]
    public void A_timeout_is_a_number_or_a_time() => Assert.Empty(CatalogFiles.Entries
        .Where(static entry => entry.Timeout >= 0 && Members(entry.Id, AspNetCore).OfType<IMethodSymbol>().ToList() is { Count: > 0 } members
            && !members.Any(method => method.Parameters.Length > entry.Timeout && method.Parameters[entry.Timeout].Type.Name is "Int32" or "TimeSpan" or "UInt32" or "Int64"))
        .Select(static entry => entry.Id));

    [Fact]
    public void What_runs_a_delegate_is_given_one() => Assert.Empty(EmbeddedData.Delegates
        .Where(static row => Members(row[0], AspNetCore).OfType<IMethodSymbol>().ToList() is { Count: > 0 } members && !members.Any(method => TakesDelegate(method, row[1])))
        .Select(static row => string.Join(" ", row)));

    private static string CounterpartId(CatalogEntry entry) =>
        entry.Counterpart!.IndexOf(':') == 1 ? entry.Counterpart : $"M:{CatalogIndex.Split(entry.Id).TypeName}.{entry.Counterpart}";

    private static bool TakesDelegate(IMethodSymbol method, string parameter) => parameter == "*"
        ? method.Parameters.Any(static candidate => IsDelegate(candidate.Type))
        : int.Parse(parameter, System.Globalization.CultureInfo.InvariantCulture) is var ordinal && ordinal < method.Parameters.Length && IsDelegate(method.Parameters[ordinal].Type);

    private static bool IsDelegate(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate || type is IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Delegate };

    private static bool IsElsewhere(string id) => Elsewhere.Any(prefix => Of(id, prefix));

    private static bool Of(string id, string prefix) => id.AsSpan(2).StartsWith(prefix, StringComparison.Ordinal);

    private static bool Exists(string id, Compilation compilation) => Members(id, compilation).Count > 0;

    /// <summary>Every member that a line stands for.</summary>
    internal static List<ISymbol> Members(string id, Compilation compilation)
    {
        var (typeName, memberName) = CatalogIndex.Split(id);
        if (DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + typeName, compilation) is not INamedTypeSymbol type)
        {
            return [];
        }

        if (id[0] == 'T')
        {
            return [type];
        }

        if (id.Contains('('))
        {
            return DocumentationCommentId.GetFirstSymbolForDeclarationId(id.EndsWith("()", StringComparison.Ordinal) ? id[..^2] : id, compilation) is { } exact ? [exact] : [];
        }

        var name = memberName == "#ctor" ? WellKnownMemberNames.InstanceConstructorName : memberName.Replace('#', '.');
        return [.. type.GetMembers().Where(member => member.MetadataName == name && id[0] switch { 'P' => member is IPropertySymbol, 'E' => member is IEventSymbol, _ => member is IMethodSymbol })];
    }

    private static IEnumerable<string> HandWrittenIds => [.. Ids("Unavailable.catalog.txt"), .. Ids("Delegates.txt"), .. EmbeddedData.Hosts.Select(static row => row[1]), .. RemoteIds];

    // A namespace as the start of what is in it.
    private static IEnumerable<string> RemoteIds => EmbeddedData.Remote.Select(static row => row[0][0] == 'N' ? row[0] + "." : row[0]);

    private static IEnumerable<string> Ids(string file) => file == "Delegates.txt"
        ? EmbeddedData.Delegates.Select(static row => row[0])
        : CatalogFiles.Read(file).Lines.Select(static line => line.Entry.Id);

    private static IEnumerable<string> Lines(string file) => CatalogFiles.Text(file).Lines.Select(static line => line.ToString().Trim());

    private static CSharpCompilation Framework(TargetReferences references) => CSharpCompilation.Create("Framework", references: references.Assemblies);
}
