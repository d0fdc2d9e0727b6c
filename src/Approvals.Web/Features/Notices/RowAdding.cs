using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>A row that a person adds on its way into the store.</summary>
/// <param name="found">The difference whose sentence it is; null: from a blank form, whose plan says what he left open.</param>
internal sealed class RowAdding(RowEdit edit, int? found, CurrentUser user, WorkCalendar calendar)
{
    private RowEdit? _placed;

    /// <summary>What its plan says; null before it was looked up, and where it says nothing.</summary>
    public NoticeItem? Said { get; private set; }

    /// <summary>The edit with the names in it that the clerk chose for others, and with what only the plan says.</summary>
    public RowEdit Placed => _placed ?? edit;

    public async Task PrepareAsync(NpgsqlConnection connection, NoticeRecord notice, CancellationToken cancellation)
    {
        Said = WrittenPoints.Item(edit.Plan ?? "", notice, calendar);
        if (Said is null)
        {
            return;
        }

        var names = (await VocabularyStore.ReadAsync(connection, user.Unit.Id, cancellation)).Over(user.Directory.Names);
        _placed = OwnerChoices.Place(edit, Said, names, user);
        if (found is not null)
        {
            return; // the form showed all that was read
        }

        var row = NoticeRows.Row(Said, 0, names, user);
        var unowned = Placed.Departments.IsEmpty;
        _placed = Placed with
        {
            Leaders = Placed.Leaders.IsEmpty ? row.Leaders : Placed.Leaders,
            Departments = unowned ? row.Departments : Placed.Departments,
            Lead = unowned ? Placed.Lead ?? row.Lead : Placed.Lead,
            Recurrence = Placed.Recurrence ?? row.Recurrence,
        };
    }

    public NewRow Row((string No, int Place) next, NoticeRecord notice)
    {
        var (plan, lines) = (Placed.Plan ?? "", Placed.Points ?? []);
        var points = plan.Length == 0 && lines.IsEmpty ? []
            : RowPoints.Write(lines, [], plan, WrittenPoints.Reading(notice, calendar));
        return new NewRow(
            next.No, next.Place, Placed.Title, plan, Placed.Leaders, Placed.Departments, Placed.Lead, Placed.DueOn, Placed.Lasting,
            Placed.Standard, Placed.Recurrence)
        {
            Points = RowPoints.Text(points),
            Found = found,
            AddedBy = user.Person.Id.Value,
        };
    }
}
