using System.Runtime.ExceptionServices;

namespace Approvals.Tests.Notices;

/// <summary>A reading that hangs is told with what it hung on, and does not hang the tests.</summary>
internal static class Patience
{
    public static TimeSpan Most { get; } = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">It has not ended in ten seconds; its thread is left behind.</exception>
    public static void Read(string what, Action reading)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                reading();
            }
            catch (Exception e) // whatever it is, it is thrown again where the test waits
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(Most))
        {
            throw new TimeoutException($"{what} is still being read after {Most.TotalSeconds} s");
        }

        thrown?.Throw();
    }
}
