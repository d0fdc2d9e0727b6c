using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Cases;

/// <summary>/cases/{id}: from any case to the page that tells of it.</summary>
internal static class CaseAddress
{
    private const string MaySee = """
        SELECT EXISTS (
          SELECT FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND
        """ + Gate.MaySeeCase + ")";

    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, CurrentUserSource users, Database database, Editions editions,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var @case = new CaseId(id);
        var href = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var gate = Gate.Parameters(user, editions.Current);
                gate.Add("month", @case.Month);
                gate.Add("case", id);
                return await connection.ExecuteScalarAsync<bool>(
                    new CommandDefinition(MaySee, gate, cancellationToken: cancellation))
                    ? (await Lineages.ReadAsync(connection, user.Unit.Id, [@case], cancellation))[@case].Href
                    : null;
            },
            cancellation);
        return href is null ? Results.NotFound() : Results.LocalRedirect(href);
    }
}
