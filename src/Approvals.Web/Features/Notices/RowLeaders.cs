using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Identity;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>责任领导 of a notice: whoever its rows name, in the official order. As long as the rows may be edited he follows them.</summary>
internal sealed class RowLeaders(CaseCorrecting cases)
{
    public static PartyMembers Of(IEnumerable<PersonId> named, UnitDirectory directory) => PartyMembers.Of(
        [.. named.Distinct().Where(directory.People.ContainsKey).OrderBy(p => directory.People[p].Order)]);

    public async Task FollowAsync(NpgsqlConnection connection, CaseId notice, CurrentUser user, CancellationToken cancellation)
    {
        var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, notice, cancellation);
        await cases.TellAsync(
            connection, notice,
            context => new CaseCommand.Restate(
                Party.ResponsibleLeaders, Of(rows.SelectMany(r => r.Leaders).Select(id => new PersonId(id)), context.Directory)),
            user, cancellation);
    }
}
