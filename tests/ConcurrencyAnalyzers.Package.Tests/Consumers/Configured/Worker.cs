using System.IO;
using System.Threading;
using System.Threading.Tasks;

public static class Worker
{
    public static async Task<string> RunAsync(Task<string> job)
    {
        await Task.Yield();
        File.WriteAllText("log.txt", "started");
        Thread.Sleep(100); // CONC303 error
        return job.Result; // CONC301 note
    }
}
