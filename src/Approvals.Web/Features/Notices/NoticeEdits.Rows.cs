using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>Rows of the checklist: what the clerk makes of a reading is kept beside it, and what it teaches is learnt.</summary>
internal sealed partial class NoticeEdits
{
    private const string SaveRow = """
        UPDATE notice_row
        SET title = @title, leaders = @leaders, departments = @departments, lead_department = @lead, due_on = @due,
            lasting = @lasting, standard = @standard, recurrence = @recurrence, version = version + 1,
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
        var saving = new RowSaving(edit, id, user, values);
        return EditAsync(
            new Edit(
                id, key, $"row\n{CaseJson.Text(edit)}", values, SaveRow, RowVersion,
                notice => [.. Problems(saving.Placed, notice, user)])
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

    private static IEnumerable<FieldProblem> Problems(RowEdit edit, NoticeRecord notice, CurrentUser user)
    {
        if (edit.Title.Length == 0)
        {
            yield return new FieldProblem("title", Texts.Edits.TitleMissing);
        }

        if (!OwnerChoices.AreSound(edit, Item(notice, edit.No))
            || edit.Leaders.Any(p => !user.Directory.Directory.People.ContainsKey(new PersonId(p)))
            || edit.Departments.Any(b => !user.Directory.Directory.Bodies.ContainsKey(new BodyId(b))))
        {
            yield return new FieldProblem("", Texts.Edits.UnknownName);
        }

        if (edit.Lead is { } lead && !edit.Departments.Contains(lead))
        {
            yield return new FieldProblem("lead", Texts.Edits.LeadNotAmong);
        }

        if (edit.DueOn is { } due && IsOutOfReach(due, edit, notice))
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
    private static bool IsOutOfReach(DateOnly due, RowEdit edit, NoticeRecord notice) =>
        (due < notice.Begins || due >= notice.Begins.AddYears(20))
        && (edit.Confirm || notice.Read().Items.All(i => $"{i.No}" != edit.No || i.Due != due));

    private static NoticeItem? Item(NoticeRecord notice, string no) =>
        notice.Read().Items.FirstOrDefault(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i.No}") == no);

    /// <summary>One row on its way into the store.</summary>
    private sealed class RowSaving(RowEdit edit, CaseId id, CurrentUser user, DynamicParameters values)
    {
        private RowEdit? _placed;
        private ImmutableArray<(string Field, string ReadAs, string Now)> _corrections = [];

        /// <summary>The edit with the names in it that the clerk chose for others.</summary>
        public RowEdit Placed => _placed ?? edit;

        public async Task PrepareAsync(NpgsqlConnection connection, NoticeRecord notice, CancellationToken cancellation)
        {
            var item = Item(notice, edit.No);
            if (item is not null && !edit.Means.IsEmpty)
            {
                var words = await VocabularyStore.ReadAsync(connection, user.Unit.Id, cancellation);
                _placed = OwnerChoices.Place(edit, item, words.Over(user.Directory.Names), user);
            }

            values.Add("title", Placed.Title);
            values.Add("leaders", Placed.Leaders.ToArray());
            values.Add("departments", Placed.Departments.ToArray());
            values.Add("lead", Placed.Lead);
            values.Add("due", Placed.DueOn);
            values.Add("lasting", Placed.Lasting);
            values.Add("standard", Placed.Standard);
            values.Add("confirm", Placed.Confirm);
            values.Add("recurrence", Placed.Recurrence);
            var before = (await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation)).FirstOrDefault(r => r.RowNo == edit.No);
            if (item is not null && before is not null && AreKnown(Placed))
            {
                _corrections = [.. Corrections.Of(RowWords.Read(item), RowWords.Kept(before, user), RowWords.Kept(Placed.After(before), user))];
            }
        }

        public async Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellation)
        {
            await Corrections.KeepAsync(connection, id, edit.No, _corrections, user, cancellation);
            foreach (var (word, meaning) in OwnerChoices.Lessons(edit, user))
            {
                await VocabularyStore.TeachAsync(connection, user.Unit.Id, word, meaning, user.Person.Id, id, cancellation);
            }
        }

        /// <summary>Others are refused, and have no name to be told by.</summary>
        private bool AreKnown(RowEdit placed) =>
            placed.Leaders.All(p => user.Directory.Directory.People.ContainsKey(new PersonId(p)))
            && placed.Departments.All(b => user.Directory.Directory.Bodies.ContainsKey(new BodyId(b)))
            && (placed.Lead is not { } lead || user.Directory.Directory.Bodies.ContainsKey(new BodyId(lead)));
    }
}
