using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

public sealed class JobRegistryTests
{
    [Fact]
    public void The_hash_is_of_names_and_contracts_in_any_order()
    {
        var registry = new JobRegistry(static jobs => jobs.Add<Echo, string, string>().Add<Fail, string, int>());
        Assert.Equal(["Echo", "Fail"], registry.Names);
        Assert.Equal(64, registry.Hash.Length);
        Assert.Equal(registry.Hash, new JobRegistry(static jobs => jobs.Add<Fail, string, int>().Add<Echo, string, string>()).Hash);
        Assert.NotEqual(registry.Hash, new JobRegistry(static jobs => jobs.Add<Echo, string, string>()).Hash);
        Assert.NotEqual(registry.Hash, new JobRegistry(static jobs => jobs.Add<Echo, string, string>("another shape").Add<Fail, string, int>()).Hash);
        Assert.Equal(typeof(Echo).Module.ModuleVersionId, registry.ModuleId);
        Assert.NotEqual(registry.ModuleId, new JobRegistry(static jobs => jobs.Add<Echo, string, string>().Add<Held, byte[], byte[]>()).ModuleId);
    }

    [Fact]
    public void Two_jobs_of_one_name_and_additions_later_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => new JobRegistry(static jobs => jobs.Add<Echo, string, string>().Add<Echo, string, string>()));
        var registry = new JobRegistry(static _ => { });
        Assert.Empty(registry.Names);
        Assert.Throws<InvalidOperationException>(() => registry.Add<Echo, string, string>());
    }

    [Fact]
    public void What_differs_is_named_with_both_values()
    {
        var here = new WorkerContract(1, "ab", Guid.Empty);
        Assert.Null(here.Mismatch(here with { }));
        Assert.Contains("version 2 of the protocol, this process version 1", here.Mismatch(here with { Version = 2, RegistryHash = "cd" }));
        Assert.Contains("hash cd, that of this process ab", here.Mismatch(here with { RegistryHash = "cd", ModuleId = Guid.NewGuid() }));
        var other = Guid.NewGuid();
        Assert.Contains($"build {other}, those of this process of {Guid.Empty}", here.Mismatch(here with { ModuleId = other }));
    }
}
