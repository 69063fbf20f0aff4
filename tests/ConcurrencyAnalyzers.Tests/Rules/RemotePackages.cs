using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

/// <summary>What programs need of packages that ask other machines, under the names and with the shapes that those have; as an image, so that nobody can look into it.</summary>
internal static class RemotePackages
{
    private const string Source =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Microsoft.EntityFrameworkCore
        {
            public abstract class DbSet<T> : IQueryable<T>
                where T : class
            {
                public abstract Type ElementType { get; }

                public abstract Expression Expression { get; }

                public abstract IQueryProvider Provider { get; }

                public abstract IEnumerator<T> GetEnumerator();

                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

                public virtual T Add(T entity) => entity;

                public virtual ValueTask<T?> FindAsync(params object?[]? keyValues) => default;
            }

            public class DbContext : IAsyncDisposable
            {
                public virtual DbSet<T> Set<T>() where T : class => null!;

                public virtual Task<int> SaveChangesAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);

                public virtual ValueTask DisposeAsync() => default;
            }

            public interface IDbContextFactory<T>
                where T : DbContext
            {
                T CreateDbContext();
            }

            public static class EntityFrameworkQueryableExtensions
            {
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => Task.FromResult(new List<T>());

                public static Task<T?> FirstOrDefaultAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) =>
                    Task.FromResult(default(T));
            }
        }

        namespace StackExchange.Redis
        {
            public interface IDatabaseAsync
            {
                Task<string?> StringGetAsync(string key);

                Task<bool> StringSetAsync(string key, string value);
            }

            public interface IDatabase : IDatabaseAsync;
        }

        namespace Polly
        {
            public interface IAsyncPolicy
            {
                Task ExecuteAsync(Func<Task> action);
            }
        }

        namespace Vendor
        {
            public class Gateway
            {
                public Task<string> FetchAsync(string key) => Task.FromResult(key);
            }
        }
        """;

    public static MetadataReference Reference { get; } = Emit();

    private static PortableExecutableReference Emit()
    {
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(
            "RemotePackages",
            [CSharpSyntaxTree.ParseText(Source)],
            TargetReferences.Net100.Assemblies,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)).Emit(image);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
