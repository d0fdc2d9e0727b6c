using Npgsql;

namespace Approvals.Web.Store;

/// <summary>What a failure says about trying again: one judgement for timers, wakes, recounts and messages.</summary>
internal static class StoreFailures
{
    /// <summary>
    /// Whether trying again would fail again: anything but a database that is away, busy or in somebody else's hands. One
    /// row that always fails, whatever the database calls it, must never hold up the others; a good one must not be set
    /// aside because a server was stopped (57P01) or slow (57014).
    /// </summary>
    public static bool IsLasting(Exception failure) => failure switch
    {
        OperationCanceledException or ObjectDisposedException => false,
        // Connections (08, 28, 3D), a transaction that was ended for us (25), another's lock or turn (40, 55), no room or
        // no time (53, 57), the machine (58).
        PostgresException
        {
            SqlState: ['0', '8', ..] or ['2', '5' or '8', ..] or ['3', 'D', ..] or ['4', '0', ..] or ['5', '3' or '5' or '7' or '8', ..]
        } => false,
        PostgresException => true,
        NpgsqlException => false,
        _ => true,
    };
}
