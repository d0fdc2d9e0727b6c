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
    private static readonly TimeSpan PauseBetweenCounts = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a test waits for what it cannot hurry, before it says that it never comes: on a machine that others use, a first start
    /// of the program alone may take minutes.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="about">Told where it never comes so.</param>
    public static Task TrueAsync(Func<Task<bool>> so, Func<string>? about = null) => TrueAsync(so, about, Pause);

    private static async Task TrueAsync(Func<Task<bool>> so, Func<string>? about, TimeSpan between)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(between);
        while (!await so())
        {
            limit.IsCancellationRequested.ShouldBeFalse(about?.Invoke());
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Until no more are left than that, however many there were: patience begins anew with each that is gone.</summary>
    /// <param name="sql">How many are left, asked on a connection of its own.</param>
    public static async Task LeftAsync(string connection, string sql, int left = 0)
    {
        await using var look = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await look.OpenAsync();
        var before = int.MaxValue;
        while (before > left)
        {
            await TrueAsync(
                async () => await look.ExecuteScalarAsync<int>(sql) is var now && now < before && (before = now) >= 0,
                () => $"{before} and never fewer: {sql}", PauseBetweenCounts);
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
