using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// Asks until something is so. Between two questions the processors belong to whoever makes it so: asked without a pause, the
/// question itself would keep a processor and a connection of the server busy.
/// </summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="about">Told where it never comes so.</param>
    public static async Task TrueAsync(Func<Task<bool>> so, Func<string>? about = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(Pause);
        while (!await so())
        {
            limit.IsCancellationRequested.ShouldBeFalse(about?.Invoke());
            await pause.WaitForNextTickAsync();
        }
    }

    /// <param name="sql">A truth value, asked on a connection of its own, which leaves nothing in a pool.</param>
    public static async Task TrueAsync(string connection, string sql)
    {
        await using var look = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await look.OpenAsync();
        await TrueAsync(() => look.ExecuteScalarAsync<bool>(sql), () => sql);
    }
}
