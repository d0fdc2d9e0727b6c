using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.IntegrationTests.Faults;

/// <summary>A form that was sent, and whether its sender heard that it was done.</summary>
internal sealed record Sent(Press Press, string Key, bool Acknowledged);

/// <summary>People at work, notice after notice, until the database is stopped under their hands.</summary>
/// <param name="forms">After so many the stop may come.</param>
internal sealed class Clerks(Office office, int forms)
{
    private const int Count = 4;

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Sent> _sent = [];
    private volatile bool _stopOrdered;

    /// <summary>All that was sent when the stop had come; whatever broke by something else than the stop is thrown.</summary>
    public async Task<IReadOnlyList<Sent>> WorkUntilAsync(Func<Task> stop)
    {
        var clerks = Enumerable.Range(0, Count).Select(_ => Task.Run(WorkAsync)).ToList();
        await _enough.Task.WaitAsync(Until.Patience);
        _stopOrdered = true;
        await stop();
        await Task.WhenAll(clerks).WaitAsync(Until.Patience);
        return _sent;
    }

    /// <summary>A session that the server ended, or a server that is not there or not ready.</summary>
    private static bool IsOfAStop(NpgsqlException failure) => failure is not PostgresException answered
        || answered.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                var notice = await office.DraftAsync(1);
                foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发" })
                {
                    await SendAsync(await office.PressOfAsync(notice, action), office.NewKey());
                }
            }
        }
        catch (NpgsqlException gone) when (_stopOrdered && IsOfAStop(gone))
        {
            // The stop has come.
        }
        catch (Exception failure)
        {
            _enough.TrySetException(failure);
            throw;
        }
    }

    private async Task SendAsync(Press press, string key)
    {
        var acknowledged = false;
        try
        {
            acknowledged = await office.SendAsync(press, key) == new Answer.Done(false);
        }
        finally
        {
            Note(new Sent(press, key, acknowledged));
        }
    }

    private void Note(Sent one)
    {
        lock (_sent)
        {
            _sent.Add(one);
            if (_sent.Count > forms)
            {
                _enough.TrySetResult();
            }
        }
    }
}
