using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

/// <summary>
/// A stand-in for the framework's implementation, with the few types that the derivation has to know. Programs are compiled against the real
/// reference assemblies and derived on top of this one.
/// </summary>
internal static class SmallFramework
{
    private const string Source = """
        namespace System
        {
            public delegate void Action();
            public delegate void Action<in T>(T value);
            public delegate TResult Func<out TResult>();
            public delegate TResult Func<in T, out TResult>(T value);

            public readonly struct TimeSpan
            {
                public static readonly TimeSpan Zero;
                public static readonly TimeSpan MaxValue;
            }

            public interface IDisposable { void Dispose(); }

            public interface IAsyncResult { }
        }

        namespace System.Runtime.CompilerServices
        {
            public struct TaskAwaiter
            {
                private readonly System.Threading.Tasks.Task task;
                public bool IsCompleted => task.IsCompleted;
                public void GetResult() => task.InternalWaitCore();
            }

            public struct TaskAwaiter<TResult>
            {
                private readonly System.Threading.Tasks.Task<TResult> task;
                public bool IsCompleted => task.IsCompleted;
                public TResult GetResult() => task.Result;
            }
        }

        namespace System.Threading.Tasks
        {
            public class Task
            {
                private volatile bool isCompleted;
                public static Task CompletedTask => null;
                public bool IsCompleted => isCompleted;
                public bool IsCompletedSuccessfully => isCompleted;
                public void Wait() => InternalWaitCore();
                public bool Wait(int millisecondsTimeout) { InternalWaitCore(); return true; }
                public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default;
                internal void InternalWaitCore() { }
            }

            public class Task<TResult> : Task
            {
                public TResult Result { get { InternalWaitCore(); return default; } }
                public new System.Runtime.CompilerServices.TaskAwaiter<TResult> GetAwaiter() => default;
            }
        }

        namespace System.IO
        {
            public abstract class Stream : IDisposable
            {
                public abstract int Read(byte[] buffer, int offset, int count);
                public virtual int ReadByte() => Read(new byte[1], 0, 1);
                public void Dispose() { }
            }

            public class MemoryStream : Stream
            {
                public override int Read(byte[] buffer, int offset, int count) => 0;
            }

            public class FileStream : Stream
            {
                public FileStream(string path, FileMode mode) { }
                public override int Read(byte[] buffer, int offset, int count) => 0;
            }

            public enum FileMode { Open = 3 }

            public abstract class TextReader
            {
                public virtual string ReadLine() => null;
            }

            public class StringReader : TextReader
            {
                public StringReader(string s) { }
            }

            public class StreamReader : TextReader
            {
                private readonly Stream stream;
                public StreamReader(Stream stream) => this.stream = stream;
                public StreamReader(string path) { }
                public Stream BaseStream => stream;
            }
        }
        """;

    private static readonly Lazy<byte[]> Bytes = new(static () =>
        Compiler.CompileAgainst([MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], "System.Runtime", Source).Emit());

    public static byte[] Image => Bytes.Value;
}
