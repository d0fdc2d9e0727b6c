using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>责任领导 of a notice: whoever its rows name, in the official order. As long as the rows may be edited he follows them.</summary>
internal sealed class RowLeaders(Deciding deciding)
{
    public static PartyMembers Of(IEnumerable<PersonId> named, UnitDirectory directory) => PartyMembers.Of(
        [.. named.Distinct().Where(directory.People.ContainsKey).OrderBy(p => directory.People[p].Order)]);

    /// <summary>In the transaction of the edit, which holds the case: an event of it, by whoever edits.</summary>
    public async Task FollowAsync(NpgsqlConnection connection, CaseId notice, CurrentUser user, CancellationToken cancellation)
    {
        var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, notice, cancellation);
        var loaded = (await CaseLoading.ForCountingAsync(connection, user.Unit.Id, [notice], cancellation)).Single();
        var context = await deciding.AboutAsync(connection, user.Unit.Id, loaded, cancellation);
        var leaders = Of(rows.SelectMany(r => r.Leaders).Select(id => new PersonId(id)), context.Directory);
        if (Decisions.Decide(loaded.Case, new CaseCommand.Restate(Party.ResponsibleLeaders, leaders), context)
            is not Decision.Permitted followed)
        {
            throw new InvalidOperationException($"the rows of {notice} were edited where its text stands fast");
        }

        var writes = new CaseWrites(user.Unit.Id, loaded.Now, context.Today, user.Person.Id);
        await Writing.TakeAsync(connection, writes, loaded, followed, context, cancellation);
        await Writing.SendAsync(connection, writes, first: null, cancellation);
    }
}
