using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>One row on its way into the store.</summary>
internal sealed class RowSaving(RowEdit edit, CaseId id, CurrentUser user, DynamicParameters values, WorkCalendar calendar)
{
    private RowEdit? _placed;
    private ImmutableArray<(string Field, string ReadAs, string Now)> _corrections = [];

    /// <summary>The edit with the names in it that the clerk chose for others.</summary>
    public RowEdit Placed => _placed ?? edit;

    /// <summary>What was read where the row stands; null where a person added it, or before it was looked up.</summary>
    public NoticeItem? Item { get; private set; }

    /// <summary>What the row was read as; of one that a person added, what its plan says.</summary>
    public NoticeItem? Said { get; private set; }

    public async Task PrepareAsync(NpgsqlConnection connection, NoticeRecord notice, CancellationToken cancellation)
    {
        var before = (await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation)).FirstOrDefault(r => r.RowNo == edit.No);
        Item = before is null ? null : ItemOf.Row(before, notice.Read());
        Said = Item ?? WrittenPoints.Item(before?.Plan ?? "", notice, calendar);
        if (Said is not null && !edit.Means.IsEmpty)
        {
            var words = await VocabularyStore.ReadAsync(connection, user.Unit.Id, cancellation);
            _placed = OwnerChoices.Place(edit, Said, words.Over(user.Directory.Names), user);
        }

        var after = before is null ? null : Placed.After(before) with { Points = PointsAfter(before, notice) };
        values.Add("title", Placed.Title);
        values.Add("confirm", Placed.Confirm);
        NoticeEdits.AddWork(values, after);
        if (before is not null && after is not null && AreKnown(Placed))
        {
            var read = await Corrections.ReadingAsync(connection, id, before, notice, user, cancellation);
            _corrections = [.. Corrections.Of(read, RowWords.Kept(before, Item, user), RowWords.Kept(after, Item, user))];
        }
    }

    public async Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Corrections.KeepAsync(connection, id, edit.No, _corrections, user, cancellation);
        await OwnerChoices.TeachAsync(connection, id, edit, user, cancellation);
    }

    /// <summary>Null where they are those that were read.</summary>
    private string? PointsAfter(ChecklistRowRecord before, NoticeRecord notice)
    {
        var known = RowPoints.Of(before.Points, Item);
        var plan = Placed.Plan ?? before.Plan;
        var samePlan = RowPoints.Same(plan, before.Plan);
        // A plan that was its only point stays so when it is written anew.
        if (Placed.Points is not { } lines || lines.SequenceEqual(Shown(known, before.Plan)))
        {
            lines = Shown(known, before.Plan);
            if (samePlan || !lines.IsEmpty)
            {
                return before.Points;
            }
        }

        var read = RowPoints.Of(null, Item);
        return Item is not null && samePlan && lines.SequenceEqual(Shown(read, before.Plan)) ? null
            : RowPoints.Text(RowPoints.Write(lines, [.. known, .. read.Except(known)], plan, WrittenPoints.Reading(notice, calendar)));
    }

    /// <summary>As the form showed them.</summary>
    public static ImmutableArray<string> Shown(ImmutableArray<RowPoint> points, string plan) =>
        RowPoints.IsWhole(points, plan) ? [] : RowPoints.Lines(points);

    /// <summary>Others are refused, and have no name to be told by.</summary>
    private bool AreKnown(RowEdit placed) =>
        placed.Leaders.All(p => user.Directory.Directory.People.ContainsKey(new PersonId(p)))
        && placed.Departments.All(b => user.Directory.Directory.Bodies.ContainsKey(new BodyId(b)))
        && (placed.Lead is not { } lead || user.Directory.Directory.Bodies.ContainsKey(new BodyId(lead)));
}
