using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>Tells the case what was corrected of its text: an event of it, by whoever edits, in the transaction of the edit, which holds the case.</summary>
internal sealed class CaseCorrecting(Deciding deciding)
{
    /// <param name="command">Of the case as it stands, by its people of today.</param>
    public async Task TellAsync(
        NpgsqlConnection connection, CaseId notice, Func<Context, CaseCommand> command, CurrentUser user, CancellationToken cancellation)
    {
        var loaded = (await CaseLoading.ForCountingAsync(connection, user.Unit.Id, [notice], cancellation)).Single();
        var context = await deciding.AboutAsync(connection, user.Unit.Id, loaded, cancellation);
        if (Decisions.Decide(loaded.Case, command(context), context) is not Decision.Permitted followed)
        {
            throw new InvalidOperationException($"{notice} was edited where its text stands fast");
        }

        var writes = new CaseWrites(user.Unit.Id, loaded.Now, context.Today, user.Person.Id);
        await Writing.TakeAsync(connection, writes, loaded, followed, context, cancellation);
        await Writing.SendAsync(connection, writes, first: null, cancellation);
    }
}
