using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.Trails;

/// <summary>Which lines of the trail are asked for.</summary>
/// <param name="Who">Part of a name or a login: of him who did it or of him to whom it was done; null: everybody.</param>
/// <param name="From">Both days inclusive, of the unit's office.</param>
public sealed record TrailFilter(string? Who, TrailKind? Kind, DateOnly From, DateOnly Until);

/// <param name="At">In the unit's zone.</param>
/// <param name="By">Name and login; null: the program, or somebody who was not let in.</param>
public sealed record TrailRow(DateTimeOffset At, TrailAct Act, string? By, string? Whom, string? Address, string Details);

/// <summary>Reads the trail, the latest line first.</summary>
public sealed class TrailRows(Database database)
{
    private const string Columns = """
        SELECT t.at, t.act, bn.name AS by_name, b.login AS by_login, n.name AS whom, a.login AS whom_login,
          host(t.address) AS address, t.details
        """;

    private const string Matching = """

        FROM trail t
        LEFT JOIN account b ON b.unit_id = t.unit_id AND b.account_id = t.by_account
        LEFT JOIN person bn ON bn.unit_id = t.unit_id AND bn.person_id = t.by_person
        LEFT JOIN account a ON a.unit_id = t.unit_id AND a.account_id = t.about_account
        LEFT JOIN person n ON n.unit_id = t.unit_id AND n.person_id = t.about_person
        WHERE t.unit_id = @unit AND (@kind IS NULL OR t.kind = @kind)
          AND t.at >= @from::timestamp AT TIME ZONE @zone AND t.at < (@until + 1)::timestamp AT TIME ZONE @zone
          AND (@who IS NULL OR position(@who IN bn.name) > 0 OR position(@who IN b.login) > 0
               OR position(@who IN n.name) > 0 OR position(@who IN a.login) > 0)
        """;

    private const string Page = Columns + Matching + """

        ORDER BY t.trail_id DESC
        LIMIT @size OFFSET @offset
        """;

    private const string All = Columns + Matching + """

        ORDER BY t.trail_id DESC
        """;

    private const string Count = "SELECT count(*)::int" + Matching;

    public Task<(ImmutableArray<TrailRow> Rows, int Total)> PageAsync(
        UnitRow unit, TrailFilter filter, int page, int size, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit.Id,
        async (connection, _) =>
        {
            var values = Values(unit, filter, size, (page - 1) * size);
            var total = await connection.QuerySingleAsync<int>(new CommandDefinition(Count, values, cancellationToken: cancellation));
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(Page, values, cancellationToken: cancellation));
            var zone = TimeZoneInfo.FindSystemTimeZoneById(unit.Zone);
            return (rows.Select(row => RowOf(row, zone)).ToImmutableArray(), total);
        },
        cancellation);

    /// <summary>Every one of them, as they are read: a year's trail is not held in memory.</summary>
    public async IAsyncEnumerable<TrailRow> AllAsync(
        UnitRow unit, TrailFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(
            new CommandDefinition(Database.SetUnit, new { unit = unit.Id.Value }, cancellationToken: cancellation));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(unit.Zone);
        await foreach (var row in connection.QueryUnbufferedAsync<Row>(All, Values(unit, filter, 0, 0), transaction)
            .WithCancellation(cancellation))
        {
            yield return RowOf(row, zone);
        }
    }

    private static object Values(UnitRow unit, TrailFilter filter, int size, int offset) => new
    {
        unit = unit.Id.Value,
        who = string.IsNullOrWhiteSpace(filter.Who) ? null : filter.Who.Trim(),
        kind = filter.Kind is { } kind ? $"{kind}" : null,
        from = filter.From,
        until = filter.Until,
        zone = unit.Zone,
        size,
        offset,
    };

    private static TrailRow RowOf(Row row, TimeZoneInfo zone) => new(
        TimeZoneInfo.ConvertTime(row.At, zone), Enum.Parse<TrailAct>(row.Act), Named(row.ByName, row.ByLogin),
        Named(row.Whom, row.WhomLogin), row.Address, row.Details);

    /// <summary>某甲（moujia）.</summary>
    private static string? Named(string? name, string? login) => (name, login) switch
    {
        (null, _) => login,
        (_, null) => name,
        _ => $"{name}（{login}）",
    };

    private sealed record Row(
        DateTimeOffset At, string Act, string? ByName, string? ByLogin, string? Whom, string? WhomLogin, string? Address, string Details);
}
