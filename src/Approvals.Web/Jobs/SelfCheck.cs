using Approvals.Engine;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Store;
using Approvals.Web.Store.Verify;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>夜间自检: every rule of the store that does not hold is an alarm, until it holds again.</summary>
internal sealed class SelfCheck(Database database, StoreCheck check, Alarms alarms)
{
    public async Task<string?> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var broken = await check.RunAsync(turn.Unit.Id, cancellation);
        await TellAsync(turn.Connection, turn.Unit.Id, StoreRules.All, broken, cancellation);
        return $"{broken.Count}";
    }

    /// <summary>The rules that do not wait for the night, and cost nothing where they hold.</summary>
    public Task WatchAsync(UnitId unit, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        async (connection, _) => await TellAsync(
            connection, unit, StoreRules.Watched,
            await StoreCheck.RunAsync(connection, unit, StoreRules.Watched, cancellation), cancellation),
        cancellation);

    private async Task TellAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<StoreRule> rules, IReadOnlyList<BrokenRule> broken,
        CancellationToken cancellation)
    {
        foreach (var rule in rules)
        {
            var key = $"store:{rule.Name}";
            await (broken.FirstOrDefault(b => b.Rule == rule) is { } found
                ? alarms.SetAsync(connection, unit, key, Texts.Alarms.Broken(found.Sentence), cancellation)
                : alarms.ClearAsync(connection, unit, key, cancellation));
        }
    }
}
