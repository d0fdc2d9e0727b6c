using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Rights;

/// <summary>
/// Roles whose powers reach over the whole unit (办公室业务管理, 文书, 纪检, 签发人): the security administrator grants them. What a
/// role may do in its own body alone is the office's to give with the post.
/// </summary>
internal static class WideRoles
{
    private const string Held = """
        SELECT EXISTS (
          SELECT FROM post p
          WHERE p.unit_id = @unit AND p.role = ANY(@wide)
            AND p.valid_to IS DISTINCT FROM p.valid_from - 1 AND coalesce(p.valid_to, 'infinity') >= @today
            AND (p.person_id = @person OR EXISTS (
              SELECT FROM absence s
              WHERE s.unit_id = p.unit_id AND s.person_id = p.person_id AND s.proxy_id = @person AND s.withdrawn_at IS NULL
                AND s.valid_to >= @today)))
        """;

    private static readonly ImmutableArray<Power> Wide =
        [Power.SeeAll, Power.KeepChecklist, Power.RecordForOthers, Power.CompareLists, Power.ReadAlarms, Power.Restrict];

    public static ImmutableArray<Role> Of(WorkflowBook book) =>
        [.. book.Roles.Values.Where(role => Wide.Any(role.May.Contains)).OrderBy(role => role.Id.Value, StringComparer.Ordinal)];

    /// <summary>Those of its powers that reach over the whole unit.</summary>
    public static IEnumerable<Power> PowersOf(Role role) => Wide.Where(role.May.Contains);

    /// <summary>Where in the workflows its holders, of the whole unit, sign or decide: titles of stages, each once.</summary>
    public static IEnumerable<string> StagesOf(RoleId role, WorkflowBook book) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal).SelectMany(w => w.Stages)
            .Where(s => s.Signers?.Seats.OfType<SeatRule.OfRole>().Any(rule => rule.Role == role) == true).Select(s => s.Title).Distinct();

    /// <summary>As a parameter.</summary>
    public static string[] Ids(WorkflowBook book) => [.. Of(book).Select(role => role.Id.Value)];

    /// <summary>
    /// Whether the person holds one of them now or will, or stands in for somebody who does: then he is none of the three administrators.
    /// </summary>
    public static Task<bool> AreHeldByAsync(
        int person, NpgsqlConnection connection, CurrentUser by, WorkflowBook book, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            Held, new { unit = by.Unit.Id.Value, person, wide = Ids(book), today = by.Today }, cancellationToken: cancellation));
}
