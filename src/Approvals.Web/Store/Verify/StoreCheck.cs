using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Verify;

/// <summary>A rule that does not hold.</summary>
/// <param name="First">Key of the first row, in the order of keys.</param>
internal sealed record BrokenRule(StoreRule Rule, long Count, string First)
{
    public string Sentence => $"{Rule.Sentence}：{Count} 处，第一处 {First}";
}

/// <summary>不变量自检: asks the store, set by set, whether what must hold does. Each rule sees one instant.</summary>
internal sealed class StoreCheck(Database database)
{
    private const string Begin = "SELECT set_config('statement_timeout', '0', true)";

    private const string Head = "SELECT count(*) AS count, min(key) AS first FROM (";

    private const string Tail = ") AS broken";

    /// <summary>The rules that do not hold, in their order.</summary>
    public Task<IReadOnlyList<BrokenRule>> RunAsync(UnitId unit, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit, (connection, _) => RunAsync(connection, unit, StoreRules.All, cancellation), cancellation);

    internal static async Task<IReadOnlyList<BrokenRule>> RunAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<StoreRule> rules, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition(Begin, cancellationToken: cancellation));
        var broken = new List<BrokenRule>();
        foreach (var rule in rules)
        {
            var (count, first) = await connection.QuerySingleAsync<(long Count, string? First)>(new CommandDefinition(
                Head + rule.Sql + Tail, new { unit = unit.Value }, commandTimeout: 0,
                cancellationToken: cancellation));
            if (count > 0)
            {
                broken.Add(new BrokenRule(rule, count, first ?? ""));
            }
        }

        return broken;
    }
}
