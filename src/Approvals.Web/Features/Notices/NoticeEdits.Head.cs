using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>改抬头: what was read of the head is corrected, and kept beside it; the case is called as its notice is.</summary>
internal sealed partial class NoticeEdits
{
    private const string SaveHead = """
        UPDATE notice
        SET title = @title, title_proposed = false, number = @number, issuer = @issuer, issued_on = @issued_on, printed_on = @printed_on,
            addressees = @addressees, cc = @cc
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        RETURNING 1
        """;

    public async Task<EditAnswer> SaveHeadAsync(CaseId id, HeadEdit edit, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        var saving = new HeadSaving(edit, id, user, values, numbers);
        try
        {
            return await EditAsync(
                new Edit(
                    id, key, $"head\n{CaseJson.Text(edit)}", values, SaveHead, Nothing, saving.Judge)
                {
                    Prepare = (connection, notice) => saving.PrepareAsync(connection, notice, cancellation),
                    Keep = async connection =>
                    {
                        await saving.KeepAsync(connection, cancellation);
                        await TellAsync(connection, saving, cancellation);
                    },
                },
                user, cancellation);
        }
        catch (PostgresException twice) when (twice is
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
            ConstraintName: "notice_number"
        })
        {
            return new EditAnswer.Refused([new FieldProblem("number", Texts.Uploads.Registered(edit.Number ?? ""))]);
        }

        async Task TellAsync(NpgsqlConnection connection, HeadSaving saved, CancellationToken stop)
        {
            await cases.TellAsync(connection, id, _ => new CaseCommand.Retitle(edit.Title), user, stop);
            if (saved.Addressed is { } addressed)
            {
                await cases.TellAsync(connection, id, _ => new CaseCommand.Restate(Party.Addressees, addressed), user, stop);
            }
        }
    }
}
