using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Conversion;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>A notice as it was read, and the names by which its owners are found.</summary>
internal sealed record ReadNotice(NoticeDraft Draft, NameBook Names)
{
    /// <summary>What else is kept as the notice is read anew, in the same transaction.</summary>
    public Func<NpgsqlConnection, Task> Keeps { get; init; } = _ => Task.CompletedTask;
}

/// <summary>Reads a file with all that the unit knows: calendar, directory of the day, those who left, its own vocabulary.</summary>
internal sealed class NoticeReading(VocabularyStore vocabulary, WorkCalendar calendar, NoticeOpening opening)
{
    /// <exception cref="NoticeRefusedException">It is no notice, cannot be read or cannot be converted.</exception>
    public async Task<ReadNotice> ReadAsync(string fileName, byte[] content, CurrentUser user, CancellationToken cancellation)
    {
        var words = await vocabulary.ReadAsync(user, cancellation);
        var names = words.Over(user.Directory.Names);
        var options = Options(user, names, calendar) with { OwnHeads = words.Heads };
        return new ReadNotice(await opening.ReadAsync(content, fileName, options, cancellation), names);
    }

    /// <summary>Reads a list whatever else the file says: a workbook need not look like a notice.</summary>
    /// <param name="issuedOn">From which its deadline words count; null: from today.</param>
    /// <param name="columns">What the clerk says that its heads are; they go before all other words.</param>
    /// <exception cref="NoticeRefusedException">It cannot be read or cannot be converted.</exception>
    public async Task<ReadNotice> ReadListAsync(
        string fileName, byte[] content, CurrentUser user, DateOnly? issuedOn, ImmutableArray<(string Head, string Column)> columns,
        CancellationToken cancellation)
    {
        var words = await vocabulary.ReadAsync(user, cancellation);
        var names = words.Over(user.Directory.Names);
        var options = Options(user, names, calendar) with
        {
            ReadOn = issuedOn ?? user.Today,
            OwnHeads = words.Heads.SetItems(columns.Select(c => KeyValuePair.Create(c.Head, c.Column))),
            ListOnly = true,
        };
        return new ReadNotice(await opening.ReadAsync(content, fileName, options, cancellation), names);
    }

    private static ReadOptions Options(CurrentUser user, NameBook names, WorkCalendar calendar)
    {
        var departed = names.NamesOfOtherDays(user.Today, person => user.Directory.Directory.Serves(person, user.Today));
        return new ReadOptions(calendar, user.Today)
        {
            KnownNames = names.NamesOn(user.Today).Except(departed),
            KnownPeople = names.People,
            DepartedNames = departed,
        };
    }
}
