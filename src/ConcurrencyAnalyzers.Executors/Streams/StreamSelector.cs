using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>The work on one item of a stream, which stands at an index in the source.</summary>
internal delegate ValueTask<TOut> StreamSelector<in TIn, TOut>(TIn item, long index, CancellationToken cancellationToken);
