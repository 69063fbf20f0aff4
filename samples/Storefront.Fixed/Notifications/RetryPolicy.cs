namespace Storefront.Notifications;

internal sealed class RetryPolicy(int attempts, TimeSpan firstPause)
{
    public bool TryAgain(int failures)
    {
        if (failures >= attempts)
        {
            return false;
        }

        Backoff.Pause(firstPause, failures);
        return true;
    }
}

internal static class Backoff
{
    public static void Pause(TimeSpan first, int failures)
    {
        Thread.Sleep(first * Math.Pow(2, failures - 1));
    }
}
