using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.People;

/// <summary>
/// Who keeps people, posts and bodies (业务管理): the office, in turn, so that two changes of one post see each other. What was true on
/// a past day stays: posts and bodies are ended, never deleted, and nothing begins before today.
/// </summary>
public sealed class Keeping(Database database, Editions editions)
{
    public WorkflowBook Book => editions.Current;

    public bool MayKeep(CurrentUser user) => Gate.Has(user, editions.Current, Power.RecordForOthers);

    /// <summary>Null when it is done; else the sentence why not, and nothing has changed.</summary>
    public async Task<string?> ChangeAsync(
        CurrentUser by, Func<NpgsqlConnection, Task<string?>> change, CancellationToken cancellation)
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
                    await connection.ExecuteAsync(
                        new CommandDefinition(DirectoryStore.TakeTurn, new { unit = by.Unit.Id.Value }, cancellationToken: cancellation));
                    return await change(connection) is { } why ? throw new NotDoneException(why) : (string?)null;
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
