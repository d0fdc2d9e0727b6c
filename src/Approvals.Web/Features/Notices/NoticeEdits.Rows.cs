using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>Rows of the checklist: what the clerk makes of a reading is kept beside it, and what it teaches is learnt.</summary>
internal sealed partial class NoticeEdits
{
    private const string SaveRow = """
        UPDATE notice_row
        SET title = @title, plan = @plan, points = @points::jsonb, leaders = @leaders, departments = @departments,
            lead_department = @lead, due_on = @due, lasting = @lasting, standard = @standard, recurrence = @recurrence, version = version + 1,
            confirmed_by = CASE WHEN @confirm THEN @person END, confirmed_at = CASE WHEN @confirm THEN office_now() END
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND version = @version
        RETURNING version
        """;

    private const string RowVersion = """
        SELECT version
        FROM notice_row
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no
        """;

    public Task<EditAnswer> SaveRowAsync(CaseId id, RowEdit edit, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, edit.Version, user);
        values.Add("no", edit.No);
        var saving = new RowSaving(edit, id, user, values, calendar);
        return EditAsync(
            new Edit(
                id, key, $"row\n{CaseJson.Text(edit)}", values, SaveRow, RowVersion,
                notice => [.. Problems(saving.Placed, saving.Said, notice, user)])
            {
                Prepare = (connection, notice) => saving.PrepareAsync(connection, notice, cancellation),
                Keep = async connection =>
                {
                    await saving.KeepAsync(connection, cancellation);
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    private static IEnumerable<FieldProblem> Problems(RowEdit edit, NoticeItem? item, NoticeRecord notice, CurrentUser user)
    {
        if (edit.Title.Length == 0)
        {
            yield return new FieldProblem("title", Texts.Edits.TitleMissing);
        }

        if (!OwnerChoices.AreSound(edit, item)
            || edit.Leaders.Any(p => !user.Directory.Directory.People.ContainsKey(new PersonId(p)))
            || edit.Departments.Any(b => !user.Directory.Directory.Bodies.ContainsKey(new BodyId(b))))
        {
            yield return new FieldProblem("", Texts.Edits.UnknownName);
        }

        if (edit.Lead is { } lead && !edit.Departments.Contains(lead))
        {
            yield return new FieldProblem("lead", Texts.Edits.LeadNotAmong);
        }

        if (edit.DueOn is { } due && IsOutOfReach(due, edit, item, notice))
        {
            yield return new FieldProblem("due", Texts.Edits.DueOutOfReach(notice.Begins));
        }

        if (!edit.Confirm)
        {
            yield break;
        }

        foreach (var missing in Texts.Edits.Missing(
            edit.Leaders.IsEmpty, edit.Departments.IsEmpty, edit.DueOn is null && !edit.Lasting, edit.Standard.Length == 0))
        {
            yield return missing;
        }
    }

    /// <summary>A row may be half done with the date that its text proposed, but is not confirmed with it.</summary>
    private static bool IsOutOfReach(DateOnly due, RowEdit edit, NoticeItem? item, NoticeRecord notice) =>
        (due < notice.Begins || due >= notice.Begins.AddYears(20)) && (edit.Confirm || item?.Due != due);
}
