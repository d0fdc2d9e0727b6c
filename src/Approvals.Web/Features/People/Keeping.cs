using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Features.People;

/// <summary>
/// Who keeps people, posts and bodies (业务管理): the office, in turn, so that two changes of one post see each other. What was true on
/// a past day stays: posts and bodies are ended, never deleted, and nothing begins before today.
/// </summary>
public sealed class Keeping(Database database, DirectoryStore directories, Editions editions)
{
    public WorkflowBook Book => editions.Current;

    public bool MayKeep(CurrentUser user) => Gate.Has(user, editions.Current, Power.RecordForOthers);

    /// <summary>Null when it is done; else the sentence why not, and nothing has changed.</summary>
    /// <param name="change">With him who asks as he stands once it is his turn: who waited may have lost the right, or sees what another did.</param>
    public async Task<string?> ChangeAsync(
        CurrentUser by, Func<NpgsqlConnection, CurrentUser, Task<string?>> change, CancellationToken cancellation)
    {
        if (!MayKeep(by))
        {
            return Texts.People.MayNot;
        }

        try
        {
            return await database.InUnitAsync(
                by.Unit.Id,
                async (connection, _) =>
                {
                    var keeps = await AccountTurn.TakeAsync(connection, by, cancellation);
                    var now = by.As(await directories.LoadAsync(by.Unit.Id, connection, cancellation));
                    return !keeps || !MayKeep(now) ? throw new NotDoneException(Texts.People.MayNot)
                        : await change(connection, now) is { } why ? throw new NotDoneException(why) : (string?)null;
                },
                cancellation);
        }
        catch (NotDoneException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Undoes what the transaction has done so far.</summary>
    private sealed class NotDoneException(string sentence) : Exception(sentence);
}
