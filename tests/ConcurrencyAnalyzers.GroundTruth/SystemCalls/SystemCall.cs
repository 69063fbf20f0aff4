using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>A finished system call as strace prints it: name, arguments, result.</summary>
internal static partial class SystemCall
{
    /// <summary>The kind of a call, from its name and, where one name does several things, from its arguments and its result.</summary>
    public static SystemCallKind KindOf(string name, string arguments, string result) => name switch
    {
        // Nothing was there, and the call came back at once.
        _ when result.StartsWith("-1 EAGAIN", StringComparison.Ordinal) => SystemCallKind.Other,

        "read" or "readv" or "pread64" or "preadv" or "preadv2" or "write" or "writev" or "pwrite64" or "pwritev" or "pwritev2" => Transfer(arguments),
        "sendfile" or "sendfile64" or "copy_file_range" or "splice" or "fsync" or "fdatasync" or "msync" or "sync" or "syncfs" => SystemCallKind.Content,

        "connect" or "accept" or "accept4" or "sendto" or "sendmsg" or "sendmmsg" or "recvfrom" or "recvmsg" or "recvmmsg" => SystemCallKind.Network,

        "close" => RegularFile().IsMatch(FirstArgument(arguments)) ? SystemCallKind.Metadata : SystemCallKind.Other,
        "open" or "openat" or "openat2" or "creat" or "stat" or "lstat" or "fstat" or "newfstatat" or "statx" => SystemCallKind.Metadata,
        "statfs" or "fstatfs" => SystemCallKind.Metadata,
        "access" or "faccessat" or "faccessat2" or "readlink" or "readlinkat" or "getdents" or "getdents64" => SystemCallKind.Metadata,
        "mkdir" or "mkdirat" or "rmdir" or "rename" or "renameat" or "renameat2" or "link" or "linkat" or "symlink" or "symlinkat" => SystemCallKind.Metadata,
        "unlink" or "unlinkat" or "chmod" or "fchmod" or "fchmodat" or "chown" or "fchown" or "fchownat" => SystemCallKind.Metadata,
        "utimensat" or "futimesat" or "utime" or "utimes" or "truncate" or "ftruncate" or "fallocate" or "flock" => SystemCallKind.Metadata,
        "chdir" or "fchdir" or "inotify_add_watch" or "inotify_rm_watch" => SystemCallKind.Metadata,

        "fork" or "vfork" or "execve" or "execveat" => SystemCallKind.Process,
        "clone" or "clone3" => arguments.Contains("CLONE_THREAD", StringComparison.Ordinal) ? SystemCallKind.Other : SystemCallKind.Process,

        "nanosleep" or "clock_nanosleep" or "pause" or "rt_sigsuspend" or "rt_sigtimedwait" => SystemCallKind.Wait,
        "sched_yield" => SystemCallKind.Yield,
        "futex" => arguments.Contains("FUTEX_WAIT", StringComparison.Ordinal) ? SystemCallKind.Wait : SystemCallKind.Other,
        "wait4" or "waitid" => arguments.Contains("WNOHANG", StringComparison.Ordinal) ? SystemCallKind.Other : SystemCallKind.Wait,
        "poll" => LastArgument(arguments) == "0" ? SystemCallKind.Other : SystemCallKind.Wait,
        "epoll_wait" => LastArgument(arguments) == "0" ? SystemCallKind.Other : SystemCallKind.Wait,
        "ppoll" or "select" or "pselect6" or "epoll_pwait" or "epoll_pwait2" =>
            arguments.Contains("tv_sec=0, tv_nsec=0", StringComparison.Ordinal) || arguments.Contains("tv_sec=0, tv_usec=0", StringComparison.Ordinal)
                ? SystemCallKind.Other
                : SystemCallKind.Wait,

        _ => SystemCallKind.Other,
    };

    private static SystemCallKind Transfer(string arguments)
    {
        // With -y strace prints what a descriptor stands for: read(5</etc/hosts>, ...
        var descriptor = FirstArgument(arguments);
        return Socket().IsMatch(descriptor) ? SystemCallKind.Network
            : Counter().IsMatch(descriptor) || IsWakeUp(arguments) ? SystemCallKind.Other
            : SystemCallKind.Content;
    }

    // The runtime resumes a thread that it has created by one byte, 0x2A, into a pipe of its own: another form of a futex's wake-up.
    private static bool IsWakeUp(string arguments) => WakeUp().IsMatch(arguments);

    private static string FirstArgument(string arguments) => arguments.Split(", ", 2)[0];

    private static string LastArgument(string arguments) => arguments[(arguments.LastIndexOf(", ", StringComparison.Ordinal) + 2)..];

    [GeneratedRegex("^[0-9]+<(socket|TCP|TCPv6|UDP|UDPv6|UNIX|NETLINK)[^>]*:")]
    private static partial Regex Socket();

    // Events are numbers, and random bytes are computed: /dev/urandom is getrandom with a descriptor.
    [GeneratedRegex("^[0-9]+<(anon_inode:|/dev/u?random)")]
    private static partial Regex Counter();

    [GeneratedRegex(@"^[0-9]+<pipe:\[[0-9]+\]>, ""\*"", 1$")]
    private static partial Regex WakeUp();

    [GeneratedRegex("^[0-9]+</")]
    private static partial Regex RegularFile();
}
